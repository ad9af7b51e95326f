import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import type { EventStore } from './event-store/event-store'
import type { SnapshotStore } from './snapshots'

const pageOfEvents = { events: 1_000, bytes: 4 * 1024 * 1024 }

/** A document as it was: the nearest snapshot at or before a revision, and the events after it. */
export class History {
  constructor(
    private readonly store: EventStore,
    private readonly snapshots: SnapshotStore,
  ) {}

  /**
   * @param revision a revision, or undefined for the head
   * @returns null where there's no such document or revision
   */
  async documentAt(documentId: string, revision = Number.POSITIVE_INFINITY): Promise<Document | null> {
    const snapshot = await this.snapshots.nearest(documentId, revision)
    const document = await this.forward(documentId, snapshot, revision)
    return document && (revision === Number.POSITIVE_INFINITY || document.revision === revision) ? document : null
  }

  /** Brings a document (null: nothing yet) forward to `revision` or the head, whichever comes first. */
  async forward(documentId: string, document: Document | null, revision: number): Promise<Document | null> {
    let state = document
    for await (const events of this.eventsAfter(documentId, state?.revision ?? 0, revision))
      for (const event of events) state = evolve(state, event)
    return state
  }

  /** Events after a revision up to another (or the head), in pages. */
  async *eventsAfter(
    documentId: string,
    after: number,
    upTo = Number.POSITIVE_INFINITY,
  ): AsyncGenerator<RecordedEvent[]> {
    let from = after + 1
    while (from <= upTo) {
      const limit = { ...pageOfEvents, events: Math.min(pageOfEvents.events, upTo - from + 1) }
      const events = await this.store.read(documentId, from, limit)
      if (events.length === 0) return
      yield events
      from = events.at(-1)!.revision + 1
    }
  }
}
