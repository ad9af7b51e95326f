import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { DamagedLog } from './damage'
import { UnreadableEvent } from './event-store/codec'
import type { EventStore } from './event-store/event-store'
import type { SnapshotStore } from './snapshots'

/** So many events after a snapshot are many: usually there's a nearer one. */
const longestWay = 1_000
const pageOfEvents = { events: 1_000, bytes: 4 * 1024 * 1024 }

/**
 * A document as it was: the nearest snapshot at or before a revision, and the events after it. Where the log is damaged,
 * what comes before the damage is answered, and going on is a DamagedLog.
 */
export class History {
  constructor(
    private readonly store: EventStore,
    private readonly snapshots: SnapshotStore,
  ) {}

  /**
   * @param revision a revision, or undefined for the head
   * @returns null where there's no such document or revision
   * @throws DamagedLog
   */
  async documentAt(documentId: string, revision = Number.POSITIVE_INFINITY): Promise<Document | null> {
    const snapshot = await this.snapshots.nearest(documentId, revision)
    const document = await this.forward(documentId, snapshot, revision)
    // Where the cache has a gap (it was emptied, or the log came from a backup) the next one who comes here is quicker.
    if (document && document.revision - (snapshot?.revision ?? 0) > longestWay)
      this.snapshots.save(document).catch(() => {})
    return document && (revision === Number.POSITIVE_INFINITY || document.revision === revision) ? document : null
  }

  /** Brings a document (null: nothing yet) forward to `revision` or the head, whichever comes first. @throws DamagedLog */
  async forward(documentId: string, document: Document | null, revision: number): Promise<Document | null> {
    let state = document
    for await (const events of this.eventsAfter(documentId, state?.revision ?? 0, revision))
      for (const event of events) state = evolveStored(state, event)
    return state
  }

  /** Events after a revision up to another (or the head), in pages. @throws DamagedLog after all that can be read */
  async *eventsAfter(
    documentId: string,
    after: number,
    upTo = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<RecordedEvent[]> {
    let from = after + 1
    let most = pageOfEvents.events
    while (from <= upTo) {
      const limit = { ...pageOfEvents, events: Math.min(most, upTo - from + 1) }
      let events: RecordedEvent[]
      try {
        events = await this.store.read(documentId, from, limit)
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error
        // Smaller pages bring what's before it, until it stands alone.
        if (limit.events === 1) throw new DamagedLog(documentId, from, error)
        most = limit.events >> 1
        continue
      }
      if (events.length === 0) return
      yield events
      from = events.at(-1)!.revision + 1
    }
  }
}

/** The document after one more event of its log. @throws DamagedLog where that doesn't fit */
export function evolveStored(document: Document | null, event: RecordedEvent): Document {
  try {
    return evolve(document, event)
  } catch (error) {
    throw new DamagedLog(event.documentId, (document?.revision ?? 0) + 1, error)
  }
}
