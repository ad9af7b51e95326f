import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { ReplaceStep, type Step } from '@tiptap/pm/transform'
import { applyStep } from '@/lib/document/steps'
import { bytesOf } from '@/lib/replica/batch'

type StepBefore = { step: Step; before: Node }

/** Slices shorter than this are never too long. */
const small = 10_000

/**
 * A step that brings in more than one command may hold, as several that together do the same: first what's at both ends, which
 * may join what stands there, then, block by block, what's between. The step alone where it's small enough, or can't be parted.
 */
export function inParts({ step, before }: StepBefore, maxBytes: number): StepBefore[] {
  if (!(step instanceof ReplaceStep) || step.slice.size < small || bytesOf(step) <= maxBytes) return [{ step, before }]
  const { content, openStart, openEnd } = step.slice
  if (content.childCount < 3) return [{ step, before }]
  const [first, last] = [content.firstChild!, content.lastChild!]
  const ends = new Slice(Fragment.from([first, last]), openStart, openEnd)
  const steps: Step[] = [new ReplaceStep(step.from, step.to, ends)]
  let at = step.from + first.nodeSize - openStart
  for (const blocks of grouped(content.content.slice(1, -1), maxBytes)) {
    const slice = new Slice(Fragment.from(blocks), 0, 0)
    steps.push(new ReplaceStep(at, at, slice))
    at += slice.size
  }
  return applied(steps, before, step.apply(before).doc) ?? [{ step, before }]
}

/** @returns null where they don't lead to `after` */
function applied(steps: readonly Step[], before: Node, after: Node | null): StepBefore[] | null {
  const parts: StepBefore[] = []
  let doc = before
  for (const step of steps) {
    const next = applyStep(doc, step)
    if (!next) return null
    parts.push({ step, before: doc })
    doc = next
  }
  return after && doc.eq(after) ? parts : null
}

function grouped(blocks: readonly Node[], maxBytes: number): Node[][] {
  const groups: Node[][] = [[]]
  let bytes = 0
  for (const block of blocks) {
    const size = bytesOf(new ReplaceStep(0, 0, new Slice(Fragment.from(block), 0, 0)))
    // A group is sent as a step of a command that may hold others.
    if (bytes + size > maxBytes && groups.at(-1)!.length > 0) {
      groups.push([])
      bytes = 0
    }
    groups.at(-1)!.push(block)
    bytes += size
  }
  return groups
}
