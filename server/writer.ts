import { documentNodes } from '@/lib/document/check'
import type { Command } from '@/lib/document/commands'
import { decide } from '@/lib/document/decide'
import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { refuse } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import { charge, costs, heavy, settle, tooFarBehind, weigh } from './budget'
import { DamagedLog, damagedRefusal } from './damage'
import type { Outcome, Sender } from './documents'
import type { NewEvent } from './event-store/event-store'
import type { Committer } from './group-commit'
import { evolveStored } from './history'
import { busy, otherVersion } from './not-now'
import { deferred, pause, within } from './promises'
import type { Tail } from './tail'
import { checkSource, ifDeleted, isCopy, newEvent, type Undurable, type Wish } from './wish'
import type { WriterDependencies } from './writer-dependencies'

/** How far behind the head a command may have been made. Beyond it the client catches up by events first. */
export const maxBehind = 5_000
const patience = 2_000

/**
 * The one place in this process where a document's commands are decided, one after the other. What's decided is speculative
 * until its commit: only then it's answered and broadcast. Where a commit fails the speculation is forgotten, the
 * log is read again, and what's still unanswered is decided anew.
 */
export class Writer implements Committer {
  private speculative: Document
  private undurable: Undurable[] = []
  private recovering: Promise<void> | null = null
  /** Since when no append has succeeded though some were tried; null while all is well. */
  private failingSince: number | null = null
  /** How many sockets have the document open here. */
  readers = 0

  constructor(
    private durable: Document,
    private readonly tail: Tail,
    private readonly deps: WriterDependencies,
  ) {
    this.speculative = durable
  }

  /** The document as committed. */
  get document(): Document {
    return this.durable
  }

  /** Nothing is on its way to the disk. */
  get settled(): boolean {
    return this.undurable.length === 0 && !this.recovering
  }

  get idle(): boolean {
    return this.readers === 0 && this.settled
  }

  /** Recorded events after a revision, from memory; null where memory doesn't reach back so far. */
  eventsSince(revision: number): RecordedEvent[] | null {
    return this.tail.recordedSince(revision)
  }

  /** Decides a command; answers when its event is durable, or why it isn't taken. Never rejects. */
  async submit(command: Command, sender: Sender): Promise<Outcome> {
    const wish: Wish = { command, sender, outcome: deferred() }
    try {
      // Every wait can have changed the state: it's found ready and decided in one turn of the event loop.
      while (!this.isReadyFor(wish)) {
        const refusal = await this.prepare(wish)
        if (refusal) return refusal
      }
      this.decide(wish)
      return wish.outcome.promise
    } catch (error) {
      return this.failed(error)
    }
  }

  private isReadyFor(wish: Wish): boolean {
    const { command, restored, admitted } = wish
    const behind = this.durable.revision - command.baseRevision
    if (this.recovering || behind < 0 || behind > maxBehind || !this.tail.covers(command.baseRevision)) return false
    if (command.type === 'EditContent') return admitted || (!command.source && this.priceOf(command) < heavy)
    return restored !== undefined || command.type !== 'RestoreRevision' || command.revision > this.durable.revision
  }

  private priceOf(command: Command): number {
    return costs.command(command, this.speculative.doc, this.speculative.revision - command.baseRevision)
  }

  /** Waits for one of the things that deciding needs. @returns why the command isn't taken, if that shows here */
  private async prepare(wish: Wish): Promise<Outcome | null> {
    const { recovering } = this
    const { command } = wish
    const { baseRevision } = command
    if (recovering) {
      await within(patience, recovering)
      return this.recovering === null ? null : busy()
    }
    if (baseRevision > this.durable.revision) {
      if (await this.reach(baseRevision)) return null
      return (
        ifDeleted(this.durable) ??
        refuse('future_revision', `The document's last revision is ${this.durable.revision}.`)
      )
    }
    const behind = this.durable.revision - baseRevision
    if (behind > maxBehind) return ifDeleted(this.durable) ?? tooFarBehind(`More than ${maxBehind} revisions`)
    if (!this.tail.covers(baseRevision)) {
      const dear = charge(wish.sender, costs.behind(behind))
      if (dear) return dear
      const { read, whole } = await this.tail.reachBack(baseRevision, this.deps.history)
      wish.sender.pay?.(costs.told(read), true)
      if (!whole) return tooFarBehind('Too large changes')
    } else if (command.type === 'EditContent') {
      return this.admit(wish)
    } else if (command.type === 'RestoreRevision') {
      const dear = charge(wish.sender, costs.restore(documentNodes(this.durable.doc)))
      if (dear) return dear
      const past = await this.deps.history.documentAt(command.documentId, command.revision)
      if (!past) throw new RangeError(`Revision ${command.revision} cannot be read`)
      await this.deps.lane?.run(wish.sender.authorId, costs.restore(documentNodes(past.doc)), () => {})
      wish.restored = past.doc
    }
    return null
  }

  /** What an edit brings back is looked up; what's heavy is paid for, and waits while others have their turn. */
  private async admit(wish: Wish): Promise<Outcome | null> {
    const { command, sender } = wish
    wish.admitted = true
    // A copy of what was taken is answered, whatever has become of its source, and for nothing.
    if (this.tail.find(command, sender)) return null
    const price = this.priceOf(command)
    const isHeavy = price >= heavy
    const dear = isHeavy ? weigh(command, sender, price, this.tail.mapsSince(command.baseRevision).length) : null
    const refusal = dear ?? (await checkSource(wish, this.deps.store))
    if (refusal) return ifDeleted(this.durable) ?? refusal
    wish.paid = isHeavy
    await this.deps.lane?.run(sender.authorId, price, () => {})
    return null
  }

  /** Catches up as far as a revision. @returns false where the log doesn't go so far */
  async reach(revision: number): Promise<boolean> {
    while (revision > this.durable.revision) {
      await Promise.all(this.undurable.map(({ outcome }) => outcome.promise))
      if ((await this.catchUp()) && revision > this.durable.revision) return false
    }
    return true
  }

  /**
   * Reads from the log what others have appended.
   * @returns false where commands came between: whether theirs or ours was first, their commit will tell
   */
  async catchUp(): Promise<boolean> {
    if (this.undurable.length > 0) return false
    for await (const events of this.deps.history.eventsAfter(this.durable.documentId, this.durable.revision)) {
      if (this.undurable.length > 0) return false
      this.adopt(events)
    }
    return this.undurable.length === 0
  }

  take(limit: number): NewEvent[] {
    return this.undurable.slice(0, limit).map(({ event }) => event)
  }

  committed(positions: string[]): void {
    this.failingSince = null
    const done = this.undurable.splice(0, positions.length)
    this.durable = done.at(-1)!.after
    const events = done.map(({ event }, i) => ({ ...event, position: positions[i]! }) as RecordedEvent)
    this.tail.recorded(events)
    this.deps.onCommitted(this.durable, events)
    done.forEach(({ outcome }, i) => {
      outcome.resolve({ event: events[i]! })
    })
    if (this.undurable.length > 0) this.deps.commit.schedule(this)
  }

  lost(): void {
    this.recover(true)
  }

  unknown(error: unknown): void {
    this.deps.onError(error, this.durable.documentId)
    this.failingSince ??= performance.now()
    this.recover(false)
  }

  private decide(wish: Wish): void {
    const answer = this.answerAtOnce(wish)
    if (answer) wish.outcome.resolve(answer)
  }

  /** @returns the outcome where it doesn't take a commit of this wish's own; else the wish is on its way to the disk */
  private answerAtOnce(wish: Wish): Outcome | Promise<Outcome> | null {
    const { command, sender, restored } = wish
    const resent = this.tail.find(command, sender)
    if (resent === 'undurable') return this.undurable.find(({ event }) => isCopy(event, wish))!.outcome.promise
    if (resent) return { event: resent }
    const document = this.speculative
    const deleted = ifDeleted(document)
    if (deleted) return deleted
    if (command.schemaVersion !== schemaVersion) return otherVersion(command.schemaVersion)
    if (!this.deps.allows(document, sender.authorId, command.type))
      return refuse('forbidden', 'Your role in this document does not allow that.')
    const since = command.type === 'EditContent' ? this.tail.mapsSince(command.baseRevision) : []
    const price = this.priceOf(command)
    const tooMuch = wish.paid ? null : weigh(command, sender, price, since.length)
    if (tooMuch) return tooMuch
    const began = performance.now()
    const decision = decide(command, document, { limits: this.deps.limits, since, ...(restored && { restored }) })
    settle(sender, restored ? costs.restore(documentNodes(document.doc)) : price, performance.now() - began)
    if ('refusal' in decision) return decision
    const event = newEvent(wish, decision.body, document, this.deps.now())
    this.speculative = evolve(document, event, decision.content?.doc)
    this.tail.append(event, decision.content?.steps ?? [])
    this.undurable.push({ ...wish, event, after: this.speculative })
    this.deps.commit.schedule(this)
    return null
  }

  private adopt(events: RecordedEvent[]): void {
    const fresh = events.filter(event => event.revision > this.durable.revision)
    if (fresh.length === 0) return
    // All of them or, where one doesn't fit, none: document and tail stay at one revision.
    const document = fresh.reduce(evolveStored, this.durable)
    this.tail.adopt(fresh)
    this.durable = document
    this.speculative = document
    this.deps.onCommitted(this.durable, fresh)
  }

  // Nobody else touches the state meanwhile: `prepare` waits, and there is nothing for the group commit to take.
  private recover(beaten: boolean): void {
    const wishes: Wish[] = this.undurable
    this.undurable = []
    this.speculative = this.durable
    this.tail.forgetUndurable()
    this.recovering = this.reload(wishes, beaten)
  }

  private async reload(wishes: Wish[], beaten: boolean): Promise<void> {
    const began = performance.now()
    const { revision } = this.durable
    const isLate = () => this.failingSince !== null && performance.now() - this.failingSince > patience
    const answerAll = (outcome: Outcome) => {
      for (const wish of wishes.splice(0)) wish.outcome.resolve(outcome)
    }
    for (;;) {
      // The longer it lasts, the rarer the tries; whoever lost to somebody else tries again at once.
      if (this.failingSince !== null) await pause(Math.min(Math.max(20, performance.now() - this.failingSince), 1_000))
      try {
        await this.catchUp()
        const behind = wishes.reduce(
          (least, { command }) => Math.min(least, command.baseRevision),
          this.durable.revision,
        )
        while (!this.tail.covers(behind)) if (!(await this.tail.reachBack(behind, this.deps.history)).whole) break
        // Refused by the log, and yet nobody was first: it takes nothing for this document now (it's in quarantine, say).
        if (beaten && this.durable.revision === revision) answerAll(busy())
        break
      } catch (error) {
        const outcome = this.failed(error)
        if (error instanceof DamagedLog) {
          answerAll(outcome)
          break
        }
        this.failingSince ??= began
        // Unknown outcome, said as such: the client sends the same command again, and the log settles it.
        if (isLate()) answerAll(outcome)
      }
    }
    this.recovering = null
    const late = isLate()
    for (const wish of wishes) this.decideAgain(wish, late)
  }

  // The log can be read, but perhaps takes nothing: what it has is answered, the rest not for ever tried anew.
  private decideAgain(wish: Wish, late: boolean): void {
    try {
      const isStored = this.tail.find(wish.command, wish.sender) !== null
      const isKnown = isStored || this.tail.covers(wish.command.baseRevision)
      if (!isKnown || (late && !isStored)) wish.outcome.resolve(busy())
      else this.decide(wish)
    } catch (error) {
      wish.outcome.resolve(this.failed(error))
    }
  }

  private failed(error: unknown): Outcome {
    this.deps.onError(error, this.durable.documentId)
    return error instanceof DamagedLog ? damagedRefusal(error) : busy()
  }
}
