import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state'
import { remoteMeta } from '@/lib/client/editor-binding'
import { takingMeta } from '@/lib/client/undo/undo-history'

/** Whether a transaction is the writer's own change of the document: not received, and not a step back or forth again. */
export function isOwnEdit(tr: Transaction): boolean {
  return tr.docChanged && !tr.getMeta(remoteMeta) && !tr.getMeta(takingMeta)
}

type Append = (
  transactions: readonly Transaction[],
  before: EditorState,
  after: EditorState,
) => Transaction | null | undefined

/**
 * The same plugin, but what it appends to transactions it appends only to the writer's own edits. A plugin that tidies up
 * after others, or when a document is opened, would write under the name of who merely looks at it, once per reader.
 * @param otherwise what it may still do after all other transactions
 */
export function onlyOwnEdits(plugin: Plugin, otherwise: (append: Append) => Append = () => () => null): Plugin {
  const append = plugin.spec.appendTransaction?.bind(plugin)
  if (!append) return plugin
  const fallback = otherwise(append)
  return new Plugin({
    ...plugin.spec,
    appendTransaction: (transactions, before, after) =>
      (transactions.some(isOwnEdit) ? append : fallback)(transactions, before, after),
  })
}
