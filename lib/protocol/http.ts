import { z } from 'zod'
import { line, revisionNumber, uuid } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import type { NodeJSON } from '@/lib/document/schema'
import type { Author, Role } from './people'

/** Requests and answers of `/api` (docs/protocol.md). */

const cut = (max: number, fallback: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .transform(limit => Math.min(limit, max))
    .default(fallback)

export const createDocument = z.strictObject({
  documentId: uuid.optional(),
  title: line(500).optional(),
  content: z.looseObject({ type: z.literal('doc') }).optional(),
  from: z.strictObject({ documentId: uuid, revision: revisionNumber }).optional(),
})
export type CreateDocument = z.infer<typeof createDocument>
export type DocumentMade = { documentId: string; revision: number; position: string }

const position = z.string().regex(/^[0-9a-f]{4}-[0-9a-f]{16}-[0-9a-f]{16}$/)

export const listQuery = z.strictObject({
  query: z.string().max(200).optional(),
  sort: z.enum(['updated', 'title', 'created']).default('updated'),
  trashed: z.enum(['true', 'false']).default('false'),
  cursor: z.string().max(1_000).optional(),
  limit: cut(100, 30),
  after: position.optional(),
})
export type ListQuery = z.infer<typeof listQuery>

/** A hit in a document's text; each range is [from, to) in `text`, in UTF-16 units. */
export type Match = { text: string; ranges: [number, number][] }
export type DocumentRow = {
  documentId: string
  title: string
  excerpt: string
  matches?: Match[]
  revision: number
  role: Role
  updatedAt: string
  lastAuthor: string
}
export type DocumentList = { documents: DocumentRow[]; authors: Author[]; cursor?: string }

/** What somebody changes about a document that they have opened: whether it stands in their list. */
export const visitChange = z.strictObject({ listed: z.boolean() })
export type VisitChange = z.infer<typeof visitChange>

export type CurrentDocument = {
  documentId: string
  title: string
  role: Role
  revision: number
  schemaVersion: number
  historyEpoch: number
  /** Of a damaged document: the first revision that can't be shown. */
  quarantinedFrom?: number
  trashed: boolean
  doc: NodeJSON
}
export type DocumentAt = {
  revision: number
  recordedAt: string
  author: string
  title: string
  doc: NodeJSON
  authors: Author[]
}

export const eventsQuery = z.strictObject({
  from: z.coerce.number().int().min(1).max(2_147_483_647).default(1),
  limit: cut(1_000, 1_000),
  v: z.string().max(40).optional(),
})
export type EventsPage = { events: RecordedEvent[]; authors: Author[]; next?: number }

const moment = z.string().max(40)
export const timelineQuery = z.strictObject({
  by: z.enum(['time', 'revision']).default('revision'),
  from: moment.optional(),
  to: moment.optional(),
  buckets: cut(2_000, 200),
  /** What's told of all of the past is known already. */
  only: z.enum(['buckets']).optional(),
  v: z.string().max(40).optional(),
})
export type TimelineQuery = z.infer<typeof timelineQuery>
export type Bucket = {
  from: number
  to: number
  start: string
  end: string
  by: { authorId: string; edits: number; inserted: number; deleted: number }[]
}
export type Pause = { after: number; start: string; end: string }
export type Timeline = {
  historyEpoch: number
  schemaVersion: number
  head: number
  authors: Author[]
  buckets: Bucket[]
  /** The longest breaks between sessions of work in the stretch; `after`: the last revision before one. */
  pauses: Pause[]
  versions: { revision: number; name: string; authorId: string; at: string }[]
  restores: { revision: number; restoredFrom: number; authorId: string; at: string }[]
  pages: { n: number; from: number; to: number; bytes: number }[]
}

export const sessionsQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  author: uuid.optional(),
  named: z.enum(['true', 'false']).optional(),
  limit: cut(200, 50),
})
export type SessionsQuery = z.infer<typeof sessionsQuery>
export type WorkSession = {
  from: number
  to: number
  start: string
  end: string
  authors: string[]
  inserted: number
  deleted: number
}
export type Sessions = { sessions: WorkSession[]; authors: Author[]; cursor?: string }

export const exportFormat = z.enum(['html', 'markdown', 'json', 'text'])
export type ExportFormat = z.infer<typeof exportFormat>
export const exportQuery = z.strictObject({
  format: exportFormat,
  revision: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number)
    .pipe(revisionNumber)
    .optional(),
})
export type ExportedDocument = {
  title: string
  revision: number
  recordedAt: string
  schemaVersion: number
  doc: NodeJSON
}
export type CommandAnswer = { revision: number; position: string; event: RecordedEvent }
