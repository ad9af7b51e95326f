import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { enterBar } from './bars/enter-bar'
import { linkAtCaret, openLink } from './bars/link-at-caret'
import { type Direction, moveSelected } from './blocks/blocks'
import { surfaceOf } from './surface'

/** Keys that Tiptap's own extensions don't have. They come before those. */
export const WritingKeys = Extension.create({
  name: 'writingKeys',
  priority: 900,
  addProseMirrorPlugins: () => [signsApart()],
  addKeyboardShortcuts() {
    const { editor } = this
    return {
      // Before that of a block of code, which would only end the block.
      Backspace: () => editor.commands.undoInputRule(),
      'Alt-F10': () => enterBar(),
      'Mod-k': () => askForLink(editor),
      'Mod-Enter': () => toggleTask(editor) || followLink(editor),
      'Mod-Alt-ArrowUp': () => move(editor, 'up'),
      'Mod-Alt-ArrowDown': () => move(editor, 'down'),
      'Alt-Shift-ArrowUp': () => move(editor, 'up'),
      'Alt-Shift-ArrowDown': () => move(editor, 'down'),
      'Mod-\\': () => editor.commands.unsetAllMarks(),
    }
  },
})

// Heard also at the first and last place, where the browser would scroll or select.
function move({ state, view }: Editor, direction: Direction): boolean {
  const { tr } = state
  if (moveSelected(state, tr, direction)) view.dispatch(tr.scrollIntoView())
  return true
}

/** What a sign was turned into is undone by itself: what was typed stays. */
const signsApart = () =>
  new Plugin({
    filterTransaction(tr: Transaction, { plugins }: EditorState) {
      const isSign = plugins.some(plugin => 'isInputRules' in plugin.spec && tr.getMeta(plugin))
      if (isSign) tr.setMeta('apart', true)
      return true
    },
  })

/** Where nothing is selected and there's no link, the key is the page's. */
function askForLink(editor: Editor): boolean {
  if (editor.state.selection.empty && !editor.isActive('link')) return false
  surfaceOf(editor).set({ open: 'link' })
  return true
}

/** One attribute and nothing else, so that what somebody else sets at the same time stays. */
function toggleTask({ state, view }: Editor): boolean {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type.name !== 'taskItem') continue
    view.dispatch(state.tr.setNodeAttribute($from.before(depth), 'checked', node.attrs.checked !== true))
    return true
  }
  return false
}

function followLink(editor: Editor): boolean {
  const link = linkAtCaret(editor)
  if (link) openLink(link.href)
  return link !== null
}
