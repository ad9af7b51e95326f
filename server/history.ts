import { Course } from '@/lib/document/course'
import { type Document, evolve, type RevisedEvent } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { DamagedLog } from './damage'
import { UnreadableEvent } from './event-store/codec'
import type { EventStore, ReadLimit } from './event-store/event-store'
import { fewAtATime } from './promises'
import { bytesOf } from './snapshot-codec'
import type { SnapshotStore } from './snapshots'

/** So many events after a snapshot are many: usually there's a nearer one. */
const longestWay = 1_000
const pageOfEvents = { events: 1_000, bytes: 4 * 1024 * 1024 }

/** A revision: the event that made it, the document's title, and its content as JSON in UTF-8. */
export type Moment = { event: RevisedEvent; title: string; content: Uint8Array }

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
    const course = (await this.snapshots.nearest(documentId, revision)) ?? Course.from(null)
    const from = course.revision
    for await (const events of this.revisedAfter(documentId, from, revision)) await takeStored(course, events)
    const { document } = course
    // Where the cache has a gap (it was emptied, or the log came from a backup) the next one who comes here is quicker.
    if (document && document.revision - from > longestWay) this.snapshots.save(document).catch(() => {})
    return revision === Number.POSITIVE_INFINITY || course.revision === revision ? document : null
  }

  /**
   * A revision as it's told: nobody needs its nodes.
   * @returns null where there's no such document or revision
   * @throws DamagedLog
   */
  async momentAt(documentId: string, revision: number): Promise<Moment | null> {
    // From before it, so that its own event is among those that are read.
    const course = (await this.snapshots.nearest(documentId, revision - 1)) ?? Course.from(null)
    const from = course.revision
    let last: RevisedEvent | undefined
    for await (const events of this.revisedAfter(documentId, course.revision, revision)) {
      await takeStored(course, events)
      last = events.at(-1)
    }
    if (course.revision - from > longestWay) this.snapshots.save(course.document!).catch(() => {})
    return last?.revision === revision ? { event: last, title: course.title, content: bytesOf(course.parts) } : null
  }

  /** Events after a revision up to another (or the head), in pages. @throws DamagedLog after all that can be read */
  eventsAfter(documentId: string, after: number, upTo?: number): AsyncGenerator<RecordedEvent[]> {
    return pages((from, limit) => this.store.read(documentId, from, limit), documentId, after, upTo)
  }

  /** The same of what makes documents. @throws DamagedLog after all that can be read */
  revisedAfter(documentId: string, after: number, upTo?: number): AsyncGenerator<RevisedEvent[]> {
    return pages((from, limit) => this.store.readRevised(documentId, from, limit), documentId, after, upTo)
  }
}

async function* pages<E extends RevisedEvent>(
  read: (from: number, limit: ReadLimit) => Promise<E[]>,
  documentId: string,
  after: number,
  upTo = Number.POSITIVE_INFINITY,
): AsyncGenerator<E[]> {
  let from = after + 1
  let most = pageOfEvents.events
  while (from <= upTo) {
    const limit = { ...pageOfEvents, events: Math.min(most, upTo - from + 1) }
    let events: E[]
    try {
      events = await read(from, limit)
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

async function takeStored(course: Course, events: readonly RevisedEvent[]): Promise<void> {
  await fewAtATime(events, event => {
    try {
      course.take(event)
    } catch (error) {
      throw new DamagedLog(event.documentId, course.revision + 1, error)
    }
  })
}

/** The document after one more event of its log. @throws DamagedLog where that doesn't fit */
export function evolveStored(document: Document | null, event: RecordedEvent): Document {
  try {
    return evolve(document, event)
  } catch (error) {
    throw new DamagedLog(event.documentId, (document?.revision ?? 0) + 1, error)
  }
}
