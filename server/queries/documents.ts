import { z } from 'zod'
import type { DocumentList, DocumentRow, ListQuery, Match } from '@/lib/protocol/http'
import { Prisma, type PrismaClient } from '@/prisma/generated/client'
import { searchQuery, wordsOf } from '@/server/projections/words'
import { breath } from '@/server/promises'
import { welcomeId } from '@/server/welcome/id'
import { findAuthors } from './authors'
import { cutPage, readCursor } from './cursor'
import { findMatches, termsOf } from './matches'

type Row = {
  document_id: string
  title: string
  excerpt: string
  revision: number
  owner_id: string
  updated_at: Date
  last_author_id: string
  quarantined: boolean
  sort_key: string
}
type Sort = ListQuery['sort']

const sorts: Record<Sort, { key: Prisma.Sql; type: Prisma.Sql; ascending: boolean }> = {
  updated: { key: Prisma.sql`updated_at`, type: Prisma.sql`timestamptz`, ascending: false },
  created: { key: Prisma.sql`created_at`, type: Prisma.sql`timestamptz`, ascending: false },
  title: { key: Prisma.sql`lower(title)`, type: Prisma.sql`text`, ascending: true },
}
const cursorOf = (sort: Sort) => z.tuple([z.literal(sort), z.string().max(600), z.uuid()])

/** Snippets are looked for so far into a text. */
const searchedText = 200_000
const textsAtOnce = 5
/** So many compounds of a query are looked for as they stand; of the rest their parts will do. */
const mostCompounds = 5

/**
 * An author's own documents, those they have opened and, where everybody is welcomed, the welcome document, but for what
 * they have taken out of their list; of those in the trash, only their own. With a query, those that hold all of its words,
 * the last perhaps half typed, or the whole of it in the title.
 * @param options.searched hears how much text was gone through for the query
 * @throws RangeError where the cursor is none of this list
 */
export async function listDocuments(
  prisma: PrismaClient,
  authorId: string,
  list: ListQuery,
  { welcome = false, searched = () => {} }: { welcome?: boolean; searched?: (characters: number) => void } = {},
): Promise<DocumentList> {
  const { sort, limit } = list
  const query = list.query?.trim() ?? ''
  const { key, ascending } = sorts[sort]
  const direction = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const conditions = [list.trashed === 'true' ? trashOf(authorId) : listOf(authorId, welcome)]
  if (query) conditions.push(hit(query))
  if (list.cursor !== undefined) conditions.push(behind(sort, list.cursor))
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT document_id, title, excerpt, revision, owner_id, updated_at, last_author_id, (${key})::text AS sort_key,
      EXISTS (SELECT FROM quarantine q WHERE q.stream_id = document_id) AS quarantined
    FROM document_view WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY ${key} ${direction}, document_id ${direction} LIMIT ${limit + 1}`
  const { page, ...next } = cutPage(rows, limit, last => [sort, last.sort_key, last.document_id])
  const matches = query ? await matchesOf(prisma, query, page, searched) : null
  return {
    documents: page.map(row => ({
      ...documentRow(row, authorId),
      ...(matches && { matches: matches.get(row.document_id) ?? [] }),
    })),
    authors: await findAuthors(
      prisma,
      page.map(row => row.last_author_id),
    ),
    ...next,
  }
}

const trashOf = (authorId: string) => Prisma.sql`trashed AND owner_id = ${authorId}::uuid`

function listOf(authorId: string, welcome: boolean): Prisma.Sql {
  const welcomed = Prisma.sql`UNION ALL SELECT ${welcomeId}::uuid WHERE NOT EXISTS (
    SELECT FROM visit WHERE author_id = ${authorId}::uuid AND document_id = ${welcomeId}::uuid AND hidden)`
  return Prisma.sql`NOT trashed AND document_id IN (
    SELECT document_id FROM document_view WHERE owner_id = ${authorId}::uuid
    UNION ALL SELECT document_id FROM visit WHERE author_id = ${authorId}::uuid AND NOT hidden
    ${welcome ? welcomed : Prisma.empty})`
}

function hit(query: string): Prisma.Sql {
  const inTitle = Prisma.sql`strpos(lower(title), ${query.toLowerCase()}) > 0`
  const words = searchQuery(query)
  if (!words) return inTitle
  // Of a compound the vector knows only the parts.
  const compounds = termsOf(query)
    .filter(term => wordsOf(term).length > 1)
    .slice(0, mostCompounds)
    .map(term => Prisma.sql`AND strpos(lower(title || ' ' || text), ${term.toLowerCase()}) > 0`)
  return Prisma.sql`(search @@ ${words}::tsquery ${compounds.length > 0 ? Prisma.join(compounds, ' ') : Prisma.empty}
    OR ${inTitle})`
}

function behind(sort: Sort, cursor: string): Prisma.Sql {
  const { key, type, ascending } = sorts[sort]
  const [, value, documentId] = readCursor(cursor, cursorOf(sort))
  if (sort !== 'title' && Number.isNaN(Date.parse(value))) throw new RangeError('Not a cursor of this list')
  const after = ascending ? Prisma.sql`>` : Prisma.sql`<`
  return Prisma.sql`(${key}, document_id) ${after} (${value}::${type}, ${documentId}::uuid)`
}

function documentRow(row: Row, authorId: string): DocumentRow {
  return {
    documentId: row.document_id,
    title: row.title,
    excerpt: row.excerpt,
    revision: row.revision,
    role: row.quarantined ? 'viewer' : row.owner_id === authorId ? 'owner' : 'editor',
    updatedAt: row.updated_at.toISOString(),
    lastAuthor: row.last_author_id,
  }
}

/** Each document's matches. A few documents at a time, and others' work between: a page of them may hold millions of letters. */
async function matchesOf(
  prisma: PrismaClient,
  query: string,
  rows: readonly Row[],
  searched: (characters: number) => void,
): Promise<Map<string, Match[]>> {
  const matches = new Map<string, Match[]>()
  for (let from = 0; from < rows.length; from += textsAtOnce) {
    const texts = await prisma.$queryRaw<{ document_id: string; title: string; text: string }[]>`
      SELECT document_id, title, left(text, ${searchedText}::int) AS text FROM document_view
      WHERE document_id = ANY(${rows.slice(from, from + textsAtOnce).map(row => row.document_id)}::uuid[])`
    for (const { document_id, title, text } of texts) {
      matches.set(document_id, findMatches(query, title, text))
      searched(text.length)
      await breath()
    }
  }
  return matches
}
