import { io, type Socket } from 'socket.io-client'
import type { DocumentAt, EventsPage } from '@/lib/protocol/http'
import type { ClientToServer, PresenceUpdate, ServerToClient } from '@/lib/protocol/socket'
import type { Payload, Reply, RequestName, Transport, TransportListener } from './transport'

export type SocketTransportOptions = {
  /** The server's origin; in a browser, where the page came from. */
  origin: string
  /** Sent with everything, where there's no browser to keep cookies. */
  headers?: Record<string, string>
  /** Gets a session where there's none (any more): signs in as a guest, say. */
  signIn: () => Promise<unknown>
  /** How long an answer may take, in ms. */
  timeout?: number
}

/** The wire over socket.io and HTTP: one connection for all documents of a page. */
export class SocketTransport implements Transport {
  private readonly socket: Socket<ServerToClient, ClientToServer>
  private readonly listeners = new Set<TransportListener>()
  private retry: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly options: SocketTransportOptions) {
    this.socket = io(options.origin, {
      path: '/socket.io',
      transports: ['websocket', 'polling'],
      // A proxy that forbids one of the two may let the other through.
      tryAllTransports: true,
      withCredentials: true,
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
      ...(options.headers && { extraHeaders: options.headers }),
    })
    this.socket.on('connect', () => this.each(listener => listener.connected()))
    this.socket.on('disconnect', reason => {
      this.each(listener => listener.disconnected())
      if (reason === 'io server disconnect') this.connectIn(1_000)
    })
    this.socket.on('connect_error', error =>
      this.refused(error as Error & { data?: { code?: string; retryInMs?: number } }),
    )
    this.socket.on('server:draining', ({ reconnectInMs }) => this.connectIn(reconnectInMs))
    this.socket.on('document:events', message => this.each(listener => listener.events(message)))
    this.socket.on('presence', message => this.each(listener => listener.presence(message)))
    this.socket.on('author:changed', author => this.each(listener => listener.authorChanged(author)))
    this.socket.on('document:access', message => this.each(listener => listener.access(message)))
  }

  get connected(): boolean {
    return this.socket.connected
  }

  connect(): void {
    this.socket.connect()
  }

  close(): void {
    if (this.retry) clearTimeout(this.retry)
    this.socket.disconnect()
  }

  listen(listener: TransportListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
    return new Promise((resolve, reject) => {
      // Without a connection nothing is queued: the session sends again when it's back, in its own order.
      if (!this.socket.connected) return reject(new Error('Not connected'))
      const answer = (error: Error | null, reply: Reply<N>) => (error ? reject(error) : resolve(reply))
      const socket = this.socket.timeout(this.options.timeout ?? 10_000) as unknown as {
        emit(name: N, payload: Payload<N>, answer: (error: Error | null, reply: Reply<N>) => void): void
      }
      socket.emit(name, payload, answer)
    })
  }

  presence(update: PresenceUpdate): void {
    this.socket.volatile.emit('presence:update', update)
  }

  async events(documentId: string, from: number): Promise<EventsPage> {
    const answer = await this.get(`/documents/${documentId}/events?from=${from}`)
    if (!answer.ok) throw new Error(`Events could not be read: ${answer.status}`)
    return (await answer.json()) as EventsPage
  }

  async documentAt(documentId: string, revision: number): Promise<DocumentAt | null> {
    const answer = await this.get(`/documents/${documentId}/at/${revision}`)
    if (answer.status === 404 || answer.status === 403) return null
    if (!answer.ok) throw new Error(`Revision ${revision} could not be read: ${answer.status}`)
    return (await answer.json()) as DocumentAt
  }

  private get(path: string): Promise<Response> {
    const { origin, headers = {} } = this.options
    return fetch(`${origin}/api${path}`, { headers, signal: AbortSignal.timeout(20_000) })
  }

  private refused(error: Error & { data?: { code?: string; retryInMs?: number } }): void {
    // Failures of the network are tried again by socket.io; a refusal of the server's is ours to answer.
    if (!error.data) return
    const again = error.data.retryInMs ?? 2_000
    const ready = error.data.code === 'not_signed_in' ? this.options.signIn().then(() => 0) : Promise.resolve(again)
    ready.then(
      ms => this.connectIn(ms),
      () => this.connectIn(again),
    )
  }

  private connectIn(ms: number): void {
    if (this.retry) clearTimeout(this.retry)
    this.retry = setTimeout(() => {
      // Where socket.io is at it already, asking again would join the server twice over one connection.
      if (!this.socket.active) this.socket.connect()
    }, ms)
  }

  private each(tell: (listener: TransportListener) => void): void {
    for (const listener of [...this.listeners]) tell(listener)
  }
}
