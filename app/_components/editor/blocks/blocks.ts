import type { Node, NodeRange, ResolvedPos } from '@tiptap/pm/model'
import { type EditorState, NodeSelection, Selection, type Transaction } from '@tiptap/pm/state'
import { MoveStep } from '@/lib/document/move'

/** A block, or an item of a list, as one takes hold of it. */
export type Block = { pos: number; node: Node }
export type Direction = 'up' | 'down'

const holders = new Set(['doc', 'bulletList', 'orderedList', 'taskList', 'blockquote'])
const isHolder = ({ type }: Node) => holders.has(type.name)

/** The innermost block around a position. */
export function blockAround($pos: ResolvedPos): Block | null {
  for (let depth = $pos.depth; depth > 0; depth--)
    if (isHolder($pos.node(depth - 1))) return { pos: $pos.before(depth), node: $pos.node(depth) }
  const leaf = $pos.nodeAfter
  return leaf?.isBlock ? { pos: $pos.pos, node: leaf } : null
}

/** The neighbours that a selection touches. */
export function blocksIn({ $from, $to }: Selection): NodeRange | null {
  return $from.blockRange($to, isHolder)
}

/** Moves neighbouring blocks past the one before or after them; what's selected goes along. */
export function moveBlocks(tr: Transaction, from: number, to: number, direction: Direction): boolean {
  const { nodeBefore } = tr.doc.resolve(from)
  const { nodeAfter } = tr.doc.resolve(to)
  const target = direction === 'up' ? from - (nodeBefore?.nodeSize ?? 0) : to + (nodeAfter?.nodeSize ?? 0)
  return moveTo(tr, from, to, target)
}

/** @param target a place between two of their siblings */
export function moveTo(tr: Transaction, from: number, to: number, target: number): boolean {
  const step = MoveStep.to(tr.doc, from, to, target)
  if (!step) return false
  const { selection } = tr
  const goesAlong = selection instanceof NodeSelection && selection.from >= from && selection.to <= to
  if (tr.maybeStep(step).failed) return false
  tr.setMeta('apart', true)
  if (goesAlong) tr.setSelection(NodeSelection.create(tr.doc, selection.from + step.by))
  return true
}

export function moveSelected(state: EditorState, tr: Transaction, direction: Direction): boolean {
  const range = blocksIn(state.selection)
  return range !== null && moveBlocks(tr, range.start, range.end, direction)
}

export function duplicate(tr: Transaction, { pos, node }: Block): void {
  const end = pos + node.nodeSize
  tr.insert(end, node).setMeta('apart', true)
  tr.setSelection(Selection.near(tr.doc.resolve(end + 1)))
}

/** Takes a block away; a document or a quote that would be left empty keeps an empty paragraph, a list goes with its last item. */
export function remove(tr: Transaction, { pos, node }: Block): void {
  const { parent, depth } = tr.doc.resolve(pos)
  const end = pos + node.nodeSize
  tr.setMeta('apart', true)
  if (parent.childCount > 1) tr.delete(pos, end)
  else if (depth === 0) tr.replaceWith(pos, end, tr.doc.type.schema.nodes.paragraph!.create())
  else tr.deleteRange(pos, end)
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size))))
}

/** A new empty block below, of the kind that stands there; the caret is in it. @returns where */
export function addBelow(tr: Transaction, { pos, node }: Block): number {
  const { schema } = tr.doc.type
  const isEmpty = node.type.name === 'paragraph' && node.content.size === 0
  const end = isEmpty ? pos : pos + node.nodeSize
  const isItem = /Item$/.test(node.type.name)
  if (!isEmpty) tr.insert(end, (isItem ? node.type.createAndFill() : null) ?? schema.nodes.paragraph!.create())
  const selection = Selection.near(tr.doc.resolve(end + 1))
  tr.setSelection(selection).setMeta('apart', true)
  return selection.from
}
