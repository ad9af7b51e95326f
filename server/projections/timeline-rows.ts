import type { Tx } from './projection'
import type { Chunk, Entry, Mark, Session, Sum, Timeline } from './timeline'
import { loadPages, type Page, writePages } from './timeline-pages'

type StoredSpan = {
  document_id: string
  from_revision: number
  to_revision: number
  start_at: Date
  end_at: Date
  authors: string[]
}
type StoredChunk = StoredSpan & { by: Sum[]; entries: Entry[] }
type StoredSession = StoredSpan & { inserted: bigint; deleted: bigint }

/** The last chunk, the last session and the last page of each document. */
export async function loadTimelines(tx: Tx, documentIds: readonly string[]): Promise<Map<string, Timeline>> {
  const chunks = await tx.$queryRaw<StoredChunk[]>`
    SELECT a.* FROM unnest(${documentIds}::uuid[]) AS d (id)
    CROSS JOIN LATERAL (SELECT document_id, from_revision, to_revision, start_at, end_at, authors, by, entries
      FROM timeline_activity WHERE document_id = d.id ORDER BY from_revision DESC LIMIT 1) a`
  const sessions = await tx.$queryRaw<StoredSession[]>`
    SELECT s.* FROM unnest(${documentIds}::uuid[]) AS d (id)
    CROSS JOIN LATERAL (SELECT document_id, from_revision, to_revision, start_at, end_at, authors, inserted, deleted
      FROM timeline_session WHERE document_id = d.id ORDER BY from_revision DESC LIMIT 1) s`
  const pages = await loadPages(tx, documentIds)
  const sessionOf = new Map(sessions.map(row => [row.document_id, row]))
  return new Map(
    chunks.map(({ by, entries, ...row }) => {
      const session = sessionOf.get(row.document_id)
      const page = pages.get(row.document_id)
      const timeline: Timeline = {
        documentId: row.document_id,
        revision: row.to_revision,
        chunks: [{ ...spanOf(row), by, entries }],
        sessions: session
          ? [{ ...spanOf(session), inserted: Number(session.inserted), deleted: Number(session.deleted) }]
          : [],
        pages: page ? [page] : [],
        marks: {},
      }
      return [row.document_id, timeline]
    }),
  )
}

function spanOf({ from_revision, to_revision, start_at, end_at, authors }: StoredSpan) {
  return {
    fromRevision: from_revision,
    toRevision: to_revision,
    startAt: start_at.toISOString(),
    endAt: end_at.toISOString(),
    authors,
  }
}

const rowsInStatement = 1_000

/** Stores what a fold touched: for each document its last chunk, session and page, and what it finished before them. */
export async function writeTimelines(tx: Tx, timelines: readonly Timeline[]): Promise<void> {
  const of = <Row extends object>(rowsOf: (timeline: Timeline) => readonly Row[]) =>
    timelines.flatMap(timeline => rowsOf(timeline).map(row => ({ documentId: timeline.documentId, ...row })))
  await inParts(
    of<Chunk>(timeline => timeline.chunks),
    rows => writeChunks(tx, rows),
  )
  await inParts(
    of<Session>(timeline => timeline.sessions),
    rows => writeSessions(tx, rows),
  )
  await inParts(
    of<Page>(timeline => timeline.pages),
    rows => writePages(tx, rows),
  )
  await inParts(
    of<Mark>(timeline => Object.values(timeline.marks)),
    rows => writeMarks(tx, rows),
  )
}

async function inParts<Row>(rows: readonly Row[], write: (json: string) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsInStatement)
    await write(JSON.stringify(rows.slice(from, from + rowsInStatement)))
}

const writeChunks = (tx: Tx, rows: string) => tx.$executeRaw`
  INSERT INTO timeline_activity (document_id, from_revision, to_revision, start_at, end_at, authors, by, entries)
  SELECT "documentId", "fromRevision", "toRevision", "startAt", "endAt", authors, by, entries
  FROM json_to_recordset(${rows}::json) AS r ("documentId" uuid, "fromRevision" int, "toRevision" int,
    "startAt" timestamptz, "endAt" timestamptz, authors uuid[], by jsonb, entries jsonb)
  ON CONFLICT (document_id, from_revision) DO UPDATE SET to_revision = excluded.to_revision,
    start_at = excluded.start_at, end_at = excluded.end_at, authors = excluded.authors, by = excluded.by,
    entries = excluded.entries`

const writeSessions = (tx: Tx, rows: string) => tx.$executeRaw`
  INSERT INTO timeline_session (document_id, from_revision, to_revision, start_at, end_at, authors, inserted, deleted)
  SELECT "documentId", "fromRevision", "toRevision", "startAt", "endAt", authors, inserted, deleted
  FROM json_to_recordset(${rows}::json) AS r ("documentId" uuid, "fromRevision" int, "toRevision" int,
    "startAt" timestamptz, "endAt" timestamptz, authors uuid[], inserted bigint, deleted bigint)
  ON CONFLICT (document_id, from_revision) DO UPDATE SET to_revision = excluded.to_revision,
    start_at = excluded.start_at, end_at = excluded.end_at, authors = excluded.authors,
    inserted = excluded.inserted, deleted = excluded.deleted`

// A version that lost its name goes; both in one statement, which sees each mark once.
const writeMarks = (tx: Tx, rows: string) => tx.$executeRaw`
  WITH r AS (SELECT * FROM json_to_recordset(${rows}::json) AS r ("documentId" uuid, kind text, revision int,
      "restoredFrom" int, name text, "authorId" uuid, at timestamptz)),
    gone AS (DELETE FROM timeline_mark m USING r WHERE m.document_id = r."documentId" AND m.kind = r.kind
      AND m.revision = r.revision AND r.kind = 'version' AND r.name IS NULL)
  INSERT INTO timeline_mark (document_id, kind, revision, restored_from, name, author_id, at)
  SELECT "documentId", kind, revision, "restoredFrom", name, "authorId", at FROM r
  WHERE kind <> 'version' OR name IS NOT NULL
  ON CONFLICT (document_id, kind, revision) DO UPDATE SET restored_from = excluded.restored_from,
    name = excluded.name, author_id = excluded.author_id, at = excluded.at`
