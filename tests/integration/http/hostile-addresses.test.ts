import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, codeOf, contentOf, type HttpWorld, httpWorld, rawStatus, typing } from '../../support/http'

let world: HttpWorld
let call: Call
let documentId: string
const stranger = '00000000-0000-4000-8000-000000000000'

beforeAll(async () => {
  world = await httpWorld({ LIMIT_COMMANDS_PER_SECOND: '100000' })
  call = (await world.guest()).call
  documentId = (await call('POST', '/api/documents', { content: contentOf('Hello') })).json.documentId as string
})
afterAll(() => world.close())

const hostileIds = () => [
  '%20',
  'x'.repeat(10_000),
  '..%2fx',
  '__proto__',
  'constructor',
  'null',
  '[]',
  '%5B%22a%22%5D',
  '%7B%22not%22%3A%22%22%7D',
  '%00',
  `${documentId}%00`,
  '%ff',
  '%',
  documentId.toUpperCase() === documentId ? 'x' : documentId.toUpperCase(),
  `%7B${documentId}%7D`,
  `${documentId}%20`,
  "'%20or%201=1--",
]
const reads = ['', '/at/1', '/events', '/history/timeline', '/history/sessions']

describe('hostile ids', () => {
  it('[HT5] what cannot be an id is answered exactly like a document that does not exist', async () => {
    for (const path of reads) {
      const unknown = await call('GET', `/api/documents/${stranger}${path}`)
      expect([unknown.status, codeOf(unknown)]).toEqual([404, 'not_found'])
      for (const id of hostileIds()) {
        const answer = await call('GET', `/api/documents/${id}${path}`)
        expect([id, path, answer.status, answer.text]).toEqual([id, path, 404, unknown.text])
      }
    }
    for (const id of [...hostileIds(), stranger]) {
      const answer = await call('POST', `/api/documents/${id}/commands`, typing(id === stranger ? id : documentId, 'x'))
      expect([id, answer.status]).toEqual([id, 404])
    }
  })

  it('[HT5] a deleted document is answered like one that never was, everywhere', async () => {
    const gone = (await call('POST', '/api/documents', {})).json.documentId as string
    const { steps, origin, ...envelope } = typing(gone, '')
    expect(
      (await call('POST', `/api/documents/${gone}/commands`, { ...envelope, type: 'DeleteDocument' })).status,
    ).toBe(200)
    for (const path of reads) {
      const unknown = await call('GET', `/api/documents/${stranger}${path}`)
      const answer = await call('GET', `/api/documents/${gone}${path}`)
      expect([path, answer.status, answer.text]).toEqual([path, 404, unknown.text])
    }
    expect((await call('POST', '/api/documents', { from: { documentId: gone, revision: 1 } })).status).toBe(404)
  })

  it('[HT2] empty parts in an address lead nowhere', async () => {
    for (const path of ['/api//me', '//api/me', '/api/documents//at/1', '/api/documents//', '/api/me/'])
      expect([path, await rawStatus(world, path)]).toEqual([path, 404])
  })
})

describe('hostile queries', () => {
  it('[HT10] unknown, doubled, malformed and out-of-range parameters are refused', async () => {
    const list = [
      'x=1',
      'limit=0',
      'limit=-1',
      'limit=a',
      'limit=',
      'limit=1.5',
      'limit=1&limit=2',
      'sort=__proto__',
      'sort[]=title',
      'query[not]=',
      'trashed=1',
      'after=x',
      'after=',
      `query=${'x'.repeat(201)}`,
      'query=%00',
      '__proto__=1',
      '__proto__[x]=1',
      'constructor=1',
      `cursor=${'x'.repeat(1_001)}`,
      'limit=1e999',
      'limit=NaN',
    ]
    for (const query of list) {
      const answer = await call('GET', `/api/documents?${query}`)
      expect([query, answer.status, codeOf(answer)]).toEqual([query, 400, 'bad_request'])
    }
    const one: [string, string[]][] = [
      ['', ['x=1']],
      ['/at/1', ['v=1&v=1', 'x=1']],
      ['/at/0', ['']],
      ['/at/-1', ['']],
      ['/at/x', ['']],
      ['/at/1.5', ['']],
      ['/at/1e3', ['']],
      ['/at/99999999999', ['']],
      ['/at/01', ['']],
      ['/events', ['from=0', 'from=-1', 'from=x', 'from=2147483648', 'limit=0', 'to=5']],
      ['/history/timeline', ['by=x', 'from=x', 'by=time&from=1', 'by=time&to=yesterday', 'from=-1', 'buckets=0']],
      ['/history/sessions', ['author=x', 'named=1', `cursor=${'x'.repeat(201)}`]],
    ]
    for (const [path, queries] of one)
      for (const query of queries) {
        const answer = await call('GET', `/api/documents/${documentId}${path}?${query}`)
        expect([path, query, answer.status]).toEqual([path, query, 400])
      }
  })

  it('[HT10] a limit above its maximum is cut to it', async () => {
    const seen: unknown[] = []
    const wide = await httpWorld(
      {},
      {
        readModels: {
          listDocuments: async (_, query) => {
            seen.push(query.limit)
            return { documents: [], authors: [] }
          },
          timeline: async () => null,
          sessions: async () => null,
          page: async () => null,
        },
      },
    )
    const other = await wide.guest()
    expect((await other.call('GET', '/api/documents?limit=1e9')).status).toBe(200)
    expect(seen).toEqual([100])
    await wide.close()
    expect((await call('GET', `/api/documents/${documentId}/events?limit=1000000000`)).status).toBe(200)
  })

  it('[HT10] a cursor that is none of ours is a bad request', async () => {
    const strict = await httpWorld(
      {},
      {
        readModels: {
          listDocuments: () => Promise.reject(new RangeError('no cursor')),
          timeline: () => Promise.reject(new RangeError('no bound')),
          sessions: () => Promise.reject(new RangeError('no cursor')),
          page: async () => null,
        },
      },
    )
    const { call } = await strict.guest()
    const { documentId } = (await call('POST', '/api/documents', {})).json as { documentId: string }
    expect((await call('GET', '/api/documents?cursor=x')).status).toBe(400)
    for (const path of ['sessions?cursor=x', 'timeline?from=1'])
      expect((await call('GET', `/api/documents/${documentId}/history/${path}`)).status).toBe(400)
    await strict.close()
  })
})
