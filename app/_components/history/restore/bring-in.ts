import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Selection, type Transaction } from '@tiptap/pm/state'
import { makingMeta, remoteMeta } from '@/lib/client/editor-binding'
import { stepsBetween } from '@/lib/document/restore'
import type { Part } from '@/lib/document/restore-part'
import { rebase } from '@/lib/document/steps'
import type { Making } from '@/lib/replica/making'

/**
 * Makes of the document in the editor another one, as one edit of its own; others may write meanwhile, as at every edit.
 * @param base what `target` was worked out for; what was written since stays
 * @returns whether anything changed
 */
export function bringIn(editor: Editor, base: Node, target: Node, making: Making, place?: Part): boolean {
  const { state } = editor
  const wished = stepsBetween(base, target)
  const since = stepsBetween(base, state.doc).map(step => step.getMap())
  const { steps } = rebase(state.doc, wished, since)
  const tr = steps.reduce((tr, step) => tr.step(step), state.tr)
  if (tr.steps.length === 0) return false
  if (place && base.eq(state.doc)) select(tr, place)
  editor.view.dispatch(tr.setMeta(makingMeta, making).setMeta('apart', true))
  return true
}

function select(tr: Transaction, { from }: Part): void {
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size))))
}

/** How the last edit is taken back, until one writes on; then Undo is for what one wrote. */
export function takingBack(editor: Editor, onOver: () => void): () => void {
  const over = ({ transaction }: { transaction: Transaction }) => {
    if (!transaction.docChanged || transaction.getMeta(remoteMeta)) return
    editor.off('transaction', over)
    onOver()
  }
  editor.on('transaction', over)
  return () => {
    editor.off('transaction', over)
    editor.commands.undo()
  }
}
