import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schema, schemaVersion } from '@/lib/document/schema'
import { type Call, codeOf, contentOf, type guest, type HttpWorld, httpWorld, typing } from '../../support/http'

let world: HttpWorld
let ann: Awaited<ReturnType<typeof guest>>
let bob: Awaited<ReturnType<typeof guest>>
const version = `${schemaVersion}.1`

beforeAll(async () => {
  world = await httpWorld({ LIMIT_COMMANDS_PER_SECOND: '100000' })
  ann = await world.guest()
  bob = await world.guest()
})
afterAll(() => world.close())

/** Makes a document, as soon as there's room for it in the author's budget. */
const made = async (body: object = { content: contentOf('one') }, call: Call = ann.call): Promise<string> => {
  const { status, json } = await call('POST', '/api/documents', body)
  if (status !== 429) return json.documentId as string
  await sleep((json.error as { retryInMs: number }).retryInMs)
  return made(body, call)
}
const type = (documentId: string, text: string, call: Call = ann.call) =>
  call('POST', `/api/documents/${documentId}/commands`, typing(documentId, text))
const textOf = (doc: unknown) => JSON.stringify(doc).match(/"text":"([^"]*)"/)?.[1] ?? ''

describe('POST /api/documents', () => {
  it('[HT11] makes a document, empty but for one paragraph unless told otherwise', async () => {
    const answer = await ann.call('POST', '/api/documents', {})
    expect(answer.status).toBe(201)
    expect(answer.json).toEqual({
      documentId: expect.any(String),
      revision: 1,
      position: expect.stringMatching(/^[0-9a-f-]+$/),
    })
    const { json } = await ann.call('GET', `/api/documents/${answer.json.documentId}`)
    expect(json).toMatchObject({ title: '', revision: 1, role: 'owner', doc: contentOf('') })
  })

  it('[HT11] answers the same again for the same id, and gives no one else’s away', async () => {
    const documentId = randomUUID()
    const first = await ann.call('POST', '/api/documents', { documentId, title: 'Once' })
    const again = await ann.call('POST', '/api/documents', { documentId, title: 'Twice' })
    expect([again.status, again.json]).toEqual([201, first.json])
    expect((await ann.call('GET', `/api/documents/${documentId}`)).json).toMatchObject({ title: 'Once', revision: 1 })
    expect(codeOf(await bob.call('POST', '/api/documents', { documentId }))).toBe('bad_request')
  })

  it('[HT11] refuses content that is no document, and stores nothing', async () => {
    const documentId = randomUUID()
    const paragraph = { type: 'paragraph' }
    for (const content of [
      { type: 'doc', content: [] },
      { type: 'doc', content: [{ type: 'nonsense' }] },
      { type: 'doc', content: [{ type: 'bulletList', content: [paragraph] }] },
      { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: '' }] }] },
      { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a\u0000' }] }] },
      { type: 'doc', content: [{ type: 'heading', attrs: { level: 99 } }] },
    ]) {
      const answer = await ann.call('POST', '/api/documents', { documentId, content })
      expect([JSON.stringify(content), answer.status, codeOf(answer)]).toEqual([
        JSON.stringify(content),
        422,
        'invalid_steps',
      ])
    }
    expect((await ann.call('GET', `/api/documents/${documentId}`)).status).toBe(404)
    const large = { type: 'doc', content: Array.from({ length: 100_001 }, () => paragraph) }
    expect(codeOf(await ann.call('POST', '/api/documents', { documentId, content: large }))).toBe('document_too_large')
  })

  it('[HT12] copies another document at a revision, and says of which', async () => {
    const original = await made({ title: 'Original', content: contentOf('one') })
    await type(original, 'two ')
    const from = { documentId: original, revision: 1 }
    const copy = await made({ from }, bob.call)
    expect((await bob.call('GET', `/api/documents/${copy}`)).json).toMatchObject({
      title: 'Original',
      doc: contentOf('one'),
      role: 'owner',
    })
    const { events } = (await bob.call('GET', `/api/documents/${copy}/events`)).json
    expect(events).toMatchObject([{ type: 'DocumentCreated', data: { source: from } }])
    const beyond = await bob.call('POST', '/api/documents', { from: { documentId: original, revision: 3 } })
    expect([beyond.status, codeOf(beyond)]).toEqual([409, 'future_revision'])
    const nowhere = await bob.call('POST', '/api/documents', { from: { documentId: randomUUID(), revision: 1 } })
    expect(nowhere.status).toBe(404)
  })
})

describe('GET /api/documents/:id', () => {
  it('[HT13] is the document as committed, with the reader’s role', async () => {
    const documentId = await made({ title: 'Plan', content: contentOf('one') })
    await type(documentId, 'two ')
    expect((await bob.call('GET', `/api/documents/${documentId}`)).json).toEqual({
      documentId,
      title: 'Plan',
      role: 'editor',
      revision: 2,
      schemaVersion,
      historyEpoch: 1,
      trashed: false,
      doc: schema.nodeFromJSON(contentOf('two one')).toJSON(),
    })
  })

  it('[HT14] is kept by its reader alone, and sent again only when it changed', async () => {
    const documentId = await made()
    const path = `/api/documents/${documentId}`
    const first = await ann.call('GET', path)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const etag = first.headers.get('etag')!
    const again = await ann.call('GET', path, undefined, { 'if-none-match': `"other", ${etag}` })
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag])
    expect((await bob.call('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200)
    await type(documentId, 'x')
    expect((await ann.call('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200)
  })

  it('[HT15] counts as a visit', async () => {
    const documentId = await made()
    await bob.call('GET', `/api/documents/${documentId}`)
    expect((await world.visits.of(bob.authorId)).get(documentId)).toMatchObject({ revision: 1 })
    expect((await world.visits.of(ann.authorId)).get(documentId)).toBeUndefined()
  })
})

describe('GET /api/documents/:id/at/:revision', () => {
  it('[HT16] is exactly what the document was, who made it so and when', async () => {
    const documentId = await made({ title: 'T', content: contentOf('one') })
    await type(documentId, 'two ', bob.call)
    await type(documentId, 'three ')
    const texts: string[] = []
    for (const revision of [1, 2, 3]) {
      const { json } = await ann.call('GET', `/api/documents/${documentId}/at/${revision}`)
      const author = revision === 2 ? bob : ann
      expect(json).toMatchObject({ revision, title: 'T', author: author.authorId })
      expect(json.authors).toEqual([{ authorId: author.authorId, name: author.name, color: author.color }])
      expect(json.recordedAt).toMatch(/^\d{4}-.*Z$/)
      texts.push(textOf(json.doc))
    }
    expect(texts[0]).toBe('one')
    expect(texts[1]).toBe('two one')
    expect(texts[2]).toContain('three ')
    const beyond = await ann.call('GET', `/api/documents/${documentId}/at/4`)
    expect([beyond.status, codeOf(beyond)]).toEqual([404, 'not_found'])
  })

  it('[HT14] may be kept for good under the version of schema and history, and not under another', async () => {
    const documentId = await made()
    const caching = async (query: string) =>
      (await ann.call('GET', `/api/documents/${documentId}/at/1${query}`)).headers.get('cache-control')
    expect(await caching(`?v=${version}`)).toBe('private, max-age=31536000, immutable')
    for (const query of ['', '?v=', '?v=1', `?v=${schemaVersion}.2`])
      expect(await caching(query)).toBe('private, no-cache')
  })
})

describe('GET /api/documents/:id/events', () => {
  it('[HT17] answers events from a revision on, with their authors, and where to go on', async () => {
    const documentId = await made()
    for (let i = 0; i < 4; i++) await type(documentId, `${i}`, i % 2 ? ann.call : bob.call)
    const page = async (query: string): Promise<Record<string, unknown>> => {
      const { json } = await ann.call('GET', `/api/documents/${documentId}/events${query}`)
      return { revisions: (json.events as { revision: number }[]).map(({ revision }) => revision), ...json }
    }
    expect(await page('')).toMatchObject({ revisions: [1, 2, 3, 4, 5] })
    expect(await page('')).not.toHaveProperty('next')
    expect(await page('?from=2&limit=2')).toMatchObject({ revisions: [2, 3], next: 4 })
    expect(await page('?from=4&limit=2')).not.toHaveProperty('next')
    expect(await page('?from=6')).toMatchObject({ revisions: [], authors: [] })
    expect(new Set((await page('')).authors as object[])).toEqual(
      new Set([ann, bob].map(({ authorId, name, color }) => ({ authorId, name, color }))),
    )
  })

  it('[HT17] a page ends at 4 MiB, but never before its first event', async () => {
    const wide = contentOf('x'.repeat(900_000))
    const documentId = await made({ content: wide })
    for (let i = 0; i < 6; i++) await type(documentId, 'y'.repeat(15_000))
    const store = world.deps.store.read
    const limits: unknown[] = []
    world.deps.store.read = (id, from, limit) => {
      limits.push(limit)
      return store.call(world.store, id, from, { ...limit, bytes: 20_000 })
    }
    const { json } = await ann.call('GET', `/api/documents/${documentId}/events`)
    world.deps.store.read = store
    expect(json).toMatchObject({ events: [{ revision: 1 }], next: 2 })
    expect(limits.at(-1)).toEqual({ events: 1_000, bytes: 4 * 1024 * 1024 })
  })

  it('[HT14] only a page that can gain nothing may be kept for good', async () => {
    const documentId = await made()
    await type(documentId, 'x')
    const caching = async (query: string) =>
      (await ann.call('GET', `/api/documents/${documentId}/events?v=${version}${query}`)).headers.get('cache-control')
    expect(await caching('&limit=1')).toContain('immutable')
    for (const query of ['', '&limit=2', '&from=2', '&from=3']) expect(await caching(query)).toBe('private, no-cache')
  })
})

describe('POST /api/documents/:id/commands', () => {
  it('[HT18] answers with the event once it is in the log, and the same again for the same command', async () => {
    const documentId = await made()
    const wish = typing(documentId, 'two ')
    const path = `/api/documents/${documentId}/commands`
    const answer = await bob.call('POST', path, wish)
    expect(answer.status).toBe(200)
    const [event] = await world.store.read(documentId, 2, { events: 1 })
    expect(answer.json).toEqual({ revision: 2, position: event!.position, event: JSON.parse(JSON.stringify(event)) })
    expect(event).toMatchObject({ authorId: bob.authorId, via: 'api', commandId: wish.commandId })
    expect((await bob.call('POST', path, wish)).json).toEqual(answer.json)
    expect((await world.store.head(documentId))?.revision).toBe(2)
  })

  it('[HT18] a refused command has its code’s status and changes nothing', async () => {
    const documentId = await made()
    const path = `/api/documents/${documentId}/commands`
    const { steps, origin, ...envelope } = typing(documentId, '')
    const refusals: [number, string, Call, object][] = [
      [403, 'forbidden', bob.call, { ...envelope, type: 'TrashDocument' }],
      [403, 'forbidden', bob.call, { ...envelope, type: 'DeleteDocument' }],
      [409, 'future_revision', ann.call, { ...typing(documentId, 'x'), baseRevision: 9 }],
      [
        422,
        'invalid_steps',
        ann.call,
        { ...typing(documentId, 'x'), steps: [{ stepType: 'replace', from: 5, to: 1 }] },
      ],
      [503, 'busy', ann.call, { ...typing(documentId, 'x'), schemaVersion: schemaVersion + 1 }],
      [
        413,
        'command_too_large',
        ann.call,
        { ...envelope, type: 'EditContent', steps: Array(501).fill(typing(documentId, 'x').steps[0]) },
      ],
    ]
    for (const [status, code, call, wish] of refusals) {
      const answer = await call('POST', path, { ...wish, commandId: randomUUID() })
      expect([code, answer.status, codeOf(answer)]).toEqual([code, status, code])
    }
    expect((await world.store.head(documentId))?.revision).toBe(1)
  })
})

describe('GET /api/documents', () => {
  const listing = (waited: unknown[], comes: boolean) => ({
    readModels: {
      listDocuments: async (authorId: string, query: object) => ({
        documents: [],
        authors: [],
        cursor: JSON.stringify([authorId, query]),
      }),
      timeline: async () => null,
      sessions: async () => null,
      page: async () => null,
    },
    progress: {
      waitFor: async (position: string, ms: number) => {
        waited.push([position, ms])
        return comes
      },
      lags: async () => [],
    },
  })

  it('[HT19] waits for a position at most two seconds, and is busy rather than stale', async () => {
    for (const comes of [true, false]) {
      const waited: unknown[] = []
      const other = await httpWorld({}, listing(waited, comes))
      const { call, authorId } = await other.guest()
      const { position } = (await call('POST', '/api/documents', {})).json
      const answer = await call('GET', `/api/documents?after=${position}`)
      expect(waited).toEqual([[position, 2_000]])
      if (comes)
        expect(JSON.parse(answer.json.cursor as string)).toMatchObject([authorId, { after: position, limit: 30 }])
      else
        expect([answer.status, answer.json.error]).toMatchObject([503, { code: 'busy', retryInMs: expect.any(Number) }])
      await other.close()
    }
  })

  it('[HT15] a document that was just opened is in the visits before the list is read', async () => {
    const documentId = await made()
    await bob.call('GET', `/api/documents/${documentId}`)
    await bob.call('GET', '/api/documents')
    const visit = { authorId: bob.authorId, documentId }
    expect(await world.prisma.visit.findUnique({ where: { authorId_documentId: visit } })).toMatchObject(visit)
  })
})
