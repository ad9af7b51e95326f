import type { DocumentAt, EventsPage } from '@/lib/protocol/http'
import type { Author, Role } from '@/lib/protocol/people'
import type { Answer, ClientToServer, EventsMessage, PresenceMessage, PresenceUpdate } from '@/lib/protocol/socket'

export type Requests = Omit<ClientToServer, 'presence:update'>
export type RequestName = keyof Requests
export type Payload<N extends RequestName> = Parameters<Requests[N]>[0]
export type Reply<N extends RequestName> =
  Parameters<Parameters<Requests[N]>[1]>[0] extends Answer<infer T> ? Answer<T> : never

/** What a transport tells the documents that are open over it. */
export type TransportListener = {
  /** The connection is up (again): whatever was open must be opened anew. */
  connected(): void
  disconnected(): void
  events(message: EventsMessage): void
  presence(message: PresenceMessage): void
  authorChanged(author: Author): void
  access(message: { documentId: string; role: Role | null }): void
}

/** The wire, as a document session needs it. Messages may be lost with the connection, never altered. */
export interface Transport {
  readonly connected: boolean
  /** Resolves with the server's answer; rejects where none came: then the outcome is unknown. */
  request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Reply<N>>
  /** May be dropped. */
  presence(update: PresenceUpdate): void
  /** Recorded events from a revision on, a page of them. Rejects where no answer came. */
  events(documentId: string, from: number): Promise<EventsPage>
  /** A document as it was; null where there's none (any more) for us. Rejects where no answer came. */
  documentAt(documentId: string, revision: number): Promise<DocumentAt | null>
  /** @returns how to stop listening */
  listen(listener: TransportListener): () => void
}
