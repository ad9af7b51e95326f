import { z } from 'zod'
import { revisionNumber, uuid } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import type { Refusal } from '@/lib/document/refusal'
import type { NodeJSON } from '@/lib/document/schema'
import { type Author, type Member, type Role, selection } from './people'

/** Messages of the socket (docs/protocol.md). Payloads from a client are parsed by these schemas, at the door only. */

export const documentOpen = z.strictObject({
  documentId: uuid,
  schemaVersion: z.int().min(1).max(32_767),
  since: z.int().min(0).max(2_147_483_647).optional(),
  historyEpoch: z.int().min(1).max(2_147_483_647).optional(),
})
export type DocumentOpen = z.infer<typeof documentOpen>

export type Snapshot = { revision: number; title: string; trashed: boolean; doc: NodeJSON }

export type Opened = {
  /** The head at which the socket joined: the room brings `revision + 1` and on. */
  revision: number
  role: Role
  clientId: string
  historyEpoch: number
  /** Of a damaged document: the first revision that can't be shown. It ends before it, and everybody is a viewer. */
  quarantinedFrom?: number
  schemaVersion: number
  members: Member[]
  authors: Author[]
  snapshot?: Snapshot
  events: RecordedEvent[]
  /** Where more events up to `revision` begin, to be fetched over HTTP. */
  next?: number
}

export type Accepted = { revision: number; position: string }

export const documentCheck = z.strictObject({
  documentId: uuid,
  revision: revisionNumber,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type DocumentCheck = z.infer<typeof documentCheck>

export const documentClose = z.strictObject({ documentId: uuid })

export const presenceUpdate = z.strictObject({
  documentId: uuid,
  revision: z.int().min(0).max(2_147_483_647),
  selection: selection.nullable(),
})
export type PresenceUpdate = z.infer<typeof presenceUpdate>

export type Answer<T> = ({ ok: true } & T) | { ok: false; error: Refusal }

export type EventsMessage = { documentId: string; events: RecordedEvent[]; authors?: Author[] }
export type PresenceMessage = { documentId: string; updates: Member[]; left: string[]; authors?: Author[] }

export type ServerToClient = {
  'document:events': (message: EventsMessage) => void
  presence: (message: PresenceMessage) => void
  'author:changed': (author: Author) => void
  'document:access': (message: { documentId: string; role: Role | null }) => void
  'session:ended': (message: Record<string, never>) => void
  'server:draining': (message: { reconnectInMs: number }) => void
}

/** What our own client sends; the server types everything that comes in as unknown. */
export type ClientToServer = {
  'document:open': (message: DocumentOpen, answer: (opened: Answer<Opened>) => void) => void
  'document:command': (message: unknown, answer: (accepted: Answer<Accepted>) => void) => void
  'document:check': (message: DocumentCheck, answer: (checked: Answer<{ resync?: true }>) => void) => void
  'document:close': (message: { documentId: string }, answer: (closed: Answer<object>) => void) => void
  'presence:update': (message: PresenceUpdate) => void
}
