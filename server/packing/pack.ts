import { type BrotliOptions, createBrotliCompress, constants as zlib } from 'node:zlib'
import type { RecordedEvent } from '@/lib/document/events'
import { type EncodedPage, encodePage } from '@/lib/history/pages/encode'
import { DamagedLog } from '../damage'
import { isUnavailable } from '../database/errors'
import type { History } from '../history'

/** Which revisions of which document make a page. */
export type PackJob = { documentId: string; from: number; to: number }

/**
 * A page, compressed by brotli, and the last revision in it (less than `to` where the log ends earlier); or why there's
 * none. Plain values, since they come from another thread.
 */
export type Packed = { page: Uint8Array<ArrayBuffer>; to: number }
export type PackAnswer = Packed | { damagedFrom: number; reason: string } | 'unavailable'

/** Reads a stretch of the log and packs it. */
export async function pack(
  history: Pick<History, 'eventsAfter'>,
  { documentId, from, to }: PackJob,
): Promise<PackAnswer> {
  try {
    const events: RecordedEvent[] = []
    for await (const some of history.eventsAfter(documentId, from - 1, to)) events.push(...some)
    const hole = events.findIndex(({ revision }, i) => revision !== from + i)
    if (hole >= 0) throw new DamagedLog(documentId, from + hole, 'It is missing')
    return { page: await compressed(encodePage(events)), to: from + events.length - 1 }
  } catch (error) {
    if (error instanceof DamagedLog) return { damagedFrom: error.revision, reason: error.reason }
    if (isUnavailable(error)) return 'unavailable'
    throw error
  }
}

/** Small pages are worth the work that the last percents take; of large ones it would be seconds. */
const small = 48 * 1024

function optionsFor(size: number): BrotliOptions {
  const quality = size <= small ? zlib.BROTLI_MAX_QUALITY : 5
  return { params: { [zlib.BROTLI_PARAM_QUALITY]: quality, [zlib.BROTLI_PARAM_SIZE_HINT]: size } }
}

/**
 * Compresses a page. What stands before the texts is dense: flushed in between, it's stored as it is, and what brotli
 * learns of the texts isn't muddled by it.
 */
export async function compressed({ page, texts }: EncodedPage): Promise<Uint8Array<ArrayBuffer>> {
  const brotli = createBrotliCompress(optionsFor(page.length))
  brotli.write(page.subarray(0, texts))
  brotli.flush(zlib.BROTLI_OPERATION_FLUSH)
  brotli.end(page.subarray(texts))
  const chunks: Buffer[] = []
  for await (const chunk of brotli) chunks.push(chunk as Buffer)
  return Uint8Array.from(Buffer.concat(chunks))
}
