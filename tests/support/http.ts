import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { defaultLimits } from '@/lib/document/limits'
import { schemaVersion } from '@/lib/document/schema'
import { createAccounts } from '@/server/accounts'
import { Budget } from '@/server/budget'
import { prismaClient } from '@/server/database/client'
import { readEnv } from '@/server/env'
import { MemoryEventStore } from '@/server/event-store/memory'
import { GroupCommit } from '@/server/group-commit'
import { History } from '@/server/history'
import { httpHandler } from '@/server/http/app'
import type { HttpDependencies } from '@/server/http/context'
import { Lane } from '@/server/lane'
import { createMetrics } from '@/server/metrics'
import { pack } from '@/server/packing/pack'
import { PackedPages } from '@/server/packing/packed-pages'
import { policy, roleOf } from '@/server/policy'
import { RateLimiter } from '@/server/rate'
import { Visits } from '@/server/visits'
import { ask } from '@/server/weaving/ask'
import { Weaves } from '@/server/weaving/weaves'
import { Writers } from '@/server/writers'
import { scratchDatabase } from './database'

export type Reply = { status: number; headers: Headers; text: string; json: Record<string, unknown> }
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

export type HttpWorld = Awaited<ReturnType<typeof httpWorld>>

/** A server that answers /api with everything real but the read models; events rest in memory, accounts in PostgreSQL. */
export async function httpWorld(variables: Record<string, string> = {}, more: Partial<HttpDependencies> = {}) {
  const database = await scratchDatabase()
  const prisma = prismaClient(database.url)
  const env = readEnv({ LOG_LEVEL: 'silent', ...variables })
  const logged: string[] = []
  const log = pino({ level: 'warn' }, { write: line => logged.push(line) })
  const accounts = createAccounts({ prisma, env, log, secret: 'a secret that only these tests know: 5fE8kQ2v' })
  const store = new MemoryEventStore()
  const snapshots = { nearest: async () => null, save: async () => {} }
  const history = new History(store, snapshots)
  const documents = new Writers({
    store,
    history,
    snapshots,
    commit: new GroupCommit(store),
    limits: defaultLimits,
    now: () => new Date(),
    allows: (document, authorId, type) => policy(roleOf(document, authorId), type),
    onCommitted: () => {},
    onError: error => log.error({ err: error }, 'writer'),
    snapshotEvery: 500,
    maxDocuments: 1_000,
  })
  const weaves = new Weaves(history, { load: async () => null, save: async () => {} })
  const visits = new Visits({ prisma, log })
  const server = createServer()
  const deps: HttpDependencies = {
    env,
    log,
    ...accounts,
    metrics: createMetrics(),
    documents,
    store,
    history,
    visits,
    readModels: {
      listDocuments: async () => ({ documents: [], authors: [] }),
      timeline: async () => null,
      sessions: async () => null,
      page: async () => null,
    },
    pages: new PackedPages(job => pack(history, job)),
    weaving: { ask: job => ask(weaves, job) },
    progress: { waitFor: async () => true, lags: async () => [{ name: 'document', lagMs: 0 }] },
    rate: new RateLimiter(env.limits.commandsPerSecond),
    budget: new Budget(env.limits.workPerSecond),
    lane: new Lane(),
    pingDatabase: () => prisma.$queryRaw`SELECT 1`,
    ownAddress: () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }),
    ...more,
  }
  server.on('request', httpHandler(deps))
  server.on('upgrade', (request: IncomingMessage, socket) => {
    socket.end(
      request.url?.startsWith('/socket.io/')
        ? 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
        : '',
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...accounts,
    url,
    prisma,
    store,
    documents,
    visits,
    deps,
    logged,
    /** Somebody without a session, unless a cookie is given. */
    anybody: (cookie?: string) => caller(url, cookie),
    /** Somebody with a new guest's session. */
    guest: () => guest(url),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await visits.close()
      await prisma.$disconnect()
      await database.drop()
    },
  }
}

/** Calls as somebody, or without a cookie as nobody. */
export function caller(url: string, cookie?: string): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json', origin: url }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJSON = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, text, json: isJSON ? JSON.parse(text) : {} }
  }
}

export async function guest(url: string, headers: Record<string, string> = {}) {
  const answer = await caller(url)('POST', '/api/auth/sign-in/anonymous', {}, headers)
  if (answer.status !== 200) throw new Error(`No guest: ${answer.status} ${answer.text}`)
  const cookie = cookieOf(answer)
  const call = caller(url, cookie)
  const { authorId, name, color } = (await call('GET', '/api/me')).json as Record<string, string>
  return { call, cookie, authorId: authorId!, name: name!, color: color! }
}

/** The cookies that an answer sets, as a request sends them. */
export function cookieOf({ headers }: Pick<Reply, 'headers'>): string {
  return headers
    .getSetCookie()
    .map(cookie => cookie.split(';')[0]!)
    .join('; ')
}

/** The code of an answer's error. */
export function codeOf({ json }: Pick<Reply, 'json'>): unknown {
  return (json.error as { code?: unknown } | undefined)?.code
}

export const contentOf = (text: string) => ({
  type: 'doc' as const,
  content: [{ type: 'paragraph', ...(text ? { content: [{ type: 'text', text }] } : {}) }],
})

/** A command that types text at the beginning of a document's first paragraph. */
export function typing(documentId: string, text: string, baseRevision = 1) {
  return {
    documentId,
    baseRevision,
    schemaVersion,
    commandId: randomUUID(),
    type: 'EditContent',
    origin: 'typed',
    steps: [{ stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text }] } }],
  }
}

/** A request that `fetch` wouldn't send as it is. */
export function rawStatus(
  world: Pick<HttpWorld, 'url' | 'guest'>,
  path: string,
  body?: Buffer,
  headers: Record<string, string> = {},
): Promise<number> {
  return world.guest().then(
    ({ cookie }) =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(world.url)
        const sent = request(
          {
            hostname,
            port,
            path,
            method: body ? 'POST' : 'GET',
            headers: { cookie, 'content-type': 'application/json', ...headers },
          },
          response => {
            response.resume()
            resolve(response.statusCode!)
          },
        )
        sent.on('error', reject)
        sent.end(body)
      }),
  )
}
