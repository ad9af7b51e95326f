import { promisify } from 'node:util'
import { brotliDecompress, gzip } from 'node:zlib'
import { pageMediaType } from '@/lib/history/pages/layout'
import type { Author } from '@/lib/protocol/people'
import { takes } from '../accept-encoding'
import { costs } from '../budget'
import { DamagedLog } from '../damage'
import type { Packed } from '../packing/pack'
import type { PageOf } from '../packing/packed-pages'
import type { HttpContext, HttpDependencies } from './context'
import { fixedQuery, readable, versionOf, work } from './documents'
import { Refused } from './errors'
import { documentIdOf, readQuery } from './input'
import { caching, unchangedReply } from './reply'

const unpack = promisify(brotliDecompress)
const repack = promisify(gzip)

/** `GET /api/documents/:id/history/pages/:n`: a stretch of the past in few bytes (docs/pages.md). */
export async function packedPage(c: HttpContext, { authorId }: Author, deps: HttpDependencies): Promise<Response> {
  const { v } = readQuery(c, fixedQuery)
  const documentId = documentIdOf(c)
  const document = await readable(deps, documentId)
  const found = await deps.readModels.page(documentId, pageNumberOf(c))
  if (!found || found.from > document.revision) throw noSuchPage()
  const to = Math.min(found.to, document.revision)
  const page: PageOf = {
    documentId,
    historyEpoch: document.historyEpoch,
    from: found.from,
    to,
    full: found.full && to === found.to,
  }
  const version = versionOf(document)
  const options = { vary: 'cookie, accept-encoding', tag: `${version}.${page.from}-${page.to}` }
  const immutable = page.full && v === version
  const unchanged = unchangedReply(c, { ...options, immutable })
  if (unchanged) return unchanged
  const kept = deps.pages.keptBytes(page)
  work(deps, authorId, kept === null ? costs.page(page.to - page.from + 1) : costs.told(kept))
  const packed = await packedOr(deps, page)
  const headers = {
    ...caching({ ...options, immutable: immutable && packed.to === page.to }),
    'content-type': pageMediaType,
  }
  return encoded(c, packed, headers)
}

async function packedOr({ pages }: HttpDependencies, page: PageOf): Promise<Packed> {
  const answer = await pages.get(page)
  if (answer === 'busy') throw new Refused('busy', 'Many ask for the past just now.', { retryInMs: 250 })
  if (answer === 'unavailable') throw new Refused('busy', 'Try again in a moment.', { retryInMs: 1_000 })
  if ('damagedFrom' in answer) throw new DamagedLog(page.documentId, answer.damagedFrom, answer.reason)
  // The log ends before the page does: something was taken out of sight since its table was read.
  if (answer.to < page.from) throw noSuchPage()
  return answer
}

/** As it is for who takes brotli; a browser doesn't over plain http, and gets the next best. */
async function encoded(c: HttpContext, { page }: Packed, headers: Record<string, string>): Promise<Response> {
  const accepted = c.req.header('accept-encoding') ?? ''
  const send = (body: Uint8Array<ArrayBuffer>, encoding?: string) =>
    new Response(body, { headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) } })
  if (takes(accepted, 'br')) return send(page, 'br')
  const plain = await unpack(page)
  if (takes(accepted, 'gzip')) return send(Uint8Array.from(await repack(plain)), 'gzip')
  return send(Uint8Array.from(plain))
}

function pageNumberOf(c: HttpContext): number {
  const text = c.req.param('n') ?? ''
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refused('bad_request', 'A page is a whole number from 1 on.')
  return Number(text)
}

const noSuchPage = () => new Refused('not_found', 'The document has no such page yet.')
