import { schemaVersion } from '@/lib/document/schema'
import type { Pause, Timeline, TimelineQuery } from '@/lib/protocol/http'
import { Prisma, type PrismaClient } from '@/prisma/generated/client'
import type { Head } from '@/server/event-store/event-store'
import type { Entry, Sum } from '@/server/projections/timeline'
import { findAuthors } from './authors'
import { type ChunkSum, type Cut, cutInto, fillBuckets, isWhole } from './buckets'
import { readPages } from './pages'

type Row = { from_revision: number; to_revision: number; start_at: Date; end_at: Date; authors: string[]; by: Sum[] }
type Span = { last: number; start: Date; end: Date }

/**
 * What the slider draws: activity of a stretch of a document's past in at most so many buckets, down to single
 * revisions, with all named versions and restores.
 * @throws RangeError where `from` or `to` is neither a revision nor a time
 */
export async function readTimeline(
  prisma: PrismaClient,
  documentId: string,
  head: Head,
  query: TimelineQuery,
): Promise<Timeline> {
  const cut = await cutOf(prisma, documentId, query)
  const chunks = cut ? await chunkSums(prisma, documentId, cut) : []
  const parts = cut
    ? await entriesOf(
        prisma,
        documentId,
        chunks.filter(chunk => !isWhole(cut, chunk)),
      )
    : null
  const buckets = cut ? fillBuckets(cut, chunks, chunk => parts!.get(chunk.fromRevision) ?? []) : []
  const pauses = cut ? await longestPauses(prisma, documentId, cut) : []
  const isAll = query.only !== 'buckets'
  const marks = isAll ? await prisma.timelineMark.findMany({ where: { documentId }, orderBy: { revision: 'asc' } }) : []
  const authorIds = [...buckets.flatMap(({ by }) => by.map(({ authorId }) => authorId)), ...marks.map(m => m.authorId)]
  return {
    historyEpoch: head.historyEpoch,
    schemaVersion,
    head: head.revision,
    authors: await findAuthors(prisma, authorIds),
    buckets,
    pauses,
    versions: marks.flatMap(({ kind, revision, name, authorId, at }) =>
      kind === 'version' && name !== null ? [{ revision, name, authorId, at: at.toISOString() }] : [],
    ),
    restores: marks.flatMap(({ kind, revision, restoredFrom, authorId, at }) =>
      kind === 'restore' && restoredFrom !== null ? [{ revision, restoredFrom, authorId, at: at.toISOString() }] : [],
    ),
    pages: isAll ? await readPages(prisma, documentId, head.revision) : [],
  }
}

async function cutOf(prisma: PrismaClient, documentId: string, query: TimelineQuery): Promise<Cut | null> {
  const [span] = await prisma.$queryRaw<Span[]>`
    SELECT (SELECT max(to_revision) FROM timeline_activity WHERE document_id = ${documentId}::uuid) AS last,
      l.end_at AS end, f.start_at AS start
    FROM (SELECT end_at FROM timeline_activity WHERE document_id = ${documentId}::uuid
        ORDER BY from_revision DESC LIMIT 1) l,
      (SELECT start_at FROM timeline_activity WHERE document_id = ${documentId}::uuid
        ORDER BY from_revision LIMIT 1) f`
  if (!span) return null
  const read = query.by === 'time' ? Date.parse : Number
  const [first, last] = query.by === 'time' ? [span.start.getTime(), span.end.getTime()] : [1, span.last]
  const from = Math.max(first, query.from === undefined ? first : read(query.from))
  const to = Math.min(last, query.to === undefined ? last : read(query.to))
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) throw new RangeError('Neither a revision nor a time')
  return from <= to ? cutInto(query.by, from, to, query.buckets) : null
}

function within({ by, from, to }: Cut): Prisma.Sql {
  return by === 'revision'
    ? Prisma.sql`to_revision >= ${from}::int AND from_revision <= ${to}::int`
    : Prisma.sql`end_at >= ${new Date(from)}::timestamptz AND start_at <= ${new Date(to)}::timestamptz`
}

// More than anybody could tell apart on a screen.
const mostPauses = 200

async function longestPauses(prisma: PrismaClient, documentId: string, cut: Cut): Promise<Pause[]> {
  const rows = await prisma.$queryRaw<{ after: number; start: Date; end: Date }[]>`
    SELECT * FROM (SELECT to_revision AS after, end_at AS start, lead(start_at) OVER (ORDER BY from_revision) AS end
      FROM timeline_session WHERE document_id = ${documentId}::uuid AND ${within(cut)}) s
    WHERE s.end IS NOT NULL ORDER BY s.end - s.start DESC, after LIMIT ${mostPauses}`
  return rows
    .sort((a, b) => a.after - b.after)
    .map(({ after, start, end }) => ({ after, start: start.toISOString(), end: end.toISOString() }))
}

async function chunkSums(prisma: PrismaClient, documentId: string, cut: Cut): Promise<ChunkSum[]> {
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT from_revision, to_revision, start_at, end_at, authors, by FROM timeline_activity
    WHERE document_id = ${documentId}::uuid AND ${within(cut)} ORDER BY from_revision`
  return rows.map(row => ({
    fromRevision: row.from_revision,
    toRevision: row.to_revision,
    startAt: row.start_at.getTime(),
    endAt: row.end_at.getTime(),
    authors: row.authors,
    by: row.by,
  }))
}

async function entriesOf(
  prisma: PrismaClient,
  documentId: string,
  chunks: readonly ChunkSum[],
): Promise<Map<number, Entry[]>> {
  if (chunks.length === 0) return new Map()
  const rows = await prisma.$queryRaw<{ from_revision: number; entries: Entry[] }[]>`
    SELECT from_revision, entries FROM timeline_activity
    WHERE document_id = ${documentId}::uuid
      AND from_revision = ANY(${chunks.map(({ fromRevision }) => fromRevision)}::int[])`
  return new Map(rows.map(row => [row.from_revision, row.entries]))
}
