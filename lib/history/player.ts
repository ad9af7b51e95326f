import { Course } from '@/lib/document/course'
import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { schema } from '@/lib/document/schema'
import type { DocumentAt, EventsPage } from '@/lib/protocol/http'
import { amountOf, type Frame } from './frame'
import { Lru } from './lru'
import { sharing } from './sharing'

/** Where the player gets what it hasn't got. Both reject when `signal` is aborted or there's no answer. */
export type Source = {
  /** The document at a revision. */
  keyframe(revision: number, signal?: AbortSignal): Promise<DocumentAt>
  /** Events from `from` to `to` or fewer, without a hole. */
  events(from: number, to: number, signal?: AbortSignal): Promise<EventsPage>
}

/** Revisions a page of events holds. */
export const pageSize = 1_000
// While events are replayed, a document is kept this often: going back costs at most so many steps.
const keepEvery = 50
const keptPages = 12
const keptFrames = 400
// Documents that came whole share little with each other, and may be large.
const keptWhole = 32

/**
 * A document at any of its revisions: the nearest one that's loaded and the events after it. What's loaded is a cache of
 * pages of events and of documents; nothing of it is ever wrong, since the past doesn't change.
 */
export class Player {
  private readonly pages = new Lru<number, RecordedEvent[]>(keptPages)
  private readonly frames = new Lru<number, Frame>(keptFrames)
  /** The revisions of those that came whole, in their order. */
  private whole: number[] = []
  /** The one that was asked for last. */
  private last: Frame | null = null

  constructor(
    private readonly source: Source,
    private head: number,
  ) {}

  /** Tells how far the history goes by now. */
  extend(head: number): void {
    this.head = Math.max(this.head, head)
  }

  /** The event of a revision, where it's loaded. */
  event(revision: number): RecordedEvent | null {
    return this.pages.peek(pageOf(revision))?.[(revision - 1) % pageSize] ?? null
  }

  /** The document at a revision from what's loaded; null where something is missing. */
  at(revision: number): Frame | null {
    const base = this.nearest(revision)
    if (!base) return null
    this.last = base.revision === revision ? this.completed(base) : this.replay(base, revision)
    return this.last
  }

  /** The document at a revision, fetched where it isn't at hand. */
  async load(revision: number, signal?: AbortSignal): Promise<Frame> {
    return this.at(revision) ?? this.fetchFrame(revision, signal)
  }

  /** Whether one can move freely around a revision without asking anybody. */
  surrounded(revision: number): boolean {
    const page = pageOf(revision)
    return this.complete(page) && this.frames.peek(firstOf(page)) !== undefined
  }

  /** Loads what's needed to move freely around a revision: the page of events it lies in, and the document before. */
  async surround(revision: number, signal?: AbortSignal): Promise<void> {
    const page = pageOf(revision)
    await Promise.all([this.fetchPage(page, signal), this.at(firstOf(page)) ?? this.fetchFrame(firstOf(page), signal)])
  }

  /** Whether a page of events is here as far as it goes by now. */
  private complete(page: number): boolean {
    const length = Math.min(pageSize, this.head - firstOf(page) + 1)
    return (this.pages.peek(page)?.length ?? 0) >= length
  }

  private async fetchPage(page: number, signal?: AbortSignal): Promise<void> {
    const first = firstOf(page)
    while (!this.complete(page)) {
      const have = this.pages.get(page) ?? []
      const { events } = await this.source.events(first + have.length, first + pageSize - 1, signal)
      const more = events.filter(({ revision }) => revision >= first + have.length && pageOf(revision) === page)
      if (more.length === 0) return
      this.pages.set(page, [...have, ...more])
    }
  }

  private async fetchFrame(revision: number, signal?: AbortSignal): Promise<Frame> {
    const { doc, title, author, recordedAt } = await this.source.keyframe(revision, signal)
    const read = schema.nodeFromJSON(doc)
    const frame: Frame = {
      revision,
      doc: this.last ? sharing(read, this.last.doc) : read,
      title,
      authorId: author,
      recordedAt,
      event: this.event(revision),
      amount: null,
    }
    this.frames.set(revision, frame)
    this.whole = [...this.whole.filter(each => each !== revision), revision]
    if (this.whole.length > keptWhole) this.frames.delete(this.whole.shift()!)
    return this.at(revision) ?? frame
  }

  /** The latest loaded document from which recorded events lead to `revision` without a gap. */
  private nearest(revision: number): Frame | null {
    let best = 0
    for (const kept of this.frames.keys()) if (kept <= revision && kept > best) best = kept
    if (best === 0) return null
    for (let after = best + 1; after <= revision; after++) {
      const event = this.event(after)
      // What was taken out for good can't be replayed: only a document after it helps.
      if (!event || 'redacted' in event.data) return null
    }
    return this.frames.get(best) ?? null
  }

  private replay(base: Frame, revision: number): Frame | null {
    const course = Course.from(documentOf(base))
    let frame = base
    try {
      for (let next = base.revision + 1; next <= revision; next++) {
        const event = this.event(next)!
        const isKept = next === revision || next % keepEvery === 0
        const before = isKept ? course.document : null
        course.take(event)
        if (!before) continue
        frame = frameOf(course.document!, event, before.doc)
        this.frames.set(next, frame)
      }
    } catch (error) {
      // Events and document don't fit together: what's kept is of no use, the source is asked again.
      if (!(error instanceof RangeError)) throw error
      this.frames.clear()
      return null
    }
    return frame
  }

  /** A frame that came as a document only learns what happened once its event and the document before are here. */
  private completed(frame: Frame): Frame {
    const event = frame.event ?? this.event(frame.revision)
    if (!event || frame.amount) return frame
    const before = frame.revision > 1 ? this.at(frame.revision - 1) : frame
    const full = { ...frame, event, amount: before ? amountOf(event, before.doc) : null }
    this.frames.set(frame.revision, full)
    return full
  }
}

function frameOf(document: Document, event: RecordedEvent, before: Frame['doc']): Frame {
  const { revision, doc, title, recordedAt } = document
  return { revision, doc, title, recordedAt, authorId: event.authorId, event, amount: amountOf(event, before) }
}

function documentOf({ revision, doc, title, recordedAt }: Frame): Document {
  return { documentId: '', revision, ownerId: '', title, doc, status: 'live', recordedAt }
}

function pageOf(revision: number): number {
  return Math.floor((revision - 1) / pageSize)
}

function firstOf(page: number): number {
  return page * pageSize + 1
}
