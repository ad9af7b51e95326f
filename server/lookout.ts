import type { EventStore } from './event-store/event-store'
import type { Writer } from './writer'

export type LookoutDependencies = {
  store: EventStore
  /** The documents that somebody has open here. */
  open: () => Iterable<Writer>
  onError: (error: unknown) => void
  /** Milliseconds between two looks. */
  every?: number
}

/**
 * Notices what other processes append to the documents that are open here: one statement asks for all their heads, twice a
 * second (measured: 1 ms for a hundred documents, 10 ms for two thousand). A document that's behind reads what it
 * lacks, and its room is told. NOTIFY would be quicker, but makes every commit of a database wait for one lock.
 */
export class Lookout {
  private timer: NodeJS.Timeout | undefined
  private failing = false

  constructor(private readonly deps: LookoutDependencies) {}

  start(): void {
    this.timer = setTimeout(async () => {
      await this.look()
      if (this.timer) this.start()
    }, this.deps.every ?? 500)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  /** Looks once. Never rejects: a log that can't be reached is asked again next time, and told of once. */
  async look(): Promise<void> {
    const writers = [...this.deps.open()]
    if (writers.length === 0) return
    try {
      const heads = await this.deps.store.heads(writers.map(({ document }) => document.documentId))
      const behind = ({ document }: Writer) => (heads.get(document.documentId) ?? 0) > document.revision
      await Promise.all(writers.filter(behind).map(writer => writer.catchUp()))
      this.failing = false
    } catch (error) {
      if (!this.failing) this.deps.onError(error)
      this.failing = true
    }
  }
}
