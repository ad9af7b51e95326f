import { z } from 'zod'
import type { Sessions, SessionsQuery, WorkSession } from '@/lib/protocol/http'
import { Prisma, type PrismaClient } from '@/prisma/generated/client'
import { findAuthors } from './authors'
import { cutPage, readCursor } from './cursor'

type Row = {
  from_revision: number
  to_revision: number
  start_at: Date
  end_at: Date
  authors: string[]
  inserted: bigint
  deleted: bigint
}

const cursorValues = z.tuple([z.int().min(0)])

/**
 * Bursts of work in a document, newest first; of one author, or with a named version in them, if asked.
 * @throws RangeError where the cursor is none of this list
 */
export async function listSessions(prisma: PrismaClient, documentId: string, query: SessionsQuery): Promise<Sessions> {
  const conditions = [Prisma.sql`document_id = ${documentId}::uuid`]
  if (query.cursor !== undefined) {
    const [from] = readCursor(query.cursor, cursorValues)
    conditions.push(Prisma.sql`from_revision < ${from}`)
  }
  if (query.author !== undefined) conditions.push(Prisma.sql`${query.author}::uuid = ANY(authors)`)
  if (query.named === 'true')
    conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM timeline_mark m WHERE m.document_id = s.document_id
      AND m.kind = 'version' AND m.revision BETWEEN s.from_revision AND s.to_revision)`)
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT from_revision, to_revision, start_at, end_at, authors, inserted, deleted FROM timeline_session s
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY from_revision DESC LIMIT ${query.limit + 1}`
  const { page, ...next } = cutPage(rows, query.limit, last => [last.from_revision])
  return {
    sessions: page.map(session),
    authors: await findAuthors(
      prisma,
      page.flatMap(row => row.authors),
    ),
    ...next,
  }
}

function session(row: Row): WorkSession {
  return {
    from: row.from_revision,
    to: row.to_revision,
    start: row.start_at.toISOString(),
    end: row.end_at.toISOString(),
    authors: row.authors,
    inserted: Number(row.inserted),
    deleted: Number(row.deleted),
  }
}
