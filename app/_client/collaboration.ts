import { type Editor, Extension } from '@tiptap/core'
import { type Node, Slice } from '@tiptap/pm/model'
import { Plugin, Selection } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import type { DocumentSession } from '@/lib/client/document-session'
import {
  collaborationPlugin,
  EditorBinding,
  type EditorHost,
  type Remote,
  remoteMeta,
} from '@/lib/client/editor-binding'
import { readBrowser } from './read-browser'
import { remoteCarets } from './remote-carets'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    collaboration: {
      /** Takes back one's own last edit, whatever others wrote since. */
      undo: () => ReturnType
      redo: () => ReturnType
    }
  }
}

/** Binds the editor to a session's replica: local edits go out, recorded ones come in; carets of the others; undo. */
export const Collaboration = Extension.create<{ session: DocumentSession | null }, { binding: EditorBinding | null }>({
  name: 'collaboration',
  // Before the extensions whose keys it must not lose.
  priority: 1_000,

  addOptions() {
    return { session: null }
  },

  addStorage() {
    return { binding: null }
  },

  addCommands() {
    const { storage } = this
    return {
      undo:
        () =>
        ({ tr, dispatch }) =>
          dispatch ? (storage.binding?.undo(tr.scrollIntoView()) ?? false) : (storage.binding?.undoable ?? 0) > 0,
      redo:
        () =>
        ({ tr, dispatch }) =>
          dispatch ? (storage.binding?.redo(tr.scrollIntoView()) ?? false) : (storage.binding?.redoable ?? 0) > 0,
    }
  },

  addKeyboardShortcuts() {
    const { editor } = this
    // Heard also where there's nothing to take back: otherwise the browser would try, and Shift+Mod+Z be tried as Mod+Z.
    const heard = (command: () => boolean) => () => command() || true
    const [undo, redo] = [heard(() => editor.commands.undo()), heard(() => editor.commands.redo())]
    return {
      'Mod-z': undo,
      'Shift-Mod-z': redo,
      'Mod-y': redo,
      // Russian layouts.
      'Mod-я': undo,
      'Shift-Mod-я': redo,
    }
  },

  addProseMirrorPlugins(): Plugin[] {
    const { session } = this.options
    return session ? [collaborationPlugin(), bindingPlugin(session, this), remoteCarets(session)] : []
  },
})

/** How often one can undo, and redo. Much cheaper than trying. */
export const undoable = (editor: Editor): number => bindingOf(editor)?.undoable ?? 0
export const redoable = (editor: Editor): number => bindingOf(editor)?.redoable ?? 0

function bindingOf(editor: Editor): EditorBinding | null {
  return (editor.storage as { collaboration?: { binding: EditorBinding | null } }).collaboration?.binding ?? null
}

function bindingPlugin(
  session: DocumentSession,
  { editor, storage }: { editor: Editor; storage: { binding: EditorBinding | null } },
): Plugin {
  return new Plugin({
    view(view) {
      // The view is still being made; another state may be set in a moment.
      queueMicrotask(() => {
        if (!view.isDestroyed) storage.binding = new EditorBinding(hostOf(view), session)
      })
      // The composed text is in the document only after the browser's own event has passed.
      const resume = () => setTimeout(() => session.resume(), 60)
      view.dom.addEventListener('compositionend', resume)
      return {
        update: () => storage.binding?.takeLocal(),
        destroy() {
          view.dom.removeEventListener('compositionend', resume)
          storage.binding?.detach()
          storage.binding = null
        },
      }
    },
    props: {
      handleDOMEvents: {
        // A key means the place that the caret has by now.
        keydown(view) {
          readBrowser(view)
          return false
        },
        // The browser's own undo, from its menu or a phone's keyboard, knows nothing of what others wrote.
        beforeinput(view, event) {
          const { inputType } = event
          if (!view.editable || (inputType !== 'historyUndo' && inputType !== 'historyRedo')) return false
          event.preventDefault()
          return inputType === 'historyUndo' ? editor.commands.undo() : editor.commands.redo()
        },
      },
    },
  })
}

function hostOf(view: EditorView): EditorHost {
  return {
    get state() {
      return view.state
    },
    get composing() {
      return view.composing
    },
    catchUp: () => readBrowser(view),
    dispatch: tr => view.dispatch(tr),
    // By a transaction and not by a new state, which would make all plugins' views anew.
    replaceDocument: (doc: Node) => {
      const tr = view.state.tr.step(new ReplaceStep(0, view.state.doc.content.size, new Slice(doc.content, 0, 0)))
      tr.setSelection(Selection.atStart(tr.doc))
      view.dispatch(tr.setMeta(remoteMeta, { authorIds: [] } satisfies Remote).setMeta('addToHistory', false))
    },
  }
}
