import type { Node } from '@tiptap/pm/model'
import { Mapping, type Step } from '@tiptap/pm/transform'
import type { Command } from '@/lib/document/commands'
import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { applyStep, applyStored, storedStep } from '@/lib/document/steps'
import { type Batch, bytesOf, type ReplicaOptions, type StepBatch, toCommand, type Wish } from './batch'
import { type Change, type Confirmed, type LocalStep, putUnder, type RecordedStep, sameSteps } from './change'
import { CommandNames } from './command-names'
import { type Making, sameMaking } from './making'
import { RecentMaps } from './recent-maps'

/**
 * One client's copy of a document: the confirmed document, which only ever applies recorded events; at most one command
 * in flight; the pending rest. What it shows is computed: confirmed + what's still unconfirmed, rebased. It never
 * assumes that its own rebase equals the server's: when its command comes back it adopts the recorded steps.
 */
export class Replica {
  private view: Node
  // For positions (carets) that come from before.
  private readonly recent = new RecentMaps()
  private readonly names = new CommandNames()

  constructor(
    private state: Document,
    private readonly options: ReplicaOptions,
    private batches: Batch[] = [],
  ) {
    const last = this.localSteps().at(-1)
    this.view = (last && applyStep(last.before, last.step)) ?? state.doc
  }

  /** The document at the last revision that has arrived here. */
  get confirmed(): Document {
    return this.state
  }

  /** What the writer sees. */
  get doc(): Node {
    return this.view
  }

  /** Commands that aren't confirmed, the one in flight first. */
  get unconfirmed(): readonly Batch[] {
    return this.batches
  }

  /** The title as the writer last wished it, while that isn't confirmed. */
  get wishedTitle(): string | undefined {
    for (const batch of this.batches.toReversed())
      if ('wish' in batch && batch.wish.type === 'RenameDocument') return batch.wish.title
    return undefined
  }

  get inFlight(): Command | null {
    return this.batches[0]?.sent ?? null
  }

  /**
   * Takes in what the writer just did. What's too large for one command becomes several.
   * @param steps the steps and the document before each
   * @returns the id of the (first) command that they will travel in
   */
  edit(steps: readonly { step: Step; before: Node }[], after: Node, making: Making): string {
    const madeAt = this.options.now()
    const sizes = steps.map(({ step }) => bytesOf(step))
    const last = this.batches.at(-1)
    const joins = last && 'steps' in last && !last.sent && !last.closed && sameMaking(last.making, making)
    const batches = [joins && this.hasRoom(last, sizes) ? last : this.newBatch(making)]
    for (const [i, { step, before }] of steps.entries()) {
      if (!this.hasRoom(batches.at(-1)!, [sizes[i]!])) batches.push(this.newBatch(making))
      const batch = batches.at(-1)!
      batch.steps.push({ step, before, sent: null, madeAt })
      batch.bytes = (batch.bytes ?? 0) + sizes[i]!
    }
    this.view = after
    const [first, ...more] = batches.map(({ commandId }) => commandId)
    if (more.length > 0) this.names.became(first!, [first!, ...more])
    return first!
  }

  /** The commands that an edit travels in by now. @param commandId the one that it was told */
  commandsOf(commandId: string): string[] {
    return this.names.of(commandId)
  }

  /** Puts a wish behind what's unconfirmed: commands of one client keep their order. */
  wish(wish: Wish): string {
    const commandId = this.options.newCommandId()
    this.batches.push({ commandId, sent: null, wish })
    return commandId
  }

  /** The command to send: the one in flight, identical, or the next one; null where everything is confirmed. */
  sendable(): Command | null {
    const batch = this.batches[0]
    if (!batch) return null
    batch.sent ??= toCommand(batch, this.state, this.options.now())
    return batch.sent
  }

  /**
   * Takes in recorded events that follow the confirmed revision.
   * @returns what a view must do, in order; nothing where it already shows the result
   * @throws RangeError where they don't follow or don't fit: then only a fresh snapshot helps
   */
  receive(events: readonly RecordedEvent[]): Change[] {
    const changes: Change[] = []
    let foreign: RecordedEvent[] = []
    const flush = () => {
      if (foreign.length > 0) changes.push(...this.adopt(foreign))
      foreign = []
    }
    for (const event of events) {
      if (this.confirms(event)) flush()
      // What came before may have taken the place of everything in the command: then there's nothing left to confirm.
      if (this.confirms(event)) changes.push(...this.confirm(event))
      else foreign.push(event)
    }
    flush()
    return changes
  }

  /** Whether an event is our command in flight, come back. */
  confirms(event: RecordedEvent): boolean {
    return event.authorId === this.options.authorId && event.commandId === this.batches[0]?.commandId
  }

  /**
   * Gives up the command in flight, which will never be stored; what came after it stays.
   * @returns the batch and what the view must do
   */
  reject(): { batch: Batch; changes: Change[] } | null {
    const batch = this.batches[0]
    if (!batch) return null
    // As it was: what's taken out of the replica has no steps any more.
    const given = { ...batch }
    const count = 'steps' in batch ? batch.steps.length : 0
    const done = new Set(Array.from({ length: count }, (_, i) => i))
    const changes = this.under([], { done, confirmed: [], lost: [] }, [])
    this.remove(batch)
    return { batch: given, changes: count > 0 ? changes : [] }
  }

  /** Makes the command in flight a new one, rebased to here, with a new id: only after the log shows it isn't stored. */
  renew(): void {
    const batch = this.batches[0]
    if (!batch?.sent) return
    batch.sent = null
    const commandId = this.options.newCommandId()
    this.names.became(batch.commandId, [commandId])
    batch.commandId = commandId
    if (!('steps' in batch)) return
    delete batch.closed
    batch.steps = batch.steps.map(step => ({ ...step, sent: null }))
  }

  /** Parts the command in flight, which is too large and will never be stored, in two. @returns false where it can't be parted */
  split(): boolean {
    const [batch, ...rest] = this.batches
    if (!batch || !('steps' in batch) || batch.steps.length < 2) return false
    const part = (steps: LocalStep[]): StepBatch => ({
      commandId: this.options.newCommandId(),
      sent: null,
      making: batch.making,
      steps: steps.map(step => ({ ...step, sent: null })),
      bytes: steps.reduce((sum, { step }) => sum + bytesOf(step), 0),
    })
    const half = batch.steps.length >> 1
    const parts = [part(batch.steps.slice(0, half)), part(batch.steps.slice(half))]
    this.names.became(
      batch.commandId,
      parts.map(({ commandId }) => commandId),
    )
    this.batches = [...parts, ...rest]
    return true
  }

  /** A position of the view, in the confirmed document. */
  toConfirmed(position: number, assoc = -1): number {
    const inverse = this.localSteps().map(({ step }) => step.getMap().invert())
    return new Mapping(inverse.reverse()).map(position, assoc)
  }

  /** A position in the document at `revision`, in the view; null where that revision isn't known here (yet or any more). */
  toView(position: number, revision: number, assoc = -1): number | null {
    const maps = revision > this.state.revision ? null : this.recent.last(this.state.revision - revision)
    if (!maps) return null
    const local = this.localSteps().map(({ step }) => step.getMap())
    return new Mapping([...maps, ...local]).map(position, assoc)
  }

  private newBatch(making: Making): StepBatch {
    const batch: StepBatch = { commandId: this.options.newCommandId(), sent: null, making, steps: [] }
    this.batches.push(batch)
    return batch
  }

  /** Whether steps of these sizes may join a batch; a single one may be as large as it is. */
  private hasRoom({ steps, bytes = 0 }: StepBatch, sizes: readonly number[]): boolean {
    const { maxSteps, maxBytes } = this.options
    if (steps.length + sizes.length > maxSteps) return false
    return steps.length + sizes.length === 1 || sizes.reduce((sum, size) => sum + size, bytes) <= maxBytes
  }

  private localSteps(): LocalStep[] {
    return this.batches.flatMap(batch => ('steps' in batch ? batch.steps : []))
  }

  private adopt(events: RecordedEvent[]): Change[] {
    const steps = events.flatMap(event => this.advance(event))
    if (steps.length === 0) return []
    const nothing = { done: new Set<number>(), confirmed: [], lost: [] }
    return this.under(steps, nothing, [...new Set(events.map(event => event.authorId))])
  }

  private confirm(event: RecordedEvent): Change[] {
    const batch = this.batches[0]!
    const mine = 'steps' in batch ? batch.steps : []
    const recorded = 'steps' in event.data ? event.data.steps.map(storedStep) : []
    if (batch.sent && sameSteps(mine, recorded)) {
      // The view shows it already, and so do the documents between its steps.
      const next = this.localSteps()[mine.length]?.before ?? this.view
      this.move(event, recorded, next)
      this.batches.shift()
      return []
    }
    const steps = this.advance(event)
    const kept = 'kept' in event.data && event.data.kept ? event.data.kept : recorded.map((_, i) => i)
    // A command of a page that crashed may have been kept as it was before it was sent: its steps were the first of it then.
    const indexOf = (sent: number) => mine.findIndex((step, i) => (batch.sent ? step.sent : i) === sent)
    const confirmed = kept.flatMap((sent, j) => {
      const index = indexOf(sent)
      return index < 0 ? [] : [{ local: index, recorded: j }]
    })
    const found = new Set(confirmed.map(pair => pair.local))
    // Which of those was lost can't be told for sure: all are recorded.
    const lost = batch.sent ? [...mine.keys()].filter(i => !found.has(i)) : []
    const changes = this.under(steps, { done: new Set(mine.keys()), confirmed, lost }, [])
    this.remove(batch)
    return changes
  }

  // By itself and not by its place: putting others' steps under it may have emptied and taken out more than one.
  private remove(batch: Batch): void {
    this.batches = this.batches.filter(other => other !== batch)
  }

  private advance(event: RecordedEvent): RecordedStep[] {
    let { doc } = this.state
    const steps = ('steps' in event.data ? event.data.steps.map(storedStep) : []).map(step => {
      doc = applyStored(doc, [step])
      return { step, after: doc }
    })
    this.move(
      event,
      steps.map(({ step }) => step),
      doc,
    )
    return steps
  }

  private move(event: RecordedEvent, steps: readonly Step[], doc: Node): void {
    this.state = evolve(this.state, event, doc)
    this.recent.push(steps.map(step => step.getMap()))
  }

  /** @param leaving local steps, by index, that leave; which of them are recorded, and which have lost their target */
  private under(
    recorded: readonly RecordedStep[],
    leaving: { done: ReadonlySet<number>; confirmed: Confirmed[]; lost: number[] },
    authorIds: readonly string[],
  ): Change[] {
    const { done, confirmed } = leaving
    const before = this.localSteps()
    const { change, local } = putUnder(this.view, before, recorded, this.state.doc, done, confirmed, authorIds)
    const lost = before.filter((_, i) => leaving.lost.includes(i) || (!local[i] && !done.has(i)))
    if (lost.length > 0) this.options.onLost?.(lost.map(({ step }) => step))
    let index = 0
    for (const batch of this.batches)
      if ('steps' in batch) batch.steps = batch.steps.flatMap(() => local[index++] ?? [])
    // Steps that lost their target are gone; a batch that lost all and wasn't sent has nothing left to say.
    this.batches = this.batches.filter(batch => batch.sent || 'wish' in batch || batch.steps.length > 0)
    this.view = change.doc
    return [change]
  }
}
