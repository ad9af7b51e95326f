import { toPlace, toPosition } from '@/server/event-store/position'
import type { Projection, Tx } from './projection'

/** How far a projection has followed the log, and by which version of its code. `position` is '' at the beginning. */
export type Checkpoint = { version: number; position: string }

type Row = { version: number; log_epoch: number; xid: string; position: bigint }

function checkpointOf(row: Row): Checkpoint {
  const position = toPosition({ logEpoch: row.log_epoch, xid: BigInt(row.xid), sequence: row.position })
  return { version: row.version, position: row.xid === '0' ? '' : position }
}

/** The checkpoint; null for a projection that never ran. */
export async function findCheckpoint(db: Tx, name: string): Promise<Checkpoint | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT version, log_epoch, xid::text AS xid, position FROM projection_checkpoint WHERE name = ${name}`
  return row ? checkpointOf(row) : null
}

/** The checkpoint, made at the beginning of the log where there's none. */
export async function readCheckpoint(db: Tx, { name, version }: Projection): Promise<Checkpoint> {
  const found = await findCheckpoint(db, name)
  if (found) return found
  await db.$executeRaw`
    INSERT INTO projection_checkpoint (name, version, log_epoch, xid, position, updated_at)
    VALUES (${name}, ${version}, 0, '0'::xid8, 0, now()) ON CONFLICT DO NOTHING`
  return (await findCheckpoint(db, name)) ?? { version, position: '' }
}

/**
 * Moves the checkpoint if it still stands at `from`, and keeps it locked until the transaction ends: whoever writes
 * a projection's rows holds this lock, so batches, rebuilds and other processes never mix.
 * @returns false where somebody else has moved it, or a newer version of the code has taken over
 */
export async function moveCheckpoint(
  tx: Tx,
  { name, version }: Projection,
  from: string,
  to: string,
): Promise<boolean> {
  const [old, next] = [toPlace(from), toPlace(to)]
  const moved = await tx.$executeRaw`
    UPDATE projection_checkpoint
    SET log_epoch = ${next.logEpoch}, xid = ${String(next.xid)}::xid8, position = ${next.sequence}, updated_at = now()
    WHERE name = ${name} AND version = ${version} AND log_epoch = ${old.logEpoch} AND xid = ${String(old.xid)}::xid8
      AND position = ${old.sequence}`
  return moved === 1
}

/** Takes the same lock without moving. */
export async function lockCheckpoint(tx: Tx, name: string): Promise<Checkpoint | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT version, log_epoch, xid::text AS xid, position FROM projection_checkpoint WHERE name = ${name} FOR UPDATE`
  return row ? checkpointOf(row) : null
}

/** Says that all rows are now those of this version. */
export async function setVersion(db: Tx, name: string, version: number): Promise<void> {
  await db.$executeRaw`
    UPDATE projection_checkpoint SET version = ${version}, updated_at = now() WHERE name = ${name}`
}
