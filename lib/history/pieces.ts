import { Fragment, type Node } from '@tiptap/pm/model'

/** Blocks of a document, by index; `to` is no more in it. */
export type Span = { from: number; to: number }

export const covers = (span: Span, other: Span): boolean => span.from <= other.from && span.to >= other.to

/** How many blocks a document has that another one hasn't, or the other way round, whichever is more; by identity. */
export function differing(one: Node, other: Node): number {
  const [a, b] = [one.content.content, other.content.content]
  const known = new Set(a)
  const fresh = b.reduce((count, block) => count + (known.has(block) ? 0 : 1), 0)
  return Math.max(fresh, a.length - (b.length - fresh))
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
