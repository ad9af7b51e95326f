import type { Poison } from './fold'
import type { Tx } from './projection'

/** A document that a projection can't go on with until somebody has mended the cause and rebuilt it. */
export type Parked = Poison & { documentId: string; parkedAt: Date }

export async function listParked(db: Tx, name: string): Promise<Parked[]> {
  const rows = await db.$queryRaw<{ document_id: string; revision: number; reason: string; parked_at: Date }[]>`
    SELECT document_id, revision, reason, parked_at FROM projection_parked WHERE name = ${name} ORDER BY parked_at`
  return rows.map(row => ({
    documentId: row.document_id,
    revision: row.revision,
    reason: row.reason,
    parkedAt: row.parked_at,
  }))
}

/** Which of these documents are parked. */
export async function parkedAmong(tx: Tx, name: string, documentIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ document_id: string }[]>`
    SELECT document_id FROM projection_parked WHERE name = ${name} AND document_id = ANY(${documentIds}::uuid[])`
  return new Set(rows.map(row => row.document_id))
}

export async function park(tx: Tx, name: string, documentId: string, { revision, reason }: Poison): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO projection_parked (name, document_id, revision, reason, parked_at)
    VALUES (${name}, ${documentId}::uuid, ${revision}, ${reason}, now())
    ON CONFLICT (name, document_id)
    DO UPDATE SET revision = excluded.revision, reason = excluded.reason, parked_at = excluded.parked_at`
}

export async function unpark(tx: Tx, name: string, documentIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM projection_parked WHERE name = ${name} AND document_id = ANY(${documentIds}::uuid[])`
}
