import { createHash } from 'node:crypto'
import { Course } from '@/lib/document/course'
import type { Document } from '@/lib/document/document'
import { schemaVersion } from '@/lib/document/schema'
import type { Asks } from './database/asks'
import { pack, unpack } from './snapshot-codec'

/** Revisions between two snapshots: a far seek replays half as many on average. Measured in docs/decisions. */
export const snapshotEvery = 256

/** Documents at some of their revisions. A cache: empty it or corrupt it, and every answer stays the same, only slower. */
export interface SnapshotStore {
  /** Begins at the newest usable snapshot at or before a revision; null where there's none. Damaged ones are passed over. */
  nearest(documentId: string, revision: number): Promise<Course | null>
  save(document: Document): Promise<void>
}

type Row = { revision: number; codec: number; checksum: Uint8Array; payload: Uint8Array }

// Older ones are fetched only where a newer one turns out damaged.
const nearestStatement = `
select revision, codec, checksum, payload from snapshot
where stream_id = $1::uuid and revision <= $2::int and schema_version = $3::smallint
order by revision desc limit 1 offset $4::int`

const saveStatement = `
insert into snapshot (stream_id, revision, schema_version, codec, checksum, payload)
values ($1::uuid, $2::int, $3::smallint, $4::smallint, $5::bytea, $6::bytea)
on conflict (stream_id, revision) do update set schema_version = excluded.schema_version, codec = excluded.codec,
  checksum = excluded.checksum, payload = excluded.payload`

/** Snapshots in PostgreSQL, compressed off the event loop, one at a time. Each carries a checksum of what it should be. */
export class PostgresSnapshotStore implements SnapshotStore {
  private last: Promise<void> = Promise.resolve()

  constructor(
    private readonly database: Asks,
    private readonly onDamaged: (documentId: string, revision: number) => void = () => {},
  ) {}

  async nearest(documentId: string, revision: number): Promise<Course | null> {
    const upTo = Number.isFinite(revision) ? revision : 2_147_483_647
    for (let skip = 0; ; skip++) {
      const [row] = await this.database.$queryRawUnsafe<Row[]>(nearestStatement, documentId, upTo, schemaVersion, skip)
      if (!row) return null
      try {
        if (!checksum(row.payload).equals(row.checksum)) throw new RangeError('Damaged')
        return await unpack(row.codec, row.payload)
      } catch {
        this.onDamaged(documentId, row.revision)
      }
    }
  }

  save(document: Document): Promise<void> {
    const saved = this.last.then(() => this.write(document))
    this.last = saved.catch(() => {})
    return saved
  }

  private async write(document: Document): Promise<void> {
    const { codec, payload } = await pack(document)
    const { documentId, revision } = document
    const values = [documentId, revision, schemaVersion, codec, checksum(payload), payload]
    await this.database.$queryRawUnsafe(saveStatement, ...values)
  }
}

function checksum(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest().subarray(0, 16)
}

/** Keeps documents as they are; for tests and for trying out without a database. */
export class MemorySnapshotStore implements SnapshotStore {
  private readonly saved = new Map<string, Document[]>()

  async nearest(documentId: string, revision: number): Promise<Course | null> {
    const nearest = this.saved.get(documentId)?.findLast(document => document.revision <= revision)
    return nearest ? Course.from(nearest) : null
  }

  async save(document: Document): Promise<void> {
    const { documentId } = document
    const others = (this.saved.get(documentId) ?? []).filter(({ revision }) => revision !== document.revision)
    this.saved.set(
      documentId,
      [...others, document].sort((a, b) => a.revision - b.revision),
    )
  }
}
