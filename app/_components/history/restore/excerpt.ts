import { Fragment, type Node } from '@tiptap/pm/model'
import type { SeenChange } from '@/lib/document/changes'

/** What changes of a document, with a block before and after. `gaps`: where in it something is left out. */
export type Excerpt = { doc: Node; changes: SeenChange[]; gaps: number[]; isCut: boolean }

const most = 150

/** The blocks of a document that are concerned by changes, without the rest. */
export function excerptOf(doc: Node, changes: readonly SeenChange[]): Excerpt {
  const wanted = new Set<number>()
  for (const change of changes) {
    const [from, to] = change.kind === 'went' ? [change.at, change.at] : [change.from, change.to]
    const last = Math.min(doc.resolve(Math.max(from, to - 1)).index(0), doc.childCount - 1)
    for (let i = doc.resolve(from).index(0) - 1; i <= last + 1; i++) if (i >= 0 && i < doc.childCount) wanted.add(i)
  }
  const kept = [...wanted].sort((a, b) => a - b).slice(0, most)
  const blocks: Node[] = []
  const gaps: number[] = []
  const moves: { start: number; end: number; by: number }[] = []
  let [at, start, index] = [0, 0, 0]
  for (const i of kept) {
    if (i > index) gaps.push(at)
    for (; index < i; index++) start += doc.child(index).nodeSize
    const block = doc.child(i)
    moves.push({ start, end: start + block.nodeSize, by: at - start })
    blocks.push(block)
    at += block.nodeSize
    start += block.nodeSize
    index++
  }
  if (index < doc.childCount) gaps.push(at)
  const placed = (position: number) => {
    const move =
      moves.find(({ start, end }) => start <= position && position < end) ??
      moves.findLast(({ end }) => end === position)
    return move ? position + move.by : null
  }
  const shown = changes.flatMap((change): SeenChange[] => {
    const from = placed(change.kind === 'went' ? change.at : change.from)
    if (from === null) return []
    return [
      change.kind === 'went'
        ? { ...change, at: from }
        : { ...change, from, to: Math.min(from + change.to - change.from, at) },
    ]
  })
  return { doc: doc.copy(Fragment.fromArray(blocks)), changes: shown, gaps, isCut: wanted.size > most }
}

/** How much text comes and goes, in characters. */
export function amountsOf(doc: Node, changes: readonly SeenChange[]): { inserted: number; deleted: number } {
  let [inserted, deleted] = [0, 0]
  for (const change of changes) {
    if (change.kind === 'came') inserted += doc.textBetween(change.from, change.to).length
    if (change.kind === 'went') deleted += change.slice.content.textBetween(0, change.slice.content.size).length
  }
  return { inserted, deleted }
}
