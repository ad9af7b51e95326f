import type { EventStore, NewEvent } from './event-store/event-store'
import { orAfter } from './promises'

/** One document's side of the group commit. */
export interface Committer {
  /** The consecutive events that wait to be stored, at most `limit`; they count as under way from now on. */
  take(limit: number): NewEvent[]
  /** They are durable. */
  committed(positions: string[]): void
  /** None of them is stored: the document's head was elsewhere. */
  lost(): void
  /** Whether they are stored is unknown. */
  unknown(error: unknown): void
}

const maxBatch = 500

/**
 * Makes many documents' events durable by one commit, without a timer: while one statement is under way, whatever has been
 * decided gathers for the next. A document is never in two statements at once: if the first one lost, the second
 * would store events that were decided on a state that never was.
 */
export class GroupCommit {
  private readonly waiting = new Set<Committer>()
  private running = false

  constructor(
    private readonly store: EventStore,
    private readonly onFlush: (events: number, seconds: number) => void = () => {},
    /** After so many ms without an answer the outcome counts as unknown. A late one does no harm: the head guards. */
    private readonly patience = 10_000,
  ) {}

  /** Tells that a document has events to store. */
  schedule(committer: Committer): void {
    this.waiting.add(committer)
    if (this.running) return
    this.running = true
    // Everything decided in this turn of the event loop travels together.
    setImmediate(() => void this.run())
  }

  private async run(): Promise<void> {
    while (this.waiting.size > 0) await this.flush()
    this.running = false
  }

  private async flush(): Promise<void> {
    const batch: { committer: Committer; run: NewEvent[] }[] = []
    let room = maxBatch
    for (const committer of this.waiting) {
      if (room === 0) break
      this.waiting.delete(committer)
      const run = committer.take(room)
      if (run.length > 0) batch.push({ committer, run })
      room -= run.length
    }
    if (batch.length === 0) return
    const began = performance.now()
    const appended = this.store.append(batch.map(({ run }) => run)).catch((error: unknown) => ({ error }))
    const results = await orAfter(this.patience, appended, { error: new Error('The log has not answered') })
    this.onFlush(maxBatch - room, (performance.now() - began) / 1_000)
    for (const [i, { committer }] of batch.entries()) {
      try {
        if ('error' in results) committer.unknown(results.error)
        else if (results[i]) committer.committed(results[i])
        else committer.lost()
      } catch (error) {
        // One document's fault must not stop the others: it reads again what became of its events.
        committer.unknown(error)
      }
    }
  }
}
