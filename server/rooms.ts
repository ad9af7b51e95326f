import { documentNodes } from '@/lib/document/check'
import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { type Refusal, refuse } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import type { Author, Role } from '@/lib/protocol/people'
import type { DocumentOpen, Opened, PresenceUpdate, ServerToClient } from '@/lib/protocol/socket'
import { charge, costs, type Pay } from './budget'
import type { EventStore } from './event-store/event-store'
import { Presence } from './presence'
import type { Writer } from './writer'
import type { Writers } from './writers'

/** One connection of one person. */
export interface Peer {
  readonly id: string
  readonly authorId: string
  /** Its connection is there. */
  readonly connected: boolean
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
  roleOf: (document: Document, authorId: string) => Role | null
  onVisit: (authorId: string, documentId: string, revision: number) => void
  now: () => number
  /** How many documents a connection may have open. */
  openDocuments: number
}

const eventsAtOnce = { events: 1_000, bytes: 4 * 1024 * 1024 }

type Seat = { clientId: string; writer: Writer }

/** Who has which document open, and what they are told. */
export class Rooms {
  private readonly seats = new Map<string, Map<string, Seat>>()
  private readonly presence: Presence

  constructor(private readonly deps: RoomsDependencies) {
    this.presence = new Presence(async (documentId, updates, left) => {
      const authors = updates.length > 0 ? await deps.authorsByIds(updates.map(({ authorId }) => authorId)) : []
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
    const tooMany = this.tooMany(peer, documentId)
    if (tooMany) return tooMany
    const loaded = await this.deps.writers.load(documentId)
    const role = loaded && this.deps.roleOf(loaded.writer.document, peer.authorId)
    if (!loaded || !role || loaded.writer.document.status === 'deleted')
      return refuse('not_found', 'There is no such document, or it was deleted.')
    const { writer, historyEpoch } = loaded
    const sameEpoch = message.historyEpoch === undefined || message.historyEpoch === historyEpoch
    if (since !== undefined && sameEpoch && !(await writer.reach(since)))
      return refuse('future_revision', `The document's last revision is ${writer.document.revision}.`)
    // Others may have been opened meanwhile, and who has hung up would sit there for ever.
    const late = peer.connected ? this.tooMany(peer, documentId) : gone()
    if (late) return late
    const { revision } = writer.document
    const whole = since === undefined || !sameEpoch
    const dear = charge(
      { pay },
      whole ? costs.reading(documentNodes(writer.document.doc)) : costs.page(Math.min(revision - since, 1_000)),
    )
    if (dear) return dear

    const clientId = this.sit(peer, documentId, writer)
    this.deps.onVisit(peer.authorId, documentId, revision)
    const snapshot = whole ? { revision, ...snapshotOf(writer.document) } : undefined
    const { events, next } = await this.eventsUpTo(writer, whole ? revision : since, revision)
    const members = this.presence.members(documentId)
    const people = new Set([...members, ...events].map(({ authorId }) => authorId))
    const authors = await this.deps.authorsByIds([...people])
    return {
      revision,
      role,
      clientId,
      historyEpoch,
      schemaVersion,
      members,
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
  }

  /** The connection is gone. */
  leave(peer: Peer): void {
    for (const documentId of [...(this.seats.get(peer.id)?.keys() ?? [])]) this.close(peer, documentId)
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
    this.introduce(documentId, events)
    if (document.status === 'deleted') this.deps.broadcast(documentId, 'document:access', { documentId, role: null })
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

  // Who writes without being here (by HTTP, say) is known to nobody in the room.
  private introduce(documentId: string, events: RecordedEvent[]): void {
    const present = new Set(this.presence.members(documentId).map(({ authorId }) => authorId))
    const strangers = events.map(({ authorId }) => authorId).filter(authorId => !present.has(authorId))
    if (strangers.length === 0 || present.size === 0) return
    this.deps
      .authorsByIds(strangers)
      .then(authors => this.deps.broadcast(documentId, 'presence', { documentId, updates: [], left: [], authors }))
      // A name that can't be told now is told when the document is opened next.
      .catch(() => {})
  }

  private tooMany(peer: Peer, documentId: string): { refusal: Refusal } | null {
    const most = this.deps.openDocuments
    if (this.isOpen(peer, documentId) || (this.seats.get(peer.id)?.size ?? 0) < most) return null
    return refuse('rate_limited', `A connection takes ${most} open documents. Close one first.`, { retryInMs: 5_000 })
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
    seats.set(documentId, { clientId, writer })
    writer.readers++
    peer.join(documentId)
    this.presence.join(documentId, { clientId, authorId: peer.authorId, revision: writer.document.revision })
    return clientId
  }

  private async eventsUpTo(writer: Writer, since: number, revision: number) {
    if (since >= revision) return { events: [] }
    const remembered = writer.eventsSince(since)?.filter(event => event.revision <= revision)
    if (remembered && remembered.length <= eventsAtOnce.events && sizeOf(remembered) <= eventsAtOnce.bytes)
      return { events: remembered }
    const limit = { ...eventsAtOnce, events: Math.min(eventsAtOnce.events, revision - since) }
    const events = await this.deps.store.read(writer.document.documentId, since + 1, limit)
    const last = events.at(-1)?.revision ?? since
    return last < revision ? { events, next: last + 1 } : { events }
  }
}

function snapshotOf({ title, status, doc }: Document) {
  return { title, trashed: status === 'trashed', doc: doc.toJSON() }
}

function sizeOf(events: readonly RecordedEvent[]): number {
  return events.length === 0 ? 0 : JSON.stringify(events).length
}

/** Nobody hears it. */
function gone() {
  return refuse('busy', 'The connection is gone.', { retryInMs: 1_000 })
}
