import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { httpHandler } from '@/server/http/app'
import type { HttpDependencies } from '@/server/http/context'
import { guest, type HttpWorld, httpWorld, typing } from '../../support/http'

async function within(
  variables: Record<string, string>,
  more: Partial<HttpDependencies>,
  use: (world: HttpWorld) => Promise<void>,
) {
  const world = await httpWorld(variables, more)
  try {
    await use(world)
  } finally {
    await world.close()
  }
}

describe('GET /api/health', () => {
  it('[HT20] says that the database answers, a socket opens, and how far behind the projections are', async () => {
    await within({}, {}, async world => {
      const answer = await world.anybody()('GET', '/api/health')
      expect(answer.status).toBe(200)
      expect(answer.json).toEqual({
        status: 'ok',
        database: { ok: true, ms: expect.any(Number) },
        socket: { ok: true, ms: expect.any(Number) },
        projections: [{ name: 'document', lagMs: 0 }],
      })
    })
  })

  it('[HT20] is 503 when the database is away, and says nothing more about it', async () => {
    const broken = () => Promise.reject(new Error('password of postgres at 10.0.0.1'))
    for (const more of [{ pingDatabase: broken }, { progress: { waitFor: async () => true, lags: broken } }])
      await within({}, more, async world => {
        const answer = await world.anybody()('GET', '/api/health')
        expect([answer.status, answer.json.status]).toEqual([503, 'failing'])
        expect(answer.text).not.toMatch(/password|10\.0/)
      })
  })

  it('[HT20] is 503 when no socket opens, even where the port answers, and waits for nothing that hangs', async () => {
    const refusing = createHttpServer((_, response) => response.writeHead(400).end())
    const silent = createServer(() => {})
    for (const server of [refusing, silent]) await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    for (const server of [refusing, silent, null]) {
      const ownAddress = () => (server ? { host: '127.0.0.1', port: (server.address() as AddressInfo).port } : null)
      await within({}, { ownAddress }, async world => {
        const answer = await world.anybody()('GET', '/api/health')
        expect(answer.status).toBe(503)
        expect(answer.json).toMatchObject({ database: { ok: true }, socket: { ok: false } })
      })
    }
    refusing.close()
    silent.close()
  })

  it('[HT20] looks once however many ask at once', async () => {
    let looks = 0
    const pingDatabase = async () => {
      looks++
    }
    await within({}, { pingDatabase }, async world => {
      await Promise.all(Array.from({ length: 50 }, () => world.anybody()('GET', '/api/health')))
      expect(looks).toBe(1)
    })
  })
})

describe('GET /metrics', () => {
  it('[HT21] counts in Prometheus’ form, without an id or a word of anybody', async () => {
    await within({}, {}, async world => {
      const { call, authorId } = await guest(world.url)
      const { documentId } = (await call('POST', '/api/documents', { title: 'Secret plan' })).json as {
        documentId: string
      }
      await call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'hidden words'))
      const answer = await world.anybody()('GET', '/metrics')
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
      expect(answer.text).toMatch(/everdraft_commands_total\{via="api",outcome="ok"\} 1/)
      expect(answer.text).toMatch(
        /everdraft_http_seconds_count\{method="POST",route="\/api\/documents\/:id\/commands",status="200"\} 1/,
      )
      for (const word of [authorId, documentId, 'Secret', 'hidden']) expect(answer.text).not.toContain(word)
    })
  })

  it('[HT21] without a token they are read from this machine alone', async () => {
    await within({}, {}, async world => {
      const ask = world.anybody()
      expect((await ask('GET', '/metrics')).status).toBe(200)
      for (const headers of [
        { 'x-forwarded-for': '127.0.0.1' },
        { forwarded: 'for=127.0.0.1' },
        { via: '1.1 proxy' },
        { 'x-real-ip': '127.0.0.1' },
        { authorization: 'Bearer ' },
        { authorization: 'Bearer undefined' },
      ])
        expect([headers, (await ask('GET', '/metrics', undefined, headers)).status]).toEqual([headers, 404])
      expect(await statusWithHost(world.url, 'rebound.example')).toBe(404)
      expect(await statusWithHost(world.url, '[::1]:3000')).toBe(200)
    })
    for (const variables of [{ TRUST_PROXY: 'true' }, { PUBLIC_URL: 'https://write.example.org' }])
      await within(variables, {}, async world => expect((await world.anybody()('GET', '/metrics')).status).toBe(404))
  })

  it('[HT21] from another machine they are not read', async context => {
    const other = Object.values(networkInterfaces())
      .flat()
      .find(address => address && !address.internal && address.family === 'IPv4')
    if (!other) return context.skip()
    await within({ METRICS_TOKEN: 'a long token' }, {}, async world => {
      const server = createHttpServer(httpHandler(world.deps))
      await new Promise<void>(resolve => server.listen(0, resolve))
      const url = `http://${other.address}:${(server.address() as AddressInfo).port}/metrics`
      expect((await fetch(url)).status).toBe(404)
      expect(await statusWithHost(url, 'localhost')).toBe(404)
      expect((await fetch(url, { headers: { authorization: 'Bearer a long token' } })).status).toBe(200)
      server.close()
    })
  })

  it('[HT21] with a token they are read from anywhere, with another one from nowhere', async () => {
    await within({ METRICS_TOKEN: 'a long token', TRUST_PROXY: 'true' }, {}, async world => {
      const ask = (authorization: string) => world.anybody()('GET', '/metrics', undefined, { authorization })
      expect((await ask('Bearer a long token')).status).toBe(200)
      for (const wrong of [
        'Bearer a long toke',
        'Bearer a long token!',
        'a long token',
        'Basic a long token',
        'Bearer',
      ])
        expect((await ask(wrong)).status).toBe(404)
    })
  })
})

function statusWithHost(url: string, host: string): Promise<number> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET /metrics HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    })
    socket.once('data', data => {
      socket.destroy()
      resolve(Number(data.toString().split(' ')[1]))
    })
    socket.once('error', reject)
  })
}
