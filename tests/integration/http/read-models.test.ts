import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEnv } from '@/server/env'
import { createLog } from '@/server/log'
import { createService, type Service } from '@/server/service'
import { type ScratchDatabase, scratchDatabase } from '../../support/database'
import { codeOf, contentOf, guest, typing } from '../../support/http'

type Guest = Awaited<ReturnType<typeof guest>>
const server = createServer()
let database: ScratchDatabase
let service: Service
let ann: Guest
let bob: Guest

beforeAll(async () => {
  database = await scratchDatabase()
  const env = readEnv({ LOG_LEVEL: 'silent', LIMIT_COMMANDS_PER_SECOND: '100000', LIMIT_WORK_PER_SECOND: '1000000000' })
  const authSecret = 'a secret that only these tests know: 5fE8kQ2v'
  service = createService({ server, env, databaseUrl: database.url, authSecret, log: createLog(env) })
  server.on('request', service.handleApi)
  service.start()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  ann = await guest(url)
  bob = await guest(url)
})
afterAll(async () => {
  await service.stop()
  server.closeAllConnections()
  server.close()
  await database.drop()
})

async function make({ call }: Guest, title: string) {
  const { json } = await call('POST', '/api/documents', { title, content: contentOf('Herons stand in the reeds') })
  return json as { documentId: string; position: string }
}
async function listed({ call }: Guest, query: string) {
  const { json } = await call('GET', `/api/documents?${query}`)
  return (json.documents as { documentId: string }[]).map(({ documentId }) => documentId)
}

describe('the whole service', () => {
  it('[HT19] whoever lists after what they wrote finds it', async () => {
    for (let i = 0; i < 10; i++) {
      const { documentId, position } = await make(ann, `Document ${i}`)
      expect(await listed(ann, `after=${position}&limit=1`)).toEqual([documentId])
    }
  })

  it('[HT15] a list holds what is one’s own and what one has opened, and nothing else', async () => {
    const { documentId, position } = await make(ann, 'Between us')
    expect(await listed(bob, `after=${position}`)).not.toContain(documentId)
    await bob.call('GET', `/api/documents/${documentId}`)
    expect(await listed(bob, '')).toContain(documentId)
    expect(await listed(bob, 'query=heron')).toContain(documentId)
  })

  it('[HT17] timeline and sessions are answered for whoever may read', async () => {
    const { documentId } = await make(ann, 'History')
    const { json } = await ann.call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'Two '))
    await listed(ann, `after=${json.position}`)
    for (const path of ['timeline', 'timeline?by=time', 'sessions', 'sessions?named=true']) {
      const answer = await bob.call('GET', `/api/documents/${documentId}/history/${path}`)
      expect([path, answer.status, Array.isArray(answer.json.authors)]).toEqual([path, 200, true])
    }
  })

  it('[HT10] no cursor, bound, search or position makes the server fail', async () => {
    const { documentId } = await make(ann, 'Target')
    const cursors = [
      [],
      ['x'],
      [1e308],
      [-1],
      [2 ** 31],
      [2 ** 53 - 1],
      ['x', 'y'],
      ['\u0000', documentId],
      ['updated', 'x', documentId],
      ['updated', '294277-01-01', documentId],
      ['created', 'infinity', documentId],
      ['title', '\u0000', documentId],
      ['title', '\ud800', documentId],
      [{}],
      {},
      null,
      5,
    ]
      .map(values => Buffer.from(JSON.stringify(values)).toString('base64url'))
      .concat('x', '%00', '/', 'W10')
    const texts = [
      "'; DROP TABLE event; --",
      '%',
      '_',
      '\\',
      '"',
      '""',
      '!',
      '&|',
      ':*',
      '<->',
      '(',
      '\u202e',
      '😀',
      ' ',
      '--',
    ]
    const last = 'ffffffffffffffff'
    const paths = [
      ...cursors.flatMap(cursor =>
        ['updated', 'title', 'created'].map(sort => `/api/documents?sort=${sort}&cursor=${encodeURIComponent(cursor)}`),
      ),
      ...cursors.map(cursor => `/api/documents/${documentId}/history/sessions?cursor=${encodeURIComponent(cursor)}`),
      ...texts.map(text => `/api/documents?query=${encodeURIComponent(text)}`),
      `/api/documents?after=0000-${'0'.repeat(16)}-${'0'.repeat(16)}`,
      ...['from=2147483647', 'to=9999999999', 'from=9&to=1', 'from=0&to=0', 'buckets=2000&from=1'].map(
        query => `/api/documents/${documentId}/history/timeline?${query}`,
      ),
      ...[
        'from=0000-01-01T00:00:00Z',
        'to=9999-12-31T23:59:59Z',
        'from=2030-01-01T00:00:00Z&to=2020-01-01T00:00:00Z',
      ].map(query => `/api/documents/${documentId}/history/timeline?by=time&${query}`),
    ]
    const failed: unknown[] = []
    for (const path of paths) {
      const { status } = await ann.call('GET', path)
      if (status !== 200 && status !== 400) failed.push([path, status])
    }
    expect(failed).toEqual([])
    const never = await ann.call('GET', `/api/documents?after=ffff-${last}-${last}`)
    expect([never.status, codeOf(never)]).toEqual([503, 'busy'])
  })

  it('[HT20] is well', async () => {
    const { json } = await ann.call('GET', '/api/health')
    expect(json).toMatchObject({ status: 'ok', socket: { ok: true }, database: { ok: true } })
  })
})
