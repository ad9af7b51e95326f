import type { Node } from '@tiptap/pm/model'
import { Slice } from '@tiptap/pm/model'
import { ReplaceStep, type Step } from '@tiptap/pm/transform'
import { settled } from '@/lib/document/move'
import { applyStep } from '@/lib/document/steps'
import type { Stretch, Trail } from './trail'

type Part = { step: Step /** It's the whole opposite, and not what others left of it. */; exact: boolean }

/**
 * The steps that take something back now: what was inserted goes, save what others wrote into it; what was deleted comes back.
 * Each applies to the document after the one before; there are none where nothing is left to take back.
 * @param inverse the opposite, for the document before the step at `place`
 */
export function takeBack(inverse: Step, place: number, trail: Trail, doc: Node): Part[] {
  if (!(inverse instanceof ReplaceStep) || inverse.from === inverse.to)
    return whole(inverse.map(trail.since(place)), doc)
  const { slice } = inverse
  const left = trail.remains([inverse.from, inverse.to], place)
  if (left.length === 0) return slice.size > 0 ? whole(inverse.map(trail.since(place)), doc) : []
  const [from, to] = left[0]!
  if (left.length === 1) {
    const step = new ReplaceStep(from, to, slice)
    if (applyStep(doc, step)) return [{ step, exact: true }]
  }
  const parts: Part[] = []
  let now = doc
  const add = (step: Step, exact: boolean) => {
    const next = applyStep(now, step)
    if (!next) return
    parts.push({ step, exact })
    now = next
  }
  for (const stretch of left.toReversed())
    for (const [start, end] of deletable(now, stretch)) add(new ReplaceStep(start, end, Slice.empty), false)
  if (slice.size > 0) add(new ReplaceStep(from, from, slice), true)
  return parts
}

function whole(mapped: Step | null, doc: Node): Part[] {
  const step = settled(mapped, doc)
  return step && applyStep(doc, step) ? [{ step, exact: true }] : []
}

/** What of a stretch can go without what's around it, the last first: whole nodes, and text. */
function deletable(doc: Node, [from, to]: Stretch): Stretch[] {
  const parts: Stretch[] = []
  doc.nodesBetween(from, to, (node, start) => {
    const end = start + node.nodeSize
    if (node.isText) parts.unshift([Math.max(start, from), Math.min(end, to)])
    else if (start >= from && end <= to) parts.unshift([start, end])
    else return true
    return false
  })
  return parts
}
