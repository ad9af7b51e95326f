import { type AnyExtension, extensions as core, type Extensions } from '@tiptap/core'
import type { CodeBlock } from '@tiptap/extension-code-block'
import type { TaskItem } from '@tiptap/extension-list'
import { type Table, TableView } from '@tiptap/extension-table'
import { tableEditing } from '@tiptap/pm/tables'
import { documentExtensions } from '@/lib/document/extensions'
import { leftByArrow } from './leave-mark'
import { onlyOwnEdits } from './only-own-edits'
import { TaskItemView } from './task-item-view'

/** Of Tiptap's own extensions, `keymap` is replaced by one that doesn't answer received changes. */
export const coreExtensions = { keymap: false } as const

/**
 * The document's extensions and Tiptap's keymap for an editor in which nothing writes by itself. Of all that is installed,
 * `tableEditing` (repairs tables), `autolink` and `clearDocument` append transactions, and here only to one's own edits.
 * Paste rules append too, but only to a paste. Of the keys, those of `code`, `link` and `codeBlock` would write where one only
 * wants to move on.
 */
export function quietDocumentExtensions(): Extensions {
  // The keymap comes first, as Tiptap has it: keys of what follows take precedence over its own.
  return [core.Keymap.extend({ addProseMirrorPlugins: quietPlugins }), ...documentExtensions().map(quiet)]
}

function quietPlugins(this: { parent: (() => ReturnType<typeof tableEditing>[]) | undefined }) {
  return (this.parent?.() ?? []).map(plugin => onlyOwnEdits(plugin))
}

function quiet(extension: AnyExtension): AnyExtension {
  switch (extension.name) {
    case 'table':
      return (extension as typeof Table).extend({
        addProseMirrorPlugins() {
          // Widths of columns can't be dragged yet: the plugin for it replaces all attributes of a cell at once. With
          // nothing different before and after, tableEditing repairs nothing and still keeps cell selections in shape.
          return [
            onlyOwnEdits(tableEditing(), append => (transactions, _, after) => append(transactions, after, after)),
          ]
        },
        addNodeView() {
          return ({ node, view, HTMLAttributes }) =>
            new TableView(node, this.options.cellMinWidth, view, HTMLAttributes)
        },
      })
    case 'starterKit':
      return extension.extend({
        addExtensions() {
          return ((this.parent?.() ?? []) as Extensions).map(quiet)
        },
      })
    case 'code':
      return extension.extend(leftByArrow)
    case 'codeBlock':
      // Arrow keys only go where there's something. Out of a last block of code leads Mod+Enter.
      return (extension as typeof CodeBlock).configure({ exitOnArrowDown: false })
    case 'link':
      return extension.extend({ ...leftByArrow, addProseMirrorPlugins: quietPlugins })
    case 'taskItem':
      return (extension as typeof TaskItem).extend({
        addNodeView() {
          return ({ node, view, getPos }) => new TaskItemView(node, view, getPos)
        },
      })
    default:
      return extension
  }
}
