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

describe('hostile bodies', () => {
  const count = async () => (await world.store.read(documentId, 1, { events: 1_000 })).length
  const refused = async (
    path: string,
    body: unknown,
    status: number,
    code: string,
    headers?: Record<string, string>,
  ) => {
    const before = await count()
    const answer = await call('POST', path, body, headers)
    const shown = typeof body === 'string' ? body.slice(0, 60) : JSON.stringify(body).slice(0, 60)
    expect([shown, answer.status, codeOf(answer)]).toEqual([shown, status, code])
    expect(answer.text).not.toMatch(/at \w+ \(|node_modules|SELECT/)
    expect(await count()).toBe(before)
  }

  it('[HT6] only JSON in UTF-8 is read, and not compressed', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
      'application/json; charset=utf-7',
      'application/jsonp',
      'text/json; application/json',
    ])
      await refused('/api/documents', '{}', 400, 'bad_request', { 'content-type': type })
    await refused('/api/documents', '{}', 400, 'bad_request', { 'content-encoding': 'gzip' })
    for (const text of ['', ' ', '{', '{}{}', 'undefined', '{"title":"a"} x', '\u0000', '{"title":1e999}', '"\\ud800"'])
      await refused('/api/documents', text, 400, 'bad_request')
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])
      expect((await call('POST', '/api/documents', '{}', { 'content-type': type })).status).toBe(201)
    expect(await rawStatus(world, '/api/documents', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toBe(400)
  })

  it('[HT6] nothing but the declared shape is taken', async () => {
    for (const body of [
      null,
      [],
      'x',
      5,
      true,
      [[]],
      { not: '' },
      { title: { not: '' } },
      { title: ['a'] },
      { documentId: { not: '' } },
      { documentId: 'x' },
      { documentId: '' },
      { title: 'a', authorId: stranger },
      { title: 'a', ownerId: stranger },
      { content: [] },
      { content: 'x' },
      { content: { type: '__proto__' } },
      { from: { documentId, revision: '1' } },
      { from: { documentId, revision: -1 } },
      { from: { documentId, revision: 1, at: 1 } },
      { content: contentOf('x'), from: { documentId, revision: 1 } },
      { title: 'a\u0000b' },
      { title: 'x'.repeat(501) },
    ])
      await refused('/api/documents', body, 400, 'bad_request')
    const path = `/api/documents/${documentId}/commands`
    const good = typing(documentId, 'x')
    const { commandId, ...withoutId } = good
    for (const body of [
      withoutId,
      { ...good, authorId: stranger },
      { ...good, revision: 2 },
      { ...good, steps: [] },
      { ...good, steps: { not: '' } },
      { ...good, steps: [null] },
      { ...good, baseRevision: -1 },
      { ...good, baseRevision: '1' },
      { ...good, baseRevision: 0.5 },
      { ...good, baseRevision: 2 ** 31 },
      { ...good, commandId: '__proto__' },
      { ...good, type: '__proto__' },
      { ...good, type: 'constructor' },
    ])
      await refused(path, body, 400, 'bad_request')
    await refused(path, typing(stranger, 'x'), 400, 'bad_request')
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
  })

  it('[HT7] nesting beyond the cap is refused before anything walks it', async () => {
    const nested = (depth: number) => `{"content":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
    for (const depth of [97, 1_000, 100_000]) {
      await refused('/api/documents', nested(depth), 400, 'bad_request')
      await refused(`/api/documents/${documentId}/commands`, nested(depth), 400, 'bad_request')
      expect((await call('PATCH', '/api/me', nested(Math.min(depth, 7_000)))).status).toBe(400)
    }
    const answer = await call('POST', '/api/documents', nested(97))
    expect((answer.json.error as { message: string }).message).toMatch(/nested deeper than 96/)
    expect(((await call('POST', '/api/documents', nested(96))).json.error as { message: string }).message).not.toMatch(
      /nested/,
    )
  })

  it('[HT8] a body over its limit is refused with its own code, told or untold how long it is', async () => {
    const mebibyte = 1024 * 1024
    const path = `/api/documents/${documentId}/commands`
    await refused('/api/documents', JSON.stringify({ title: 'x'.repeat(17 * mebibyte) }), 413, 'document_too_large')
    await refused(path, JSON.stringify({ a: 'x'.repeat(mebibyte) }), 413, 'command_too_large')
    const small = `{"a":"${'x'.repeat(mebibyte - 8)}"}`
    expect(small.length).toBe(mebibyte)
    await refused(path, small, 400, 'bad_request')
    await refused(path, `${small} `, 413, 'command_too_large')
    expect((await call('PATCH', '/api/me', { name: 'x'.repeat(17 * 1024) })).status).toBe(413)
    expect((await call('POST', '/api/auth/sign-in/email', { email: 'x'.repeat(70_000) })).status).toBe(413)
    expect(
      await rawStatus(world, '/api/documents', Buffer.alloc(17 * mebibyte, 0x20), { 'transfer-encoding': 'chunked' }),
    ).toBe(413)
    expect((await call('GET', '/api/me')).status).toBe(200)
  })
})
