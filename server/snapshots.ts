import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import type { Document } from '@/lib/document/document'
import { type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import type { PrismaClient } from '@/prisma/generated/client'

/** Revisions between two snapshots: a far seek replays half as many on average. Measured in docs/decisions. */
export const snapshotEvery = 256

/** Documents at some of their revisions. A cache: empty it or corrupt it, and every answer stays the same, only slower. */
export interface SnapshotStore {
  /** The newest usable snapshot at or before a revision; null where there's none. Damaged ones are passed over. */
  nearest(documentId: string, revision: number): Promise<Document | null>
  save(document: Document): Promise<void>
}

/** JSON compressed by brotli. */
const brotliCodec = 1

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

type Stored = Omit<Document, 'doc'> & { doc: NodeJSON }

/** Snapshots in PostgreSQL, compressed off the event loop, one at a time. Each carries a checksum of what it should be. */
export class PostgresSnapshotStore implements SnapshotStore {
  private last: Promise<void> = Promise.resolve()

  constructor(
    private readonly prisma: PrismaClient,
    private readonly onDamaged: (documentId: string, revision: number) => void = () => {},
  ) {}

  async nearest(documentId: string, revision: number): Promise<Document | null> {
    const upTo = Number.isFinite(revision) ? revision : 2_147_483_647
    // Older ones are fetched only where a newer one turns out damaged.
    for (let skip = 0; ; skip++) {
      const row = await this.prisma.snapshot.findFirst({
        where: { streamId: documentId, revision: { lte: upTo }, schemaVersion },
        orderBy: { revision: 'desc' },
        skip,
      })
      if (!row) return null
      try {
        if (row.codec !== brotliCodec || !checksum(row.payload).equals(row.checksum)) throw new RangeError('Damaged')
        const stored = JSON.parse((await decompress(row.payload)).toString('utf8')) as Stored
        return { ...stored, doc: schema.nodeFromJSON(stored.doc) }
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
    const stored: Stored = { ...document, doc: document.doc.toJSON() }
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
    const payload = new Uint8Array(await compress(JSON.stringify(stored), options))
    const { documentId: streamId, revision } = document
    const row = { schemaVersion, codec: brotliCodec, checksum: new Uint8Array(checksum(payload)), payload }
    await this.prisma.snapshot.upsert({
      where: { streamId_revision: { streamId, revision } },
      create: { streamId, revision, ...row },
      update: row,
    })
  }
}

function checksum(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest().subarray(0, 16)
}

/** Keeps documents as they are; for tests and for trying out without a database. */
export class MemorySnapshotStore implements SnapshotStore {
  private readonly saved = new Map<string, Document[]>()

  async nearest(documentId: string, revision: number): Promise<Document | null> {
    return this.saved.get(documentId)?.findLast(document => document.revision <= revision) ?? null
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
