import type { Payload, Reply, RequestName, Transport, TransportListener } from '@/lib/client/transport'
import { command } from '@/lib/document/commands'
import type { DocumentAt, EventsPage } from '@/lib/protocol/http'
import type { EventsMessage } from '@/lib/protocol/socket'
import type { Peer } from '@/server/rooms'
import type { Random } from '../random'
import type { WorldServer } from './server'
import { type Clock, carry, type Weather } from './wire'

let connections = 0

/** A line between one session and the world's server, as bad as the weather. */
export class WorldTransport implements Transport {
  connected = false
  /** Command ids that were acknowledged, with the revision that was named. */
  readonly acknowledged = new Map<string, number>()
  private listener: TransportListener | null = null
  private peer: Peer | null = null

  constructor(
    private readonly server: () => WorldServer,
    private readonly authorId: string,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly weather: () => Weather,
  ) {}

  listen(listener: TransportListener): () => void {
    this.listener = listener
    return () => {
      this.listener = null
    }
  }

  connect(): void {
    if (this.connected) return
    const id = `connection-${connections++}`
    this.peer = this.server().connect(id, this.authorId, (name, payload) => {
      const copy = structuredClone(payload)
      this.carry(() => {
        if (this.peer?.id === id) this.deliver(name, copy)
      })
    })
    this.connected = true
    this.listener?.connected()
  }

  disconnect(): void {
    if (!this.connected || !this.peer) return
    this.server().disconnect(this.peer)
    this.connected = false
    this.peer = null
    this.listener?.disconnected()
  }

  /** The page at this end is gone: the server sees the line break, the page sees nothing any more. */
  die(): void {
    if (this.peer) this.server().disconnect(this.peer)
    this.listener = null
    this.connected = false
    this.peer = null
  }

  request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
    const { peer } = this
    const server = this.server()
    const sent = structuredClone(payload)
    return new Promise((resolve, reject) => {
      const giveUp = this.clock.schedule(() => reject(new Error('No answer')), 2_000)
      if (!peer) return
      this.carry(() => {
        if (this.server() !== server) return
        void this.serve(server, peer, name, structuredClone(sent)).then(answer => {
          const copy = structuredClone(answer)
          this.carry(() => {
            if (this.peer !== peer) return
            giveUp()
            this.note(sent, answer)
            resolve(copy as Reply<N>)
          })
        })
      })
    })
  }

  presence(): void {}

  async events(documentId: string, from: number): Promise<EventsPage> {
    const events = await this.server().store.read(documentId, from, { events: 1_000 })
    const last = events.at(-1)?.revision ?? 0
    const head = await this.server().store.head(documentId)
    return { events, authors: [], ...(head && last < head.revision && { next: last + 1 }) }
  }

  async documentAt(documentId: string, revision: number): Promise<DocumentAt | null> {
    const at = await this.server().history.documentAt(documentId, revision)
    if (!at) return null
    const { title, recordedAt, doc, ownerId } = at
    return { revision, recordedAt, author: ownerId, title, doc: doc.toJSON(), authors: [] }
  }

  private async serve(server: WorldServer, peer: Peer, name: RequestName, payload: unknown): Promise<unknown> {
    if (name === 'document:open') {
      const opened = await server.rooms.open(peer, payload as Payload<'document:open'>, () => 0)
      return 'refusal' in opened ? { ok: false, error: opened.refusal } : { ok: true, ...opened }
    }
    if (name === 'document:command') {
      const outcome = await server.writers.submit(command.parse(payload), { authorId: this.authorId, via: 'browser' })
      if ('refusal' in outcome) return { ok: false, error: outcome.refusal }
      return { ok: true, revision: outcome.event.revision, position: outcome.event.position }
    }
    return { ok: true }
  }

  private note(sent: unknown, answer: unknown): void {
    const { commandId } = sent as { commandId?: string }
    const { ok, revision } = answer as { ok: boolean; revision?: number }
    if (commandId && ok && revision) this.acknowledged.set(commandId, revision)
  }

  private carry(deliver: () => void): void {
    carry(this.clock, this.random, this.weather(), deliver)
  }

  private deliver(name: string, payload: unknown): void {
    if (name === 'document:events') this.listener?.events(payload as EventsMessage)
  }
}
