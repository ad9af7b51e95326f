import { timingSafeEqual } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { header } from '../origin'
import type { HttpContext, HttpDependencies } from './context'
import { Refused } from './errors'
import type { Routes } from './routes'

type Check = { ok: boolean; ms: number }
type Health = {
  status: 'ok' | 'failing'
  database: Check
  socket: Check
  projections: { name: string; lagMs: number }[]
}

const patienceMs = 2_000
/** Health needs no session, so it's looked at no more often than this, however often it's asked. */
const freshMs = 1_000

/** What those who run the server ask: is it well, and what does it do. */
export function operationRoutes({ open }: Routes, deps: HttpDependencies): void {
  let health: Promise<Health> | undefined
  let lookedAt = 0

  open('/api/health', {
    GET: async () => {
      if (!health || performance.now() - lookedAt > freshMs) {
        lookedAt = performance.now()
        health = look(deps)
      }
      const answer = await health
      return Response.json(answer, {
        status: answer.status === 'ok' ? 200 : 503,
        headers: { 'cache-control': 'no-store' },
      })
    },
  })

  open('/metrics', {
    GET: async c => {
      if (!mayReadMetrics(c, deps)) throw new Refused('not_found', 'There is nothing at this address.')
      const { registry } = deps.metrics
      return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } })
    },
  })
}

async function look(deps: HttpDependencies): Promise<Health> {
  const [database, socket, projections] = await Promise.all([
    check(() => deps.pingDatabase()),
    check(() => tryUpgrade(deps.ownAddress())),
    soon(deps.progress.lags()).catch(() => null),
  ])
  const well = database.ok && socket.ok && projections !== null
  return { status: well ? 'ok' : 'failing', database, socket, projections: projections ?? [] }
}

async function check(attempt: () => Promise<unknown>): Promise<Check> {
  const start = performance.now()
  const ok = await soon(attempt()).then(
    () => true,
    () => false,
  )
  return { ok, ms: Math.round(performance.now() - start) }
}

async function soon<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), patienceMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Opens a web socket to ourselves, as a browser would, and drops it once it's open. */
function tryUpgrade(address: { host: string; port: number } | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!address) return reject(new Error('Not listening'))
    const request = httpRequest({
      ...address,
      path: '/socket.io/?EIO=4&transport=websocket',
      timeout: patienceMs,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.from('everdraft-health').toString('base64'),
      },
    })
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve()
    })
    request.on('response', response => {
      response.resume()
      reject(new Error(`Answered ${response.statusCode}`))
    })
    request.on('timeout', () => request.destroy(new Error('No answer in time')))
    request.on('error', reject)
    request.end()
  })
}

const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** By token; without one from this machine only, which behind a proxy of this machine can't be told. */
function mayReadMetrics(c: HttpContext, { env }: HttpDependencies): boolean {
  const given = c.req.header('authorization')
  if (given !== undefined) return env.metricsToken !== undefined && equal(given, `Bearer ${env.metricsToken}`)
  const { headers, socket } = c.env.incoming
  const behindProxy = env.trustProxy || env.publicUrl !== undefined || forwarding.some(name => header(headers, name))
  return !behindProxy && isLoopback(socket.remoteAddress ?? '') && isLoopback(hostname(headers.host ?? ''))
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host)
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
