import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@/server/http/app'
import { type Call, codeOf, contentOf, type HttpWorld, httpWorld, typing } from '../../support/http'

let world: HttpWorld
let call: Call
let documentId: string

beforeAll(async () => {
  world = await httpWorld()
  call = (await world.guest()).call
  documentId = (await call('POST', '/api/documents', { content: contentOf('Hello') })).json.documentId as string
})
afterAll(() => world.close())

/** Every call there is, with a body that it takes. A route that isn't here fails the first test. */
const calls = () =>
  [
    ['GET', '/api/me', '/api/me'],
    ['PATCH', '/api/me', '/api/me', { color: 'red' }],
    ['GET', '/api/documents', '/api/documents'],
    ['POST', '/api/documents', '/api/documents', { title: 'New' }],
    ['GET', '/api/documents/:id', `/api/documents/${documentId}`],
    ['GET', '/api/documents/:id/at/:revision', `/api/documents/${documentId}/at/1`],
    ['GET', '/api/documents/:id/events', `/api/documents/${documentId}/events`],
    ['POST', '/api/documents/:id/commands', `/api/documents/${documentId}/commands`, typing(documentId, 'x')],
    ['GET', '/api/documents/:id/history/timeline', `/api/documents/${documentId}/history/timeline`],
    ['GET', '/api/documents/:id/history/sessions', `/api/documents/${documentId}/history/sessions`],
    ['GET', '/api/documents/:id/history/pages/:n', `/api/documents/${documentId}/history/pages/1`],
    ...[
      'history/authorship?revision=1',
      'history/compare?from=1&to=1',
      'history/life?revision=1&from=0&to=1',
      'history/search?query=a',
      'history/without?from=1&to=1',
      'export?format=text',
    ].map(what => ['GET', `/api/documents/:id/${what.split('?')[0]}`, `/api/documents/${documentId}/${what}`]),
    ['PATCH', '/api/documents/:id/visit', `/api/documents/${documentId}/visit`, { listed: true }],
  ] as [method: string, route: string, path: string, body?: unknown][]
const openToAll = ['GET /api/health', 'GET /api/film.js', 'GET /metrics', 'ALL /api/auth/*']

describe('the door', () => {
  it('[HT1] every route but sign-in, health, metrics and the player of films wants a session', async () => {
    const routes = createApp(world.deps)
      .routes.map(({ method, path }) => `${method} ${path}`)
      .filter(route => !route.startsWith('ALL ') || route === 'ALL /api/auth/*')
    expect([...new Set(routes)].sort()).toEqual(
      [...openToAll, ...calls().map(([method, route]) => `${method} ${route}`)].sort(),
    )
    for (const [method, , path, body] of calls()) {
      for (const cookie of [undefined, 'everdraft.session_token=no.body', 'a=b'])
        expect([path, (await world.anybody(cookie)(method, path, body)).status]).toEqual([path, 401])
      const refused = await world.anybody()(method, path, body)
      expect(codeOf(refused)).toBe('not_signed_in')
      expect((await call(method, path, body)).status).not.toBe(401)
    }
  })

  it('[HT2] an unknown address is 404, with a session and without', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/nothing',
      '/api/documents/',
      `/api/documents/${documentId}/`,
      '/api/me/x',
    ])
      for (const send of [call, world.anybody()]) {
        const answer = await send('GET', path)
        expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, 'not_found'])
      }
  })

  it('[HT2] another method than an address takes is 405, and says which it takes', async () => {
    for (const [path, allowed] of new Map(calls().map(([, route, path]) => [path, route]))) {
      const methods = calls().filter(([, route]) => route === allowed)
      for (const method of ['DELETE', 'PUT', 'OPTIONS', 'PROPFIND', 'GET', 'POST', 'PATCH']) {
        if (methods.some(([known]) => known === method)) continue
        const answer = await call(method, path)
        expect([method, path, answer.status]).toEqual([method, path, 405])
        expect(answer.headers.get('allow')).toBe(methods.map(([known]) => known).join(', '))
      }
    }
  })

  it('[HT3] a write from a page of another site is refused before anything else is looked at', async () => {
    for (const [method, , path, body] of calls().filter(([method]) => method !== 'GET'))
      for (const origin of ['https://evil.example', 'null', world.url.replace('127.0.0.1', 'localhost')])
        for (const send of [call, world.anybody()]) {
          const answer = await send(method, path, body, { origin })
          expect([path, origin, answer.status, codeOf(answer)]).toEqual([path, origin, 403, 'forbidden'])
        }
  })

  it('[HT3] a write without an Origin is let in', async () => {
    const { cookie } = await world.guest()
    const response = await fetch(`${world.url}/api/documents`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(201)
  })

  it('[HT9] who writes too much is told when to go on, and others are not held up', async () => {
    const small = await httpWorld({ LIMIT_COMMANDS_PER_SECOND: '20' })
    try {
      const [eager, calm] = [await small.guest(), await small.guest()]
      const answers = await Promise.all(Array.from({ length: 5 }, () => eager.call('POST', '/api/documents', {})))
      const refused = answers.filter(({ status }) => status === 429)
      expect(refused.length).toBeGreaterThanOrEqual(2)
      expect(refused[0]!.json.error).toMatchObject({ code: 'rate_limited', retryInMs: expect.any(Number) })
      expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await calm.call('POST', '/api/documents', {})).status).toBe(201)
    } finally {
      await small.close()
    }
  })

  it('[HT22] of an unforeseen error only a random id goes out, and the log has it', async () => {
    const broken = await httpWorld(
      {},
      {
        readModels: {
          listDocuments: async () => {
            throw new Error('SELECT password FROM "user" at /srv/app.ts:1')
          },
          timeline: async () => null,
          sessions: async () => null,
          page: async () => null,
        },
      },
    )
    try {
      const { call } = await broken.guest()
      const answer = await call('GET', '/api/documents')
      expect(answer.status).toBe(500)
      const { error } = answer.json as { error: { code: string; id: string } }
      expect(error).toEqual({
        code: 'internal',
        message: expect.any(String),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
      expect(answer.text).not.toMatch(/SELECT|srv|stack/)
      expect(broken.logged.find(line => line.includes(error.id))).toContain('SELECT password')
    } finally {
      await broken.close()
    }
  })

  it('[HT23] while the database is away the answer is busy, not an error of ours', async () => {
    for (const code of ['P1001', 'ECONNREFUSED', '57P01', '08006', 'P2024']) {
      const away = await httpWorld(
        {},
        {
          documents: { ...world.documents, current: () => Promise.reject(wrapped(code)) } as never,
        },
      )
      try {
        const { call } = await away.guest()
        const answer = await call('GET', `/api/documents/${documentId}`)
        expect([code, answer.status, answer.json.error]).toMatchObject([code, 503, { code: 'busy', retryInMs: 1_000 }])
      } finally {
        await away.close()
      }
    }
  })

  it('[HE5] every answer carries the headers that data has, errors and sign-in too', async () => {
    for (const path of ['/api/me', '/api/nothing', '/api/health', '/metrics', '/api/auth/get-session', '/api/auth/x']) {
      const { headers } = await world.anybody()('GET', path)
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('referrer-policy')).toBe('same-origin')
    }
  })
})

/** An error as deep down as Prisma puts it. */
function wrapped(code: string): Error {
  const cause = Object.assign(new Error('no connection'), { code })
  return Object.assign(new Error('query failed'), { cause: Object.assign(new Error('driver'), { cause }) })
}
