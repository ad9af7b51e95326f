import { checkChange, checkWhole } from '@/lib/document/check'
import type { Document } from '@/lib/document/document'
import { eventBody, type RecordedEvent } from '@/lib/document/events'
import { defaultLimits } from '@/lib/document/limits'
import { DamagedLog, reasonOf } from './damage'
import type { EventStore } from './event-store/event-store'
import { evolveStored, History } from './history'

/** What is wrong first in a document's log; nothing from `revision` on can be relied on. */
export type Fault = { revision: number; reason: string }
export type Checked = { events: number; fault: Fault | null }

// How deep nodes may lie is a setting, and what was written under another one is no damage.
const limits = { ...defaultLimits, nodeDepth: Number.POSITIVE_INFINITY }

/**
 * Reads a document's log from its first event and looks whether it's sound: numbers without a hole up to the head, each
 * event readable and of its type's form, each step fitting, each document after it as the schema wants it.
 * @param store shows all of the log, also what's in quarantine
 */
export async function checkLog(store: EventStore, documentId: string): Promise<Checked> {
  // Without snapshots: what is checked must come from the log alone.
  const history = new History(store, { nearest: async () => null, save: async () => {} })
  let document: Document | null = null
  let events = 0
  try {
    for await (const page of history.eventsAfter(documentId, 0))
      for (const event of page) {
        document = checkEvent(document, event)
        events++
      }
    const head = (await store.head(documentId))?.revision
    if (head === undefined) throw new DamagedLog(documentId, 1, 'There is no such document')
    if (head !== events) {
      const reason = `The document's head is ${head}, its last event ${events}`
      throw new DamagedLog(documentId, Math.min(head, events) + 1, reason)
    }
    return { events, fault: null }
  } catch (error) {
    if (!(error instanceof DamagedLog)) throw error
    return { events, fault: { revision: error.revision, reason: error.reason } }
  }
}

function checkEvent(before: Document | null, event: RecordedEvent): Document {
  const after = evolveStored(before, event)
  try {
    if ('redacted' in event.data) return after
    const body = eventBody.safeParse({ type: event.type, data: event.data })
    if (!body.success) throw new RangeError(`Not the form of ${event.type}: ${body.error.issues[0]?.message}`)
    if (before && event.recordedAt < before.recordedAt) throw new RangeError('Recorded before the event before it')
    if (before) checkChange(before.doc, after.doc, limits)
    else checkWhole(after.doc, limits)
    return after
  } catch (error) {
    throw new DamagedLog(event.documentId, event.revision, reasonOf(error))
  }
}
