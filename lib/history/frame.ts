import type { Node } from '@tiptap/pm/model'
import type { RecordedEvent } from '@/lib/document/events'
import { storedStep } from '@/lib/document/steps'

/** How much text an event brought and took, in UTF-16 units. */
export type Amount = { inserted: number; deleted: number }

/** A document at a revision, with who made it so and when. */
export type Frame = {
  readonly revision: number
  readonly doc: Node
  readonly title: string
  readonly authorId: string
  readonly recordedAt: string
  /** What happened at this revision; null while only the document is known. */
  readonly event: RecordedEvent | null
  readonly amount: Amount | null
}

/** Measures what an event did to the text of the document before it. */
export function amountOf(event: RecordedEvent, before: Node): Amount {
  const amount = { inserted: 0, deleted: 0 }
  if ((event.type !== 'ContentEdited' && event.type !== 'RevisionRestored') || 'redacted' in event.data) return amount
  let doc = before
  for (const json of event.data.steps) {
    const step = storedStep(json)
    const after = step.apply(doc).doc
    if (!after) return amount
    const old = doc
    step.getMap().forEach((oldStart, oldEnd, newStart, newEnd) => {
      amount.deleted += old.textBetween(oldStart, oldEnd).length
      amount.inserted += after.textBetween(newStart, newEnd).length
    })
    doc = after
  }
  return amount
}
