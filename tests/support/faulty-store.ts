import type { EventStore, NewEvent, ReadLimit } from '@/server/event-store/event-store'
import { MemoryEventStore } from '@/server/event-store/memory'
import { type Deferred, deferred } from '@/server/promises'

/** What goes wrong with one append: lost before it was stored, or after; it never answers; or something happens first. */
export type Fault = 'before' | 'after' | 'hang' | (() => Promise<unknown>)

/** A log that fails as it's told to, in front of one that doesn't. */
export class FaultyStore implements EventStore {
  /** The next appends' faults, in order; `null` lets one through. */
  faults: (Fault | null)[] = []
  /** Nothing can be reached. */
  away = false
  /** While it's there, appends wait for it before they begin. */
  gate: Deferred<void> | null = null
  /** Every append that was asked for: its runs' documents. */
  readonly appends: string[][] = []

  constructor(readonly inner: EventStore = new MemoryEventStore()) {}

  async append(runs: readonly (readonly NewEvent[])[]): Promise<(string[] | null)[]> {
    this.appends.push(runs.map(run => run[0]!.documentId))
    await this.gate?.promise
    const fault = this.away ? 'before' : this.faults.shift()
    if (fault === 'before') throw new Error('The log cannot be reached')
    if (fault === 'hang') return new Promise(() => {})
    if (typeof fault === 'function') await fault()
    const positions = await this.inner.append(runs)
    if (fault === 'after') throw new Error('The connection broke')
    return positions
  }

  async read(documentId: string, from: number, limit: ReadLimit) {
    if (this.away) throw new Error('The log cannot be reached')
    return this.inner.read(documentId, from, limit)
  }

  async readRevised(documentId: string, from: number, limit: ReadLimit) {
    if (this.away) throw new Error('The log cannot be reached')
    return this.inner.readRevised(documentId, from, limit)
  }

  async head(documentId: string) {
    if (this.away) throw new Error('The log cannot be reached')
    return this.inner.head(documentId)
  }

  async heads(documentIds: readonly string[]) {
    if (this.away) throw new Error('The log cannot be reached')
    return this.inner.heads(documentIds)
  }

  /** Holds appends back. @returns how to let them go */
  hold(): () => void {
    const gate = deferred<void>()
    this.gate = gate
    return () => {
      this.gate = null
      gate.resolve()
    }
  }
}
