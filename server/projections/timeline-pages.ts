import type { RecordedEvent } from '@/lib/document/events'
import { mostBytes, mostEvents } from '@/lib/history/pages/layout'
import type { Tx } from './projection'

/** A page of packed history: which revisions it holds, and how large they are as JSON. */
export type Page = { n: number; fromRevision: number; toRevision: number; bytes: number }

/**
 * Adds events to a document's pages; the last one is open. Where a page ends follows from the events alone: before the one
 * that would be too many, or bring it over `mostBytes` of JSON, which is more than it takes packed.
 */
export function addToPages(pages: readonly Page[], events: readonly RecordedEvent[]): Page[] {
  const grown = pages.map(page => ({ ...page }))
  for (const event of events) {
    const { revision } = event
    const bytes = Buffer.byteLength(JSON.stringify(event))
    const open = grown.at(-1)
    if (open && revision - open.fromRevision < mostEvents && open.bytes + bytes <= mostBytes) {
      open.toRevision = revision
      open.bytes += bytes
    } else grown.push({ n: (open?.n ?? 0) + 1, fromRevision: revision, toRevision: revision, bytes })
  }
  return grown
}

type StoredPage = { document_id: string; n: number; from_revision: number; to_revision: number; bytes: number }

/** The open page of each document. */
export async function loadPages(tx: Tx, documentIds: readonly string[]): Promise<Map<string, Page>> {
  const rows = await tx.$queryRaw<StoredPage[]>`
    SELECT p.* FROM unnest(${documentIds}::uuid[]) AS d (id)
    CROSS JOIN LATERAL (SELECT document_id, n, from_revision, to_revision, bytes
      FROM timeline_page WHERE document_id = d.id ORDER BY n DESC LIMIT 1) p`
  return new Map(
    rows.map(({ document_id, n, from_revision, to_revision, bytes }) => [
      document_id,
      { n, fromRevision: from_revision, toRevision: to_revision, bytes },
    ]),
  )
}

export const writePages = (tx: Tx, rows: string) => tx.$executeRaw`
  INSERT INTO timeline_page (document_id, n, from_revision, to_revision, bytes)
  SELECT "documentId", n, "fromRevision", "toRevision", bytes
  FROM json_to_recordset(${rows}::json) AS r ("documentId" uuid, n int, "fromRevision" int, "toRevision" int, bytes int)
  ON CONFLICT (document_id, n) DO UPDATE SET from_revision = excluded.from_revision,
    to_revision = excluded.to_revision, bytes = excluded.bytes`
