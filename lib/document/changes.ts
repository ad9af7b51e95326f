import type { Node, Slice } from '@tiptap/pm/model'
import { type Mappable, ReplaceAroundStep, ReplaceStep, type Step } from '@tiptap/pm/transform'
import { applyStored, stepJSON } from './steps'

/** What steps did to a document, as one sees it in the document after them. What went stood at `at`. */
export type SeenChange =
  | { kind: 'came'; from: number; to: number }
  | { kind: 'went'; at: number; slice: Slice }
  | { kind: 'formed'; from: number; to: number }

/** What steps do to a document, in its order. Of what came and went between them nothing is told but that it came. */
export function changesOf(before: Node, steps: readonly Step[]): SeenChange[] {
  let changes: SeenChange[] = []
  let doc = before
  for (const step of steps) {
    const map = step.getMap()
    changes = changes.map(change => mapped(change, map))
    changes.push(...changeBy(step, doc))
    doc = applyStored(doc, [step])
  }
  return changes
    .filter(change => change.kind === 'went' || change.from < change.to)
    .sort((a, b) => startOf(a) - startOf(b) || Number(b.kind === 'went') - Number(a.kind === 'went'))
}

const startOf = (change: SeenChange): number => (change.kind === 'went' ? change.at : change.from)

function mapped(change: SeenChange, map: Mappable): SeenChange {
  if (change.kind === 'went') return { ...change, at: map.map(change.at, -1) }
  return { ...change, from: map.map(change.from, 1), to: map.map(change.to, -1) }
}

function changeBy(step: Step, doc: Node): SeenChange[] {
  if (step instanceof ReplaceStep && !(step instanceof ReplaceAroundStep)) {
    const { from, to, slice } = step
    const changes: SeenChange[] = []
    if (to > from) changes.push({ kind: 'went', at: from, slice: doc.slice(from, to) })
    if (slice.size > 0) changes.push({ kind: 'came', from, to: from + slice.size })
    return changes
  }
  const { from, to, pos } = stepJSON(step) as { from?: number; to?: number; pos?: number }
  const start = from ?? pos ?? 0
  return [{ kind: 'formed', from: start, to: to ?? start + (doc.nodeAt(start)?.nodeSize ?? 0) }]
}
