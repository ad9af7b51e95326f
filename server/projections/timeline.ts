import { produce } from 'immer'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { type Change, changeOf } from './activity'
import type { Projection } from './projection'
import { addToPages, type Page } from './timeline-pages'
import { loadTimelines, writeTimelines } from './timeline-rows'

/** [index in `authors`, ms since the chunk's start, edits, inserted, deleted] of one revision. */
export type Entry = [author: number, ms: number, edits: number, inserted: number, deleted: number]
/** [edits, inserted, deleted] of one author. */
export type Sum = [edits: number, inserted: number, deleted: number]

type Span = { fromRevision: number; toRevision: number; startAt: string; endAt: string; authors: string[] }
/** Activity of up to 256 consecutive revisions; `by[i]` is what `authors[i]` did in them. */
export type Chunk = Span & { by: Sum[]; entries: Entry[] }
/** A burst of work, ended by a pause. */
export type Session = Span & { inserted: number; deleted: number }
/** A named version or a restore. */
export type Mark = {
  kind: 'version' | 'restore'
  revision: number
  restoredFrom: number | null
  name: string | null
  authorId: string
  at: string
}

/** The open end of a document's timeline, and what the last fold finished before it. */
export type Timeline = {
  readonly documentId: string
  readonly revision: number
  readonly chunks: readonly Chunk[]
  readonly sessions: readonly Session[]
  readonly pages: readonly Page[]
  /** Marks that changed, by `kind/revision`; one without a name was taken away. */
  readonly marks: Readonly<Record<string, Mark>>
}

/** Revisions in a chunk: chunk n holds 256n + 1 … 256n + 256. */
export const chunkSize = 256
export const pause = 15 * 60_000

export const timelineProjection: Projection<Timeline> = {
  name: 'timeline',
  // Where pages end depends on what events of older schema versions look like today.
  version: 1 + schemaVersion,
  tables: [
    { name: 'timeline_activity', key: ['from_revision'] },
    { name: 'timeline_session', key: ['from_revision'] },
    { name: 'timeline_page', key: ['n'] },
    { name: 'timeline_mark', key: ['kind', 'revision'] },
  ],
  begin: documentId => ({ documentId, revision: 0, chunks: [], sessions: [], pages: [], marks: {} }),
  load: loadTimelines,
  write: writeTimelines,

  fold(timeline, stages) {
    // Counted before anything changes; and a draft of so many entries would cost more than the documents do.
    const changes = stages.map(changeOf)
    const chunks = withLastCopied(timeline.chunks, chunk => ({
      ...chunk,
      authors: [...chunk.authors],
      by: [...chunk.by],
      entries: [...chunk.entries],
    }))
    const sessions = withLastCopied(timeline.sessions, session => ({ ...session, authors: [...session.authors] }))
    stages.forEach(({ event }, i) => {
      addToChunk(chunks, event, changes[i]!)
      addToSession(sessions, event, changes[i]!)
    })
    const events = stages.map(({ event }) => event)
    const pages = addToPages(timeline.pages, events)
    const marks = addMarks(timeline.marks, events)
    return { ...timeline, revision: events.at(-1)!.revision, chunks, sessions, pages, marks }
  },
}

/** Only the last one is still open. */
function withLastCopied<T>(list: readonly T[], copy: (last: T) => T): T[] {
  return list.map((item, i) => (i === list.length - 1 ? copy(item) : item))
}

function begun({ revision, recordedAt }: RecordedEvent): Span {
  return { fromRevision: revision, toRevision: revision, startAt: recordedAt, endAt: recordedAt, authors: [] }
}

function authorIndex(authors: string[], authorId: string): number {
  const index = authors.indexOf(authorId)
  return index >= 0 ? index : authors.push(authorId) - 1
}

function addToChunk(chunks: Chunk[], event: RecordedEvent, { edits, inserted, deleted }: Change): void {
  let chunk = chunks.at(-1)
  if (!chunk || (event.revision - 1) % chunkSize === 0) {
    chunk = { ...begun(event), by: [], entries: [] }
    chunks.push(chunk)
  }
  const index = authorIndex(chunk.authors, event.authorId)
  const [e, i, d] = chunk.by[index] ?? [0, 0, 0]
  chunk.by[index] = [e + edits, i + inserted, d + deleted]
  chunk.entries.push([index, Date.parse(event.recordedAt) - Date.parse(chunk.startAt), edits, inserted, deleted])
  chunk.toRevision = event.revision
  chunk.endAt = event.recordedAt
}

function addToSession(sessions: Session[], event: RecordedEvent, { inserted, deleted }: Change): void {
  let session = sessions.at(-1)
  if (!session || Date.parse(event.recordedAt) - Date.parse(session.endAt) > pause) {
    session = { ...begun(event), inserted: 0, deleted: 0 }
    sessions.push(session)
  }
  authorIndex(session.authors, event.authorId)
  session.toRevision = event.revision
  session.endAt = event.recordedAt
  session.inserted += inserted
  session.deleted += deleted
}

const addMarks = produce((marks: Record<string, Mark>, events: readonly RecordedEvent[]) => {
  for (const { revision, authorId, recordedAt: at, ...event } of events) {
    if ('redacted' in event.data) continue
    if (event.type === 'VersionNamed') {
      const { revision: named, name } = event.data
      marks[`version/${named}`] = { kind: 'version', revision: named, restoredFrom: null, name, authorId, at }
    } else if (event.type === 'RevisionRestored') {
      const { restoredFrom } = event.data
      marks[`restore/${revision}`] = { kind: 'restore', revision, restoredFrom, name: null, authorId, at }
    }
  }
})
