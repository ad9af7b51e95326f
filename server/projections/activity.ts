import { ReplaceAroundStep, ReplaceStep } from '@tiptap/pm/transform'
import { applyStored, storedStep } from '@/lib/document/steps'
import { textLength } from '@/lib/document/text'
import type { Stage } from './projection'

/** How much one event did to the text, in UTF-16 units. */
export type Change = { edits: number; inserted: number; deleted: number }

const nothing: Change = { edits: 0, inserted: 0, deleted: 0 }

/** Counts an event's change exactly: what its steps bring in, and what stood in the ranges that they replace. */
export function changeOf({ event, before, after }: Stage): Change {
  if (event.type === 'DocumentCreated') {
    const inserted = textLength(after.doc, 0, after.doc.content.size)
    return { edits: 0, inserted, deleted: 0 }
  }
  if ((event.type !== 'ContentEdited' && event.type !== 'RevisionRestored') || 'redacted' in event.data) return nothing
  const steps = event.data.steps.map(storedStep)
  const change: Change = { edits: steps.length > 0 ? 1 : 0, inserted: 0, deleted: 0 }
  let doc = before!.doc
  steps.forEach((step, i) => {
    if (step instanceof ReplaceStep) {
      change.inserted += textLengthOf(step)
      change.deleted += textLength(doc, step.from, step.to)
    } else if (step instanceof ReplaceAroundStep) {
      change.inserted += textLengthOf(step)
      change.deleted += textLength(doc, step.from, step.gapFrom) + textLength(doc, step.gapTo, step.to)
    }
    if (i < steps.length - 1) doc = applyStored(doc, [step])
  })
  return change
}

function textLengthOf({ slice }: ReplaceStep | ReplaceAroundStep): number {
  let length = 0
  slice.content.descendants(node => {
    if (node.isText) length += node.nodeSize
  })
  return length
}
