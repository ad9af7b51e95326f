import { castDraft, produce } from 'immer'
import type { Document } from '@/lib/document/document'
import { blockHTML } from '@/lib/document/html'
import { cutText, plainText, textLength } from '@/lib/document/text'
import { fewAtATime } from '@/server/promises'
import type { Projection, Tx } from './projection'
import { allWordsOf, searchVector } from './words'

/** What lists, search and the first paint show of a document. */
export type DocumentView = {
  readonly documentId: string
  readonly revision: number
  readonly contributors: readonly string[]
  readonly lastAuthorId: string
  readonly createdAt: string
  readonly updatedAt: string
  /** The document after the last fold, from which the rest of the row is made when it's written. */
  readonly document: Document | null
}

type StoredView = {
  document_id: string
  revision: number
  contributors: string[]
  last_author_id: string
  created_at: Date
  updated_at: Date
}

// In units of content; a row is some five times as large.
const largestStatement = 4_000_000

export const documentProjection: Projection<DocumentView> = {
  name: 'document',
  version: 1,
  tables: [{ name: 'document_view', key: ['document_id'] }],

  begin: documentId => ({
    documentId,
    revision: 0,
    contributors: [],
    lastAuthorId: '',
    createdAt: '',
    updatedAt: '',
    document: null,
  }),

  async load(tx, documentIds) {
    const rows = await tx.$queryRaw<StoredView[]>`
      SELECT document_id, revision, contributors, last_author_id, created_at, updated_at
      FROM document_view WHERE document_id = ANY(${documentIds}::uuid[])`
    return new Map(rows.map(row => [row.document_id, viewOf(row)]))
  },

  fold: produce((draft, stages) => {
    for (const { event, after } of stages) {
      draft.revision = event.revision
      if (event.revision === 1) draft.createdAt = event.recordedAt
      draft.updatedAt = event.recordedAt
      draft.lastAuthorId = event.authorId
      if (!draft.contributors.includes(event.authorId)) draft.contributors.push(event.authorId)
      draft.document = castDraft(after)
    }
  }),

  async write(tx, views) {
    let rows: Row[] = []
    let size = 0
    for (const view of views) {
      rows.push(await rowOf(view))
      size += view.document!.doc.nodeSize
      if (size < largestStatement) continue
      await upsert(tx, rows)
      rows = []
      size = 0
    }
    if (rows.length > 0) await upsert(tx, rows)
  },
}

function viewOf(row: StoredView): DocumentView {
  return {
    documentId: row.document_id,
    revision: row.revision,
    contributors: row.contributors,
    lastAuthorId: row.last_author_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    document: null,
  }
}

type Row = Awaited<ReturnType<typeof rowOf>>

/** In pieces: of a document of megabytes it's a third of a second of work, and writers share the process. */
async function rowOf(view: DocumentView) {
  const { ownerId, title, doc, status } = view.document!
  const text = plainText(doc)
  const words = await allWordsOf(text)
  return {
    document_id: view.documentId,
    revision: view.revision,
    owner_id: ownerId,
    title,
    excerpt: cutText(text.slice(0, 2_000).replace(/\s+/gu, ' ').trim(), 200),
    text,
    html: (await fewAtATime(doc.children, block => blockHTML(block, doc), 500)).join(''),
    search: await searchVector(title, words),
    characters: textLength(doc, 0, doc.content.size),
    words: words.length,
    contributors: view.contributors,
    last_author_id: view.lastAuthorId,
    trashed: status === 'trashed',
    created_at: view.createdAt,
    updated_at: view.updatedAt,
  }
}

async function upsert(tx: Tx, rows: readonly Row[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO document_view
      (document_id, revision, owner_id, title, excerpt, text, html, search, characters, words, contributors,
       last_author_id, trashed, created_at, updated_at)
    SELECT document_id, revision, owner_id, title, excerpt, text, html, search, characters, words, contributors,
      last_author_id, trashed, created_at, updated_at
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r (
      document_id uuid, revision int, owner_id uuid, title text, excerpt text, text text, html text, search tsvector,
      characters int, words int, contributors uuid[], last_author_id uuid, trashed boolean, created_at timestamptz,
      updated_at timestamptz)
    ON CONFLICT (document_id) DO UPDATE SET
      revision = excluded.revision, owner_id = excluded.owner_id, title = excluded.title, excerpt = excluded.excerpt,
      text = excluded.text, html = excluded.html, search = excluded.search, characters = excluded.characters,
      words = excluded.words, contributors = excluded.contributors, last_author_id = excluded.last_author_id,
      trashed = excluded.trashed, created_at = excluded.created_at, updated_at = excluded.updated_at`
}
