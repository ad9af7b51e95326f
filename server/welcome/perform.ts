import { Mapping, Transform } from '@tiptap/pm/transform'
import type { Command } from '@/lib/document/commands'
import { decide } from '@/lib/document/decide'
import { type Document, evolve } from '@/lib/document/document'
import type { EventBody } from '@/lib/document/events'
import { defaultLimits } from '@/lib/document/limits'
import { emptyDoc, schemaVersion } from '@/lib/document/schema'
import { stepJSON, storedStep } from '@/lib/document/steps'
import { commandIds } from '@/lib/replica/command-ids'
import type { NewEvent } from '../event-store/event-store'
import { snapshotEvery } from '../snapshots'
import type { Stroke, Wish } from './strokes'

/** Somebody at a keyboard: what they do, one stroke after the other, beginning `late` ms after the others. */
export type Hand = { authorId: string; late?: number; strokes: Iterable<Stroke> }
/** Some people who write at the same time, from a moment (ms) on. */
export type Sitting = { at: number; hands: Hand[] }

type Seat = {
  authorId: string
  strokes: Iterator<Stroke>
  stroke: Stroke
  due: number
  caret: number
  newId: () => string
}

/**
 * Lets people write a document as they would have, stroke by stroke: each is a command like everybody's, decided by the
 * same rules; only the clock is theirs.
 */
export class Play {
  readonly events: NewEvent[] = []
  /** The document as it was now and then, for far seeks. */
  readonly snapshots: Document[] = []
  private readonly versions = new Map<string, Document>()
  private document!: Document

  constructor(private readonly documentId: string) {}

  perform(title: string, sittings: readonly Sitting[]): NewEvent[] {
    for (const { at, hands } of sittings) {
      const seats = hands.flatMap((hand, place) => seatOf(hand, at, place))
      if (this.events.length === 0) this.create(title, seats[0]!.authorId, at)
      while (seats.length > 0) {
        const seat = seats.reduce((first, other) => (other.due < first.due ? other : first))
        const mapping = this.strike(seat)
        // Everybody else's caret stays where it is in the text.
        for (const other of seats) if (other !== seat) other.caret = mapping.map(other.caret, -1)
        if (!goOn(seat)) seats.splice(seats.indexOf(seat), 1)
      }
    }
    return this.events
  }

  private create(title: string, authorId: string, at: number): void {
    const { documentId } = this
    const header = { documentId, revision: 1, schemaVersion, commandId: documentId, baseRevision: 0, authorId }
    const data = { title, doc: emptyDoc().toJSON() }
    this.record({ ...header, via: 'seed', recordedAt: new Date(at).toISOString(), type: 'DocumentCreated', data })
  }

  /** @returns how it moved the text */
  private strike(seat: Seat): Mapping {
    const { stroke, caret } = seat
    const { doc } = this.document
    if ('caret' in stroke) {
      seat.caret = stroke.caret(doc, caret)
      return new Mapping()
    }
    if ('command' in stroke)
      return this.submit(
        seat,
        stroke.command(name => this.versions.get(name)?.revision ?? this.events.length),
      )
    const transform = new Transform(doc)
    seat.caret = stroke.edit(transform, caret) ?? transform.mapping.map(caret, 1)
    return this.submit(seat, { type: 'EditContent', steps: transform.steps.map(stepJSON) })
  }

  private submit({ authorId, due, newId }: Seat, wish: Wish): Mapping {
    const { documentId, document, versions } = this
    const baseRevision = document.revision
    const envelope = { documentId, baseRevision, schemaVersion, commandId: newId() }
    const past =
      wish.type === 'RestoreRevision' && [...versions.values()].find(({ revision }) => revision === wish.revision)
    const context = { limits: defaultLimits, since: [], ...(past && { restored: past.doc }) }
    const decision = decide({ ...envelope, ...wish } as Command, document, context)
    if ('refusal' in decision) throw new RangeError(`The welcome document breaks a rule: ${decision.refusal.message}`)
    const { body, content } = decision
    if (wish.type === 'NameVersion') versions.set(wish.name!, document)
    const recordedAt = new Date(due).toISOString()
    this.record({ ...envelope, revision: baseRevision + 1, authorId, via: 'seed', recordedAt, ...body }, content?.doc)
    return new Mapping(stepsOf(body).map(step => storedStep(step).getMap()))
  }

  private record(event: NewEvent, doc?: Document['doc']): void {
    this.document = evolve(this.document ?? null, event, doc)
    this.events.push(event)
    if (event.revision % snapshotEvery === 0) this.snapshots.push(this.document)
  }
}

const stepsOf = ({ data }: EventBody) => ('steps' in data ? data.steps : [])

function seatOf({ authorId, late = 0, strokes }: Hand, at: number, place: number): Seat[] {
  const iterator = strokes[Symbol.iterator]()
  const first = iterator.next()
  if (first.done) return []
  const bytes = new TextEncoder().encode(`${String(place).padStart(2, '0')}${at.toString(36)}`.slice(-10).padEnd(10))
  const due = at + late + first.value.after
  return [{ authorId, strokes: iterator, stroke: first.value, due, caret: 1, newId: commandIds(bytes) }]
}

function goOn(seat: Seat): boolean {
  const next = seat.strokes.next()
  if (next.done) return false
  seat.stroke = next.value
  seat.due += next.value.after
  return true
}
