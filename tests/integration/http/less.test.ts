import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { spellsOf, unpackedSpells } from '@/lib/history/told/spells'
import type { Timeline } from '@/lib/protocol/http'
import type { Life, LifeInSpells } from '@/lib/protocol/past'
import { contentOf, guest, typing } from '../../support/http'
import { startService } from '../../support/service'

let service: Awaited<ReturnType<typeof startService>>
let ann: Awaited<ReturnType<typeof guest>>
let documentId: string

beforeAll(async () => {
  service = await startService()
  ann = await guest(service.url)
  const { json } = await ann.call('POST', '/api/documents', {
    title: 'Less',
    content: contentOf('word '.repeat(2_000)),
  })
  documentId = json.documentId as string
  for (let i = 1; i <= 20; i++)
    await ann.call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'more', i))
  const name = { ...typing(documentId, '', 21), type: 'NameVersion', revision: 4, name: 'Four' }
  const { steps: _steps, origin: _origin, ...command } = name
  expect((await ann.call('POST', `/api/documents/${documentId}/commands`, command)).status).toBe(200)
})
afterAll(() => service.stop())

/** What goes over the wire, as it is. */
function onTheWire(path: string, accepted: string): Promise<{ bytes: Buffer; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: ann.cookie, 'accept-encoding': accepted }
    request(`${service.url}/api/documents/${documentId}${path}`, { headers }, response => {
      const parts: Buffer[] = []
      response.on('data', part => parts.push(part))
      response.on('end', () => resolve({ bytes: Buffer.concat(parts), headers: response.headers }))
    })
      .on('error', reject)
      .end()
  })
}

it('[SB6] an answer of some kilobytes is gzipped for who accepts that, and no other', async () => {
  const plain = await onTheWire('/at/3', 'identity')
  expect(plain.headers['content-encoding']).toBeUndefined()
  const zipped = await onTheWire('/at/3', 'br, gzip')
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', etag: plain.headers.etag })
  expect(zipped.headers.vary).toContain('accept-encoding')
  expect(zipped.headers.vary).toContain('cookie')
  expect(gunzipSync(zipped.bytes)).toEqual(plain.bytes)
  expect(zipped.bytes.length * 5).toBeLessThan(plain.bytes.length)
  expect((await onTheWire('/at/3', 'gzip;q=0')).headers['content-encoding']).toBeUndefined()
  expect((await onTheWire('/history/sessions', 'gzip')).headers['content-encoding']).toBeUndefined()
})

it('[SB7] a detail of the river comes without what is told of all of the past', async () => {
  const asked = async (query: string) =>
    (await ann.call('GET', `/api/documents/${documentId}/history/timeline?${query}`)).json as unknown as Timeline
  await expect.poll(async () => (await asked('')).versions, { timeout: 20_000 }).toHaveLength(1)
  const all = await asked('from=2&to=9')
  expect(all.pages).toHaveLength(1)
  expect(await asked('from=2&to=9&only=buckets')).toEqual({ ...all, versions: [], restores: [], pages: [] })
})

it('[SB4] the life of a selection is told in spells to who asks so', async () => {
  const life = `/api/documents/${documentId}/history/life?revision=20&from=1&to=60`
  const { touches, authors } = (await ann.call('GET', life)).json as unknown as Life
  const told = (await ann.call('GET', `${life}&as=spells`)).json as unknown as LifeInSpells
  expect(told.count).toBe(touches.length)
  expect(told.authors).toEqual(authors)
  const spells = spellsOf(touches.map(touch => ({ ...touch, at: Date.parse(touch.at) })))
  const iso = (ms: number) => new Date(ms).toISOString()
  expect(unpackedSpells(told)).toMatchObject(
    spells.map(({ start, end, from, to }) => ({ from, to, start: iso(start), end: iso(end) })),
  )
})
