import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { type Refusal, refuse } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import type { Author, Role } from '@/lib/protocol/people'
import type { DocumentOpen, Opened, PresenceUpdate, ServerToClient } from '@/lib/protocol/socket'
import { charge, costs, type Pay } from './budget'
import type { EventStore } from './event-store/event-store'
import type { Lane } from './lane'
import { Presence } from './presence'
import { sizeOf } from './size'
import type { Writer } from './writer'
import type { Writers } from './writers'

/** One connection of one person. */
export interface Peer {
  readonly id: string
  readonly authorId: string
  /** Has it ended? Nothing is opened for it any more. */
  isGone(): boolean
  join(room: string): void
  leave(room: string): void
}

/** Sends to everybody who has joined a room; serialised once, however many they are. */
export type Broadcast = <N extends keyof ServerToClient>(
  room: string,
  name: N,
  payload: Parameters<ServerToClient[N]>[0],
) => void

export type RoomsDependencies = {
  writers: Writers
  store: EventStore
  broadcast: Broadcast
  authorsByIds: (ids: readonly string[]) => Promise<Author[]>
  roleOf: (document: Document & { quarantinedFrom?: number }, authorId: string) => Role | null
  /** How many documents a peer may have open at once. */
  maxOpen: number
  /** Where heavy openings wait for their turn; without one they don't. */
  lane?: Lane
  /** `opened`: they've just opened it; else they close it, and this is how far they've seen it. */
  onVisit: (authorId: string, documentId: string, revision: number, opened: boolean) => void
  now: () => number
}

const eventsAtOnce = { events: 1_000, bytes: 4 * 1024 * 1024 }

type Seat = { clientId: string; writer: Writer; peer: Peer }
/** What's known of a document that somebody is about to sit down at. */
type Entry = {
  writer: Writer
  standing: { historyEpoch: number; quarantinedFrom?: number }
  role: Role
  /** What they have; absent where they get all of it. */
  since: number | undefined
  pay: Pay
}

/** Who has which document open, and what they are told. */
export class Rooms {
  private readonly seats = new Map<string, Map<string, Seat>>()
  private readonly presence: Presence

  constructor(private readonly deps: RoomsDependencies) {
    this.presence = new Presence(async (documentId, { updates, left, authorIds }) => {
      // Names that can't be told now are told when the document is opened next; who came and left is told now.
      const authors = authorIds.length > 0 ? await deps.authorsByIds(authorIds).catch(() => []) : []
      deps.broadcast(documentId, 'presence', { documentId, updates, left, ...(authors.length > 0 && { authors }) })
    }, deps.now)
  }

  /**
   * Lets a peer into a document's room. From the answer's `revision` on, the room brings every event: joining and
   * reading the head are one turn of the event loop.
   */
  async open(peer: Peer, message: DocumentOpen, pay: Pay): Promise<Opened | { refusal: Refusal }> {
    const { documentId, since } = message
    if (message.schemaVersion > schemaVersion)
      return refuse('busy', 'This server is older than your page. It will be replaced soon.', { retryInMs: 5_000 })
    if (message.schemaVersion < schemaVersion)
      return refuse('client_too_old', 'This page is older than the server. Reload it; your text is kept.', {
        schemaVersion,
      })
    const loaded = await this.deps.writers.fresh(documentId)
    if (!loaded) return notFound()
    const { writer, ...standing } = loaded
    const role = this.deps.roleOf({ ...writer.document, ...standing }, peer.authorId)
    if (!role || writer.document.status === 'deleted') return notFound()
    const { historyEpoch } = standing
    const sameEpoch = message.historyEpoch === undefined || message.historyEpoch === historyEpoch
    if (since !== undefined && sameEpoch && !(await writer.reach(since)))
      return refuse('future_revision', `The document's last revision is ${writer.document.revision}.`)
    const refusal = this.noSeatFor(peer, documentId)
    if (refusal) return refusal
    const after = sameEpoch ? since : undefined
    const { doc, revision } = writer.document
    const cost = after === undefined ? costs.reading(doc) : costs.page(Math.min(revision - after, 1_000))
    const dear = charge({ pay }, cost)
    if (dear) return dear
    const enter = () => this.enter(peer, documentId, { writer, standing, role, since: after, pay })
    return this.deps.lane ? this.deps.lane.run(peer.authorId, cost, enter) : enter()
  }

  private async enter(
    peer: Peer,
    documentId: string,
    { writer, standing, role, since, pay }: Entry,
  ): Promise<Opened | { refusal: Refusal }> {
    // There may have been a wait.
    const refusal = this.noSeatFor(peer, documentId)
    if (refusal) return refusal
    const { revision } = writer.document
    const clientId = this.sit(peer, documentId, writer)
    this.deps.onVisit(peer.authorId, documentId, revision, true)
    const snapshot = since === undefined ? { revision, ...snapshotOf(writer.document) } : undefined
    const { events, next } = await this.eventsUpTo(writer, since ?? revision, revision)
    pay(costs.told(sizeOf(events)), true)
    const people = new Set([...this.presence.members(documentId), ...events].map(({ authorId }) => authorId))
    const authors = await this.deps.authorsByIds([...people])
    return {
      revision,
      role,
      clientId,
      ...standing,
      schemaVersion,
      // Who has come and left since then was told to the room, and so to this peer too.
      members: this.presence.members(documentId),
      authors,
      events,
      ...(snapshot && { snapshot }),
      ...(next !== undefined && { next }),
    }
  }

  close(peer: Peer, documentId: string): void {
    const seats = this.seats.get(peer.id)
    const seat = seats?.get(documentId)
    if (!seats || !seat) return
    seats.delete(documentId)
    if (seats.size === 0) this.seats.delete(peer.id)
    seat.writer.readers--
    peer.leave(documentId)
    this.presence.leave(documentId, seat.clientId)
    this.deps.onVisit(peer.authorId, documentId, seat.writer.document.revision, false)
  }

  /** The connection is gone. */
  leave(peer: Peer): void {
    for (const documentId of [...(this.seats.get(peer.id)?.keys() ?? [])]) this.close(peer, documentId)
  }

  /** The writers of all documents that somebody has open. */
  writers(): Set<Writer> {
    return new Set([...this.seats.values()].flatMap(seats => [...seats.values()].map(({ writer }) => writer)))
  }

  isOpen(peer: Peer, documentId: string): boolean {
    return this.seats.get(peer.id)?.has(documentId) ?? false
  }

  moved(peer: Peer, { documentId, revision, selection }: PresenceUpdate): void {
    const seat = this.seats.get(peer.id)?.get(documentId)
    if (seat)
      this.presence.update(documentId, { clientId: seat.clientId, authorId: peer.authorId, revision, selection })
  }

  /** A command counts as a sign of life. */
  worked(peer: Peer, documentId: string): void {
    const seat = this.seats.get(peer.id)?.get(documentId)
    if (seat) this.presence.worked(documentId, seat.clientId)
  }

  /** Tells a document's room what became durable: one message for one flush. */
  committed(document: Document, events: RecordedEvent[]): void {
    const { documentId } = document
    this.deps.broadcast(documentId, 'document:events', { documentId, events })
    // Who writes without being here (by HTTP, say) is known to nobody in the room.
    this.presence.introduce(
      documentId,
      events.map(({ authorId }) => authorId),
    )
    if (document.status === 'deleted') this.dissolve(documentId)
  }

  /** Tells a document's room that rights have changed; who opens it again learns everything else. */
  accessChanged(documentId: string, role: Role): void {
    this.deps.broadcast(documentId, 'document:access', { documentId, role })
  }

  /** Tells everybody who works with this author of their new name or colour. */
  authorChanged(author: Author): void {
    for (const documentId of this.presence.documentsOf(author.authorId))
      this.deps.broadcast(documentId, 'author:changed', author)
  }

  /** Forgets selections and members that have been silent; to be called every second or so. */
  tick(): void {
    this.presence.tick()
  }

  private dissolve(documentId: string): void {
    this.deps.broadcast(documentId, 'document:access', { documentId, role: null })
    for (const seats of [...this.seats.values()]) {
      const seat = seats.get(documentId)
      if (seat) this.close(seat.peer, documentId)
    }
  }

  /** Asked in the turn in which the peer would sit down: before it, waiting has changed who is where. */
  private noSeatFor(peer: Peer, documentId: string): { refusal: Refusal } | null {
    if (peer.isGone()) return refuse('busy', 'The connection has ended.', { retryInMs: 1_000 })
    const { maxOpen } = this.deps
    if (this.isOpen(peer, documentId) || (this.seats.get(peer.id)?.size ?? 0) < maxOpen) return null
    return refuse('rate_limited', `A connection takes ${maxOpen} open documents. Close one first.`, {
      retryInMs: 5_000,
    })
  }

  private sit(peer: Peer, documentId: string, writer: Writer): string {
    const seats = this.seats.get(peer.id) ?? new Map<string, Seat>()
    this.seats.set(peer.id, seats)
    const before = seats.get(documentId)
    if (before) {
      if (before.writer !== writer) {
        before.writer.readers--
        writer.readers++
        before.writer = writer
      }
      return before.clientId
    }
    const clientId = crypto.randomUUID()
    seats.set(documentId, { clientId, writer, peer })
    writer.readers++
    peer.join(documentId)
    this.presence.join(documentId, { clientId, authorId: peer.authorId, revision: writer.document.revision })
    return clientId
  }

  private async eventsUpTo(writer: Writer, since: number, revision: number) {
    if (since >= revision) return { events: [] }
    const remembered = writer.eventsSince(since)?.filter(event => event.revision <= revision)
    if (remembered && remembered.length <= eventsAtOnce.events && fits(remembered)) return { events: remembered }
    const limit = { ...eventsAtOnce, events: Math.min(eventsAtOnce.events, revision - since) }
    const events = await this.deps.store.read(writer.document.documentId, since + 1, limit)
    const last = events.at(-1)?.revision ?? since
    return last < revision ? { events, next: last + 1 } : { events }
  }
}

function notFound() {
  return refuse('not_found', 'There is no such document, or it was deleted.')
}

function snapshotOf({ title, status, doc }: Document) {
  return { title, trashed: status === 'trashed', doc: doc.toJSON() }
}

const fits = (events: readonly RecordedEvent[]) => sizeOf(events, eventsAtOnce.bytes) <= eventsAtOnce.bytes
