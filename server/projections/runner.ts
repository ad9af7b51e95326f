import type { RecordedEvent } from '@/lib/document/events'
import { reasonOf } from '@/server/damage'
import { isDatabaseFault } from '@/server/database/faults'
import type { EventFeed } from '@/server/event-store/event-store'
import type { Inventory } from '@/server/event-store/inventory'
import type { Logger } from '@/server/log'
import { type Place, type Poisoned, projectBatch, transaction } from './batch'
import { moveCheckpoint, readCheckpoint, setVersion } from './checkpoint'
import { States } from './fold'
import { type Lag, measureLag } from './lag'
import { Pace } from './pace'
import { listParked, park } from './parked'
import type { Projection } from './projection'
import { rebuild } from './refold'

export type RunnerContext = Place & { feed: EventFeed; inventory: Inventory; log: Logger }
export type ProjectionStatus = { name: string; version: number; position: string; lag: Lag; parked: number }

type Waiter = { position: string; answer(arrived: boolean): void }

const page = 1_000
/** So many events are folded before their documents' rows are written: of a busy document each row of each page would be made anew. */
const gathered = 5_000
const longestHoldOff = 5_000

/**
 * Follows the feed for one projection, in the background. Any number of processes may do so at once: the checkpoint's
 * compare-and-swap lets one of them through. Nothing that goes wrong here reaches the rest of the process.
 */
export class Runner {
  private readonly waiters = new Set<Waiter>()
  private readonly pace: Pace
  private readonly states: States
  private position = ''
  private limit = page
  private stopping = false
  private running: Promise<void> = Promise.resolve()

  constructor(
    private readonly projection: Projection,
    private readonly context: RunnerContext,
    every?: number,
  ) {
    this.pace = new Pace(() => this.waiters.size > 0, every)
    this.states = new States(context.history)
  }

  start(): void {
    this.running = this.run()
  }

  /** A hint that there may be something new. Costs nothing and may be wrong or missing. */
  wake(): void {
    this.pace.wake()
  }

  /** Whether the whole projection has come to a position, waiting for it if need be, at most `ms`. */
  waitFor(position: string, ms = 2_000): Promise<boolean> {
    if (this.position >= position) return Promise.resolve(true)
    return new Promise(resolve => {
      const answer = (arrived: boolean) => {
        clearTimeout(timer)
        this.waiters.delete(waiter)
        resolve(arrived)
      }
      const waiter: Waiter = { position, answer }
      const timer = setTimeout(() => answer(false), ms)
      this.waiters.add(waiter)
      this.pace.poke()
    })
  }

  async status(): Promise<ProjectionStatus> {
    const { prisma, feed } = this.context
    const { name, version } = this.projection
    const { position } = await readCheckpoint(prisma, this.projection)
    const [lag, parked] = await Promise.all([measureLag(feed, position), listParked(prisma, name)])
    return { name, version, position, lag, parked: parked.length }
  }

  /** Lets the batch under way come to its end. */
  async stop(): Promise<void> {
    this.stopping = true
    this.pace.stop()
    await this.running
    for (const waiter of [...this.waiters]) waiter.answer(false)
  }

  private async run(): Promise<void> {
    let [ready, failures] = [false, 0]
    while (!this.stopping) {
      try {
        if (!ready) await this.catchUpWithCode()
        ready = true
        const more = await this.turn()
        failures = 0
        if (!more) await this.pace.rest()
      } catch (error) {
        failures++
        this.alarm(error, failures)
        await this.pace.holdOff(Math.min(longestHoldOff, 50 * 2 ** failures))
      }
    }
  }

  private alarm(error: unknown, failures: number): void {
    const { name, code } = error as { name?: string; code?: string }
    this.context.log.warn({ projection: this.projection.name, failures, error: name, code }, 'A projection has to wait')
  }

  /** Makes the rows of an earlier version again, before the feed is followed with this one. */
  private async catchUpWithCode(): Promise<void> {
    const { prisma, inventory, log } = this.context
    const stored = await readCheckpoint(prisma, this.projection)
    if (stored.version < this.projection.version) {
      log.info(
        { projection: this.projection.name, from: stored.version },
        'Rebuilding a projection for its new version',
      )
      for await (const ids of inventory.documents()) await rebuild(this.context, this.projection, ids)
      await setVersion(prisma, this.projection.name, this.projection.version)
    }
    await this.reload()
  }

  private async reload(): Promise<void> {
    const { version, position } = await readCheckpoint(this.context.prisma, this.projection)
    if (version !== this.projection.version) throw new Error('Another version of the code follows the log here')
    this.arrive(position)
  }

  /** One look at the feed. @returns whether there's more to do at once */
  private async turn(): Promise<boolean> {
    const events = await this.readFeed()
    if (!events) return true
    if (events.length === 0) return false
    const full = events.length >= this.limit
    this.limit = Math.min(page, this.limit * 2)
    const poisoned = await this.project(events)
    this.pace.worked()
    if (!poisoned) {
      await this.reload()
      return true
    }
    for (const document of poisoned) this.report(document)
    this.arrive(events.at(-1)!.position)
    return full
  }

  /** The next events; null where one can't be read: pages get smaller until it stands first, then it's parked. */
  private async readFeed(): Promise<RecordedEvent[] | null> {
    const events: RecordedEvent[] = []
    try {
      for (let more = true; more && events.length < gathered && !this.stopping; ) {
        const next = await this.context.feed.follow(events.at(-1)?.position ?? this.position, this.limit)
        events.push(...next)
        more = next.length === this.limit
      }
      return events
    } catch (error) {
      if (events.length > 0 && !isDatabaseFault(error)) return events
      if (isDatabaseFault(error)) throw error
      if (this.limit > 1) this.limit = Math.floor(this.limit / 2)
      else await this.passUnreadable(reasonOf(error))
      return null
    }
  }

  private async passUnreadable(reason: string): Promise<void> {
    const { prisma, inventory } = this.context
    const next = await inventory.next(this.position)
    if (!next) return
    const { documentId, revision, position } = next
    const moved = await prisma.$transaction(async tx => {
      if (!(await moveCheckpoint(tx, this.projection, this.position, position))) return false
      await park(tx, this.projection.name, documentId, { revision, reason })
      return true
    }, transaction)
    if (!moved) return await this.reload()
    this.report({ documentId, revision, reason })
    this.arrive(position)
  }

  private async project(events: RecordedEvent[]): Promise<Poisoned[] | null> {
    const sources = { ...this.context, states: this.states }
    try {
      return await projectBatch(sources, this.projection, this.position, events)
    } catch {
      // One document may be the cause: then the careful way finds it. If it's the database, that fails as well.
      return await projectBatch(sources, this.projection, this.position, events, true)
    }
  }

  private report({ documentId, revision }: Poisoned): void {
    const { name } = this.projection
    this.context.log.error(
      { projection: name, documentId, revision },
      `A document was parked: see npm run projections -- list, mend the cause, then rebuild ${name}`,
    )
  }

  private arrive(position: string): void {
    this.position = position
    for (const waiter of [...this.waiters]) if (waiter.position <= position) waiter.answer(true)
  }
}
