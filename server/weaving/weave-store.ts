import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants as zlib } from 'node:zlib'
import { decodeWeave } from '@/lib/history/weave/decode'
import { encodeWeave } from '@/lib/history/weave/encode'
import { WeaveFault } from '@/lib/history/weave/fault'
import type { Weave } from '@/lib/history/weave/weave'
import type { Asks } from '../database/asks'

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)
// A level more saves 2 % and takes twice as long.
const quality = { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }

/** Weaves that were made once. A cache: empty it or corrupt it, and every answer stays the same, only slower. */
export interface WeaveStore {
  /** null where there's none of this epoch that can be read. */
  load(documentId: string, historyEpoch: number): Promise<Weave | null>
  save(documentId: string, historyEpoch: number, weave: Weave): Promise<void>
}

// Whoever is further keeps what they have.
const saveStatement = `
insert into weave (stream_id, history_epoch, revision, payload) values ($1::uuid, $2::int, $3::int, $4::bytea)
on conflict (stream_id) do update set history_epoch = excluded.history_epoch, revision = excluded.revision,
  payload = excluded.payload
where (weave.history_epoch, weave.revision) < (excluded.history_epoch, excluded.revision)`

export class PostgresWeaveStore implements WeaveStore {
  constructor(private readonly database: Asks) {}

  async load(documentId: string, historyEpoch: number): Promise<Weave | null> {
    const [row] = await this.database.$queryRawUnsafe<{ payload: Uint8Array }[]>(
      'select payload from weave where stream_id = $1::uuid and history_epoch = $2::int',
      documentId,
      historyEpoch,
    )
    if (!row) return null
    try {
      return decodeWeave(await decompress(row.payload))
    } catch (error) {
      const isDamaged = error instanceof WeaveFault || (error as NodeJS.ErrnoException).code?.startsWith('ERR_')
      if (!isDamaged) throw error
      // Else nothing newer of the same revision would be written over it.
      await this.database.$queryRawUnsafe('delete from weave where stream_id = $1::uuid', documentId)
      return null
    }
  }

  async save(documentId: string, historyEpoch: number, weave: Weave): Promise<void> {
    const payload = await compress(encodeWeave(weave), quality)
    await this.database.$queryRawUnsafe(saveStatement, documentId, historyEpoch, weave.revision, payload)
  }
}
