import { Fragment, type Node, type NodeType } from '@tiptap/pm/model'
import { AttrStep, ReplaceStep, type Step, StepMap } from '@tiptap/pm/transform'

/**
 * The document after a step, or null where the step doesn't fit it. ProseMirror builds and checks a node's whole list of
 * children anew when their number changes; in a document of 50,000 blocks that's milliseconds a step. So a step is tried
 * first on the few nodes around it, the innermost first, and on the whole only where that doesn't do.
 */
export function applyStep(doc: Node, step: Step): Node | null {
  const range = rangeOf(step)
  return (range && near(doc, step, range, 0)) ?? applyHere(doc, step)
}

export type Range = { from: number; to: number }

/** What of a document a step is about; null where it doesn't say. */
export function rangeOf(step: Step): Range | null {
  const { from, to, pos } = step as Step & Partial<Range> & { pos?: number }
  if (from !== undefined && to !== undefined) return { from, to }
  return pos === undefined ? null : { from: pos, to: pos + 1 }
}

/**
 * The node after a step, tried on the few nodes around it; null where that doesn't do.
 * @param shift where the node's content begins in the document; `range` counts from there
 */
export function near(node: Node, step: Step, { from, to }: Range, shift: number): Node | null {
  const children = node.content.content
  let index = 0
  let start = 0
  for (let size = sizeOf(children[0]); start + size < from && index + 1 < children.length; ) {
    start += size
    size = children[++index]!.nodeSize
  }
  const child = children[index]
  if (!child) return null
  const quickly = child.isText && typed(child, step, { from: from - start, to: to - start })
  if (quickly) return node.copy(node.content.replaceChild(index, quickly))
  let end = start + child.nodeSize
  if (from > start && to < end && !child.isText) {
    const inside = near(child, step, { from: from - start - 1, to: to - start - 1 }, shift + start + 1)
    if (inside) return node.copy(node.content.replaceChild(index, inside))
  }
  let last = index
  while (end <= to && last + 1 < children.length) end += children[++last]!.nodeSize
  const few = node.copy(Fragment.fromArray(children.slice(index, last + 1)))
  const local = step.map(StepMap.offset(-shift - start))
  const after = local && applyHere(few, local)
  if (!after) return null
  const changed = spliced(node.content, index, last, after.content)
  return isValid(node, changed.content) ? node.copy(changed) : null
}

/** What most steps are: letters into a text that looks like them, or some of its letters out of it. Null for all others. */
function typed(text: Node, step: Step, { from, to }: Range): Node | null {
  if (!(step instanceof ReplaceStep) || from < 0 || to > text.nodeSize || from > to) return null
  const { slice, structure } = step as ReplaceStep & { structure: boolean }
  const { childCount, firstChild } = slice.content
  if (structure || slice.openStart > 0 || slice.openEnd > 0 || childCount > 1) return null
  if (firstChild && !(firstChild.isText && firstChild.sameMarkup(text))) return null
  const after = text.text!.slice(0, from) + (firstChild?.text ?? '') + text.text!.slice(to)
  return after === '' ? null : text.type.schema.text(after, text.marks)
}

/** The node after a step that counts from its beginning; null where the step doesn't fit. */
export function applyHere(node: Node, step: Step): Node | null {
  try {
    // ProseMirror takes an attribute that the node doesn't have for no change; in the history it would be noise.
    if (step instanceof AttrStep && !Object.hasOwn(node.nodeAt(step.pos)?.attrs ?? {}, step.attr)) return null
    return step.apply(node).doc ?? null
  } catch {
    return null
  }
}

function spliced(content: Fragment, first: number, last: number, by: Fragment): Fragment {
  if (first === last && by.childCount === 1) return content.replaceChild(first, by.firstChild!)
  const children = content.content
  return Fragment.fromArray(children.slice(0, first).concat(by.content, children.slice(last + 1)))
}

/** Are these kinds of children, in this order, what a node takes? Quick where many are of one kind. */
export function isValid({ type }: Node, content: readonly { type: NodeType }[]): boolean {
  let match = type.contentMatch
  for (let i = 0; i < content.length; i++) {
    const next = match.matchType(content[i]!.type)
    if (!next) return false
    // The same again and again leads nowhere else.
    if (next === match) while (content[i + 1]?.type === content[i]!.type) i++
    match = next
  }
  return match.validEnd
}

const sizeOf = (node: Node | undefined) => node?.nodeSize ?? 0
