import { Fragment, type Node } from '@tiptap/pm/model'

/** Blocks of a document, by index; `to` is no more in it. */
export type Span = { from: number; to: number }

export const covers = (span: Span, other: Span): boolean => span.from <= other.from && span.to >= other.to

/** How many blocks of either document lie between what both have in common, by identity, at their beginning and end. */
export function differing(one: Node, other: Node): number {
  const [a, b] = [one.content.content, other.content.content]
  const most = Math.min(a.length, b.length)
  let [start, end] = [0, 0]
  while (start < most && a[start] === b[start]) start++
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return Math.max(a.length, b.length) - start - end
}

/** A document on its way to another: the blocks of a span are the other's by now, also those behind it where it's the last one's. */
export function onTheWay(now: Node, next: Node, { from, to }: Span): Node {
  const blocks = now.content.content
  const rest = to >= next.childCount ? [] : blocks.slice(to)
  return next.copy(Fragment.fromArray([...blocks.slice(0, from), ...next.content.content.slice(from, to), ...rest]))
}

/** So many blocks more, half of them before; null where nothing is left to do. */
export function wider({ from, to }: Span, count: number, by: number): Span | null {
  if (from === 0 && to >= count) return null
  const before = Math.min(from, to >= count ? by : Math.ceil(by / 2))
  return { from: from - before, to: Math.min(count, to + by - before) }
}
