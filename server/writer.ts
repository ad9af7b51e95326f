import type { Node } from '@tiptap/pm/model'
import { documentNodes } from '@/lib/document/check'
import type { Command } from '@/lib/document/commands'
import { decide } from '@/lib/document/decide'
import { type Document, evolve } from '@/lib/document/document'
import type { EventBody, RecordedEvent } from '@/lib/document/events'
import type { Limits } from '@/lib/document/limits'
import { refuse } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import { charge, costs, tooFarBehind, weigh } from './budget'
import type { Outcome, Sender } from './documents'
import type { EventStore, NewEvent } from './event-store/event-store'
import type { Committer, GroupCommit } from './group-commit'
import type { History } from './history'
import { type Deferred, deferred, within } from './promises'
import type { Tail } from './tail'

/** How far behind the head a command may have been made. Beyond it the client catches up by events first. */
export const maxBehind = 5_000

export type WriterDependencies = {
  store: EventStore
  history: History
  commit: GroupCommit
  limits: Limits
  now: () => Date
  /** May this author do this to this document? */
  allows: (document: Document, authorId: string, command: Command['type']) => boolean
  /** Called once for every flush with what became durable, in order. */
  onCommitted: (document: Document, events: RecordedEvent[]) => void
  onError: (error: unknown, documentId: string) => void
}

type Wish = { command: Command; sender: Sender; restored?: Node; outcome: Deferred<Outcome> }
type Undurable = Wish & { event: NewEvent; after: Document }

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
  usedAt = 0
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

  private get ready(): boolean {
    return this.recovering === null
  }

  /** Recorded events after a revision, from memory; null where memory doesn't reach back so far. */
  eventsSince(revision: number): RecordedEvent[] | null {
    return this.tail.recordedSince(revision)
  }

  /** Decides a command; answers when its event is durable, or why it isn't taken. Never rejects. */
  async submit(command: Command, sender: Sender): Promise<Outcome> {
    this.usedAt = Date.now()
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
      this.deps.onError(error, this.durable.documentId)
      return busy()
    }
  }

  private isReadyFor({ command, restored }: Wish): boolean {
    const behind = this.durable.revision - command.baseRevision
    if (!this.ready || behind < 0 || behind > maxBehind || !this.tail.covers(command.baseRevision)) return false
    return restored !== undefined || command.type !== 'RestoreRevision' || command.revision > this.durable.revision
  }

  /** Waits for one of the things that deciding needs. @returns why the command isn't taken, if that shows here */
  private async prepare(wish: Wish): Promise<Outcome | null> {
    const { command } = wish
    const { baseRevision } = command
    if (this.recovering) {
      await within(patience, this.recovering)
      return this.ready ? null : busy()
    }
    if (baseRevision > this.durable.revision) {
      if (await this.reach(baseRevision)) return null
      return refuse('future_revision', `The document's last revision is ${this.durable.revision}.`)
    }
    const behind = this.durable.revision - baseRevision
    if (behind > maxBehind) return tooFarBehind(`More than ${maxBehind} revisions`)
    if (!this.tail.covers(baseRevision)) {
      const dear = charge(wish.sender, costs.behind(behind))
      if (dear) return dear
      await this.tail.reachBack(baseRevision, this.deps.history)
    } else if (command.type === 'RestoreRevision') {
      const dear = charge(wish.sender, costs.restore(documentNodes(this.durable.doc)))
      if (dear) return dear
      const past = await this.deps.history.documentAt(command.documentId, command.revision)
      if (!past) throw new RangeError(`Revision ${command.revision} cannot be read`)
      wish.restored = past.doc
    }
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
    this.recover()
  }

  unknown(error: unknown): void {
    this.deps.onError(error, this.durable.documentId)
    this.recover()
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
    if (command.schemaVersion !== schemaVersion) return otherVersion(command.schemaVersion)
    const document = this.speculative
    if (document.status !== 'deleted' && !this.deps.allows(document, sender.authorId, command.type))
      return refuse('forbidden', 'Your role in this document does not allow that.')
    const since = command.type === 'EditContent' ? this.tail.mapsSince(command.baseRevision) : []
    const tooMuch = weigh(command, sender, documentNodes(document.doc), since.length)
    if (tooMuch) return tooMuch
    const decision = decide(command, document, { limits: this.deps.limits, since, ...(restored && { restored }) })
    if ('refusal' in decision) return decision
    const event = this.newEvent(wish, decision.body)
    this.speculative = evolve(document, event, decision.content?.doc)
    this.tail.append(event, decision.content?.steps ?? [])
    this.undurable.push({ ...wish, event, after: this.speculative })
    this.deps.commit.schedule(this)
    return null
  }

  private newEvent({ command, sender }: Wish, body: EventBody): NewEvent {
    const { documentId, commandId, baseRevision } = command
    const now = this.deps.now().toISOString()
    return {
      documentId,
      revision: this.speculative.revision + 1,
      schemaVersion,
      commandId,
      baseRevision,
      authorId: sender.authorId,
      via: sender.via,
      recordedAt: now > this.speculative.recordedAt ? now : this.speculative.recordedAt,
      ...body,
    }
  }

  private adopt(events: RecordedEvent[]): void {
    const fresh = events.filter(event => event.revision > this.durable.revision)
    if (fresh.length === 0) return
    for (const event of fresh) this.durable = evolve(this.durable, event)
    this.speculative = this.durable
    this.tail.adopt(fresh)
    this.deps.onCommitted(this.durable, fresh)
  }

  // Nobody else touches the state meanwhile: `prepare` waits, and there is nothing for the group commit to take.
  private recover(): void {
    const wishes: Wish[] = this.undurable
    this.undurable = []
    this.speculative = this.durable
    this.tail.forgetUndurable()
    this.recovering = this.reload(wishes)
  }

  private async reload(wishes: Wish[]): Promise<void> {
    const deadline = Date.now() + patience
    for (let pause = 20; ; pause = Math.min(pause * 2, 1_000)) {
      try {
        await this.catchUp()
        const behind = wishes.reduce(
          (least, { command }) => Math.min(least, command.baseRevision),
          this.durable.revision,
        )
        while (!this.tail.covers(behind)) await this.tail.reachBack(behind, this.deps.history)
        break
      } catch (error) {
        this.deps.onError(error, this.durable.documentId)
        // Unknown outcome, said as such: the client sends the same command again, and the log settles it.
        if (Date.now() > deadline) for (const wish of wishes.splice(0)) wish.outcome.resolve(busy())
        await new Promise(resolve => setTimeout(resolve, pause))
      }
    }
    this.recovering = null
    for (const wish of wishes) {
      try {
        this.decide(wish)
      } catch (error) {
        this.deps.onError(error, this.durable.documentId)
        wish.outcome.resolve(busy())
      }
    }
  }
}

function isCopy(event: NewEvent, { command, sender }: Wish): boolean {
  return event.commandId === command.commandId && event.authorId === sender.authorId
}

function otherVersion(version: number): Outcome {
  if (version > schemaVersion)
    return refuse('busy', 'This server is older than your page. It will be replaced soon; nothing is lost.', {
      retryInMs: 5_000,
    })
  return refuse('client_too_old', 'This page is older than the server. Reload it; your text is kept.', {
    schemaVersion,
  })
}

function busy(): Outcome {
  return refuse('busy', 'The log cannot be reached right now. Nothing is lost: send the same command again.', {
    retryInMs: 1_000,
  })
}
