import { Prisma, type PrismaClient } from '@/prisma/generated/client'
import { streamTypes } from './codec'
import { settled } from './epoch'
import { toPlace, toPosition } from './position'

/** What the log can be asked about without reading what events say. */
export interface Inventory {
  /** Ids of all documents that ever were, in pages. */
  documents(): AsyncGenerator<string[]>

  /** Ids of documents that have events and aren't known as documents. */
  strays(): Promise<string[]>

  /** Which event comes first after a position: answers also where its body can't be read. */
  next(after: string): Promise<{ documentId: string; revision: number; position: string } | null>
}

const page = 1_000

export class PostgresInventory implements Inventory {
  constructor(private readonly prisma: PrismaClient) {}

  async *documents(): AsyncGenerator<string[]> {
    let last = '00000000-0000-0000-0000-000000000000'
    while (true) {
      const rows = await this.prisma.$queryRaw<{ stream_id: string }[]>`
        SELECT stream_id FROM stream WHERE stream_id > ${last}::uuid AND type = ${streamTypes.document}
        ORDER BY stream_id LIMIT ${page}`
      if (rows.length === 0) return
      yield rows.map(row => row.stream_id)
      last = rows.at(-1)!.stream_id
    }
  }

  async strays(): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ stream_id: string }[]>`
      SELECT DISTINCT stream_id FROM event e WHERE NOT EXISTS (SELECT FROM stream s WHERE s.stream_id = e.stream_id)`
    return rows.map(row => row.stream_id)
  }

  async next(after: string) {
    const { logEpoch, xid, sequence } = toPlace(after)
    const [row] = await this.prisma.$queryRaw<
      { stream_id: string; revision: number; log_epoch: number; tx: string; position: bigint }[]
    >`
      SELECT stream_id, revision, log_epoch, xid::text AS tx, position FROM event e
      WHERE (e.log_epoch, e.xid, e.position) > (${logEpoch}::smallint, ${String(xid)}::xid8, ${sequence}::bigint)
        AND ${Prisma.raw(settled)}
      ORDER BY e.log_epoch, e.xid, e.position LIMIT 1`
    if (!row) return null
    const position = toPosition({ logEpoch: row.log_epoch, xid: BigInt(row.tx), sequence: row.position })
    return { documentId: row.stream_id, revision: row.revision, position }
  }
}
