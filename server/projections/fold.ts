import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { DamagedLog, reasonOf } from '@/server/damage'
import { eventTypes } from '@/server/event-store/codec'
import type { History } from '@/server/history'
import { breath } from '@/server/promises'
import type { Projection, Rows, Stage } from './projection'

/** An event that can't be folded, and why. */
export type Poison = { revision: number; reason: string }

type TakeLimits = { upTo?: number; where?: (event: RecordedEvent) => boolean }

/**
 * Each event has two documents; of a long run of a long document they would be more than what's young can hold. Between, whoever
 * else has something to do does it.
 */
const atOnce = 64

/** One document on its way forward through its events: its rows in a projection and its state, always at one revision. */
export class Folding {
  poison: Poison | null = null
  /** Whether there's something to write. */
  advanced = false

  constructor(
    private readonly projection: Projection,
    public rows: Rows,
    public document: Document | null,
  ) {}

  get documentId(): string {
    return this.rows.documentId
  }

  /** Takes in events from where the rows are to the head, to `upTo`, to the first that isn't wanted, or to the damage. */
  async takeFrom(history: History, { upTo, where = () => true }: TakeLimits = {}): Promise<void> {
    try {
      for await (const page of history.eventsAfter(this.documentId, this.rows.revision, upTo)) {
        const end = page.findIndex(event => !where(event))
        await this.take(end < 0 ? page : page.slice(0, end))
        if (this.poison || end >= 0) return
      }
    } catch (error) {
      if (!(error instanceof DamagedLog)) throw error
      this.poison ??= poisonOf(error)
    }
  }

  /** Takes in consecutive events; those that the rows have already are passed over. Stops for good at one that doesn't fit. */
  async take(events: readonly RecordedEvent[]): Promise<void> {
    for (let from = 0; from < events.length && !this.poison; from += atOnce) {
      if (from > 0) await breath()
      this.takeSome(events.slice(from, from + atOnce))
    }
  }

  private takeSome(events: readonly RecordedEvent[]): void {
    const stages: Stage[] = []
    let document = this.document
    for (const event of events) {
      if (this.poison) break
      if (event.revision <= this.rows.revision) continue
      try {
        if (!Object.hasOwn(eventTypes, event.type)) throw new RangeError(`Unknown event type ${event.type}`)
        const after = evolve(document, event)
        stages.push({ event, before: document, after })
        document = after
      } catch (error) {
        this.poison = { revision: event.revision, reason: reasonOf(error) }
      }
    }
    if (stages.length === 0) return
    try {
      this.rows = this.projection.fold(this.rows, stages)
      this.document = document
      this.advanced = true
    } catch (error) {
      this.poison = { revision: stages[0]!.event.revision, reason: reasonOf(error) }
    }
  }
}

const largest = 8_000_000

/** Where and why a log can't be folded on. */
export function poisonOf({ revision, reason }: DamagedLog): Poison {
  return { revision, reason }
}

/** Documents as they were when they were last folded, so that a busy one isn't read from the log for every batch. */
export class States {
  private readonly kept = new Map<string, Document>()
  private size = 0

  /** @param capacity how much content (ProseMirror's size) is kept altogether; the longest unused goes first */
  constructor(
    private readonly history: History,
    private readonly capacity = largest,
  ) {}

  /** The document at a revision; null before its first. @throws RangeError where the log has no such revision */
  async at(documentId: string, revision: number): Promise<Document | null> {
    if (revision === 0) return null
    const kept = this.kept.get(documentId)
    if (kept?.revision === revision) return kept
    const document = await this.history.documentAt(documentId, revision)
    if (!document) throw new RangeError(`The log has no revision ${revision} of this document`)
    return document
  }

  keep(document: Document): void {
    this.drop(document.documentId)
    this.kept.set(document.documentId, document)
    this.size += document.doc.nodeSize
    for (const oldest of this.kept.keys()) {
      if (this.size <= this.capacity) break
      this.drop(oldest)
    }
  }

  drop(documentId: string): void {
    this.size -= this.kept.get(documentId)?.doc.nodeSize ?? 0
    this.kept.delete(documentId)
  }
}
