import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EverdraftClient, RefusedError } from '@/lib/client/client'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { decodePage } from '@/lib/history/pages/decode'
import type { EventsPage, Timeline } from '@/lib/protocol/http'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import type { PackAnswer } from '@/server/packing/pack'
import { PackedPages } from '@/server/packing/packed-pages'
import { PackingPool } from '@/server/packing/pool'
import { damage, letters } from '../../support/damage'
import { codeOf, guest, httpWorld, type Reply, typing } from '../../support/http'
import { seed } from '../../support/log'
import { Scribe } from '../../support/scribe'
import { startService } from '../../support/service'

let service: Awaited<ReturnType<typeof startService>>
let ann: Awaited<ReturnType<typeof guest>>
let client: EverdraftClient
let documentId: string
const version = `${schemaVersion}.1`
const patience = { timeout: 30_000 }

beforeAll(async () => {
  service = await startService()
  ann = await guest(service.url)
  client = await EverdraftClient.connect(service.url, ann.cookie)
  documentId = await seed(service.databaseUrl, ann.authorId, 2_500)
})
afterAll(async () => {
  client.close()
  await service.stop()
})

const pagesOf = async (id = documentId) =>
  ((await ann.call('GET', `/api/documents/${id}/history/timeline`)).json as Timeline).pages
/** The table of pages, once it has come so far. */
const table = async (revision: number, id = documentId) => {
  await expect.poll(async () => (await pagesOf(id)).at(-1)?.to, patience).toBe(revision)
  return pagesOf(id)
}
const path = (n: number | string, id = documentId) => `/api/documents/${id}/history/pages/${n}`
const get = (n: number | string, query = '', headers: Record<string, string> = {}): Promise<Reply> =>
  ann.call('GET', `${path(n)}${query}`, undefined, headers)

/** A page's bytes as they come over the wire, under an `Accept-Encoding`. */
function onTheWire(n: number, accepted?: string): Promise<{ bytes: Buffer; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: ann.cookie, ...(accepted !== undefined && { 'accept-encoding': accepted }) }
    request(service.url + path(n), { headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({ bytes: Buffer.concat(chunks), headers: response.headers }))
    })
      .on('error', reject)
      .end()
  })
}

describe('GET /api/documents/:id/history/pages/:n', () => {
  it('[PK7] holds the revisions that the timeline says, as they were recorded', async () => {
    const pages = await table(2_500)
    expect(pages).toEqual([
      { n: 1, from: 1, to: 1_000, bytes: expect.any(Number) },
      { n: 2, from: 1_001, to: 2_000, bytes: expect.any(Number) },
      { n: 3, from: 2_001, to: 2_500, bytes: expect.any(Number) },
    ])
    for (const { n, from } of pages) {
      const { events } = (await ann.call('GET', `/api/documents/${documentId}/events?from=${from}`)).json as EventsPage
      expect(await client.page(documentId, n)).toEqual(events)
    }
  })

  it('[PK8] comes in the encoding that its reader takes, brotli first', async () => {
    await table(2_500)
    const first = (events: RecordedEvent[]) => events[0]?.revision
    for (const [accepted, encoding, unpack] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip;q=0.5, br;q=0.1', 'br', brotliDecompressSync],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
      ['deflate', undefined, (bytes: Buffer) => bytes],
      [undefined, undefined, (bytes: Buffer) => bytes],
    ] as const) {
      const { bytes, headers } = await onTheWire(2, accepted)
      expect([accepted, headers]).toMatchObject([accepted, { 'content-type': 'application/vnd.everdraft.page' }])
      expect(headers['content-encoding']).toBe(encoding)
      expect(headers.vary).toContain('accept-encoding')
      expect(first(decodePage(unpack(bytes)))).toBe(1_001)
    }
  })

  it('[PK9] may be kept for good when it is full, under the version of schema and history alone', async () => {
    await table(2_500)
    const caching = async (n: number, query: string) => (await get(n, query)).headers.get('cache-control')
    expect(await caching(1, `?v=${version}`)).toBe('private, max-age=31536000, immutable')
    for (const [n, query] of [
      [1, ''],
      [1, `?v=${schemaVersion}.2`],
      [3, `?v=${version}`],
    ] as const)
      expect([n, query, await caching(n, query)]).toEqual([n, query, 'private, no-cache'])
  })

  it('[PK9] is sent again only when it has grown', async () => {
    const id = await seed(service.databaseUrl, ann.authorId, 3)
    await table(3, id)
    const read = (etag?: string) => ann.call('GET', path(1, id), undefined, etag ? { 'if-none-match': etag } : {})
    const etag = (await read()).headers.get('etag')!
    expect([(await read(etag)).status, (await read('"other"')).status]).toEqual([304, 200])
    const answer = await ann.call('POST', `/api/documents/${id}/commands`, typing(id, 'x', 3))
    expect(answer.json).toMatchObject({ revision: 4 })
    await table(4, id)
    expect((await read(etag)).status).toBe(200)
    expect((await client.page(id, 1)).map(({ revision }) => revision)).toEqual([1, 2, 3, 4])
  })

  it('[PK10] is refused as everything else is: to strangers, of nothing, and by what is no number', async () => {
    await table(2_500)
    const anybody = await fetch(service.url + path(1))
    expect(anybody.status).toBe(401)
    for (const [n, status] of [
      [4, 404],
      ['0', 400],
      ['01', 400],
      ['x', 400],
      [`${2 ** 40}`, 400],
    ] as const)
      expect([n, (await get(n)).status]).toEqual([n, status])
    expect((await get(1, '?x=1')).status).toBe(400)
    expect((await ann.call('GET', path(1, randomUUID()))).status).toBe(404)
    await expect(client.page(documentId, 4)).rejects.toBeInstanceOf(RefusedError)
  })

  it('[PK10] of a deleted document there is none, though it was just read', async () => {
    const id = await seed(service.databaseUrl, ann.authorId, 1_001)
    await table(1_001, id)
    expect(await client.page(id, 1)).toHaveLength(1_000)
    const { steps: _, origin: __, ...envelope } = typing(id, '', 1_001)
    const deleted = await ann.call('POST', `/api/documents/${id}/commands`, { ...envelope, type: 'DeleteDocument' })
    expect(deleted.status).toBe(200)
    expect((await ann.call('GET', path(1, id))).status).toBe(404)
  })

  it('[PK11] of a damaged log is answered with where the damage begins', async () => {
    const prisma = prismaClient(service.databaseUrl, { max: 1 })
    const scribe = await letters(new Scribe(new PostgresEventStore(prisma), randomUUID(), ann.authorId), 6)
    await table(6, scribe.documentId)
    expect((await ann.call('GET', path(1, scribe.documentId))).status).toBe(200)
    await damage(service.databaseUrl, scribe.documentId, 4, 'type = 99')
    const answer = await ann.call('GET', path(1, scribe.documentId))
    expect([answer.status, codeOf(answer), answer.json.error]).toMatchObject([500, 'internal', { damagedFrom: 4 }])
    await damage(service.databaseUrl, scribe.documentId, 4, 'type = 2')
    await prisma.event.delete({ where: { streamId_revision: { streamId: scribe.documentId, revision: 5 } } })
    expect((await ann.call('GET', path(1, scribe.documentId))).json.error).toMatchObject({ damagedFrom: 5 })
    await prisma.$disconnect()
  })

  it('[PK14] is packed by another thread; of more than may wait, what is beyond is busy, and the rest comes', async () => {
    const pool = new PackingPool(service.databaseUrl)
    const jobs = Array.from({ length: 100 }, () => pool.run({ documentId, from: 1, to: 5 }))
    const answers = await Promise.all(jobs)
    const busy = answers.filter(answer => answer === 'busy').length
    const made = answers.flatMap(answer => (typeof answer === 'object' && 'page' in answer ? [answer.to] : []))
    expect(busy).toBeGreaterThan(0)
    expect([busy + made.length, new Set(made)]).toEqual([100, new Set([5])])
    await pool.close()
  })

  it('[PK14] that cannot be packed now says when to ask again', async () => {
    const answers: (PackAnswer | 'busy')[] = ['busy', 'unavailable']
    const pages = new PackedPages(async () => answers.shift()!)
    const readModels = {
      listDocuments: async () => ({ documents: [], authors: [] }),
      timeline: async () => null,
      sessions: async () => null,
      page: async () => ({ from: 1, to: 1, full: false }),
    }
    const world = await httpWorld({}, { pages, readModels })
    const { call } = await world.guest()
    const made = (await call('POST', '/api/documents', {})).json.documentId as string
    for (let i = 0; i < 2; i++) {
      const answer = await call('GET', path(1, made))
      expect([answer.status, answer.json.error]).toMatchObject([503, { code: 'busy', retryInMs: expect.any(Number) }])
    }
    await world.close()
  })
})
