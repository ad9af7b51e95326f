import { Prisma } from '@/prisma/generated/client'
import type { Projection, Table, Tx } from './projection'

/** A stored row as JSON, by column. */
export type StoredRow = Record<string, unknown>

/** Everything stored about one document, table by table. */
export async function storedRows(tx: Tx, projection: Projection, documentId: string): Promise<[Table, StoredRow[]][]> {
  const found: [Table, StoredRow[]][] = []
  for (const table of projection.tables) {
    const order = Prisma.raw(table.key.join(', '))
    const rows = await tx.$queryRaw<{ row: StoredRow }[]>`
      SELECT to_jsonb(t) AS row FROM ${Prisma.raw(table.name)} t WHERE document_id = ${documentId}::uuid ORDER BY ${order}`
    found.push([table, rows.map(({ row }) => row)])
  }
  return found
}

export async function eraseRows(tx: Tx, projection: Projection, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return
  for (const { name } of projection.tables)
    await tx.$executeRaw`DELETE FROM ${Prisma.raw(name)} WHERE document_id = ANY(${documentIds}::uuid[])`
}

/** Documents that have rows, whether or not the log knows them. */
export async function documentsWithRows(db: Tx, projection: Projection): Promise<string[]> {
  const ids = new Set<string>()
  for (const { name } of projection.tables) {
    const rows = await db.$queryRaw<{ document_id: string }[]>`SELECT DISTINCT document_id FROM ${Prisma.raw(name)}`
    for (const row of rows) ids.add(row.document_id)
  }
  return [...ids]
}
