import { randomUUID } from 'node:crypto'
import { type Refusal, type RefusalCode, refuse } from '@/lib/document/refusal'
import { DamagedLog, damagedRefusal } from '../damage'
import type { Logger } from '../log'

/** The status that each code is answered with. */
export const statusOf: Record<RefusalCode, number> = {
  bad_request: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  future_revision: 409,
  too_far_behind: 409,
  document_too_large: 413,
  command_too_large: 413,
  invalid_steps: 422,
  client_too_old: 426,
  rate_limited: 429,
  internal: 500,
  busy: 503,
}

/** A refusal on its way out of a handler. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(code: RefusalCode, message: string, more?: Parameters<typeof refuse>[2]) {
    super(message)
    this.refusal = refuse(code, message, more).refusal
  }
}

export const notFound = () => new Refused('not_found', 'There is no such document.')

export function refusalResponse(refusal: Refusal, status = statusOf[refusal.code]): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
  if (refusal.retryInMs !== undefined) headers.set('retry-after', String(Math.ceil(refusal.retryInMs / 1000)))
  // The rest of a body that's too large would have to be read before the connection can serve again.
  if (status === 413) headers.set('connection', 'close')
  return new Response(JSON.stringify({ error: refusal }), { status, headers })
}

/** The answer to whatever a handler threw. Of an unforeseen error only a random id goes out; the log has both. */
export function errorResponse(error: unknown, log: Pick<Logger, 'error' | 'warn'>): Response {
  if (error instanceof Refused) return refusalResponse(error.refusal)
  if (isUnavailable(error)) {
    log.warn({ err: error }, 'The database could not be reached')
    return refusalResponse(refuse('busy', 'Try again in a moment.', { retryInMs: 1_000 }).refusal)
  }
  if (error instanceof DamagedLog) {
    log.error({ err: error }, 'A document is damaged')
    return refusalResponse(damagedRefusal(error).refusal)
  }
  const id = randomUUID()
  log.error({ err: error, id }, 'A request failed')
  return refusalResponse(refuse('internal', 'Something went wrong here.', { id }).refusal)
}

/** Codes of Prisma, of Node and of PostgreSQL, and kinds of Prisma's adapter: not there, not any more, not yet, full. */
const away = new RegExp(
  `^(?:${[
    ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024'],
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
    ...['08...', '53300', '57P0[123]'],
    ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TlsConnectionError', 'TooManyConnections'],
  ].join('|')})$`,
)
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect)/
/** PostgreSQL's for a value that can't be read as what it should be: a number, a time, text. */
const unreadable = /^(22003|22007|22008|22021|22P02|22P05)$/

/** Was it a value in a question that the database couldn't read? */
export function isUnreadable(error: unknown): boolean {
  return causes(error).some(({ codes }) => codes.some(code => unreadable.test(code)))
}

function isUnavailable(error: unknown): boolean {
  return causes(error).some(({ codes, message }) => codes.some(code => away.test(code)) || lostConnection.test(message))
}

/** An error and what lies under it, as deep as Prisma puts the database's own. */
function causes(error: unknown, depth = 0): { codes: string[]; message: string }[] {
  if (typeof error !== 'object' || error === null || depth > 5) return []
  const { code, originalCode, kind, message, cause, meta } = error as Record<string, unknown>
  const codes = [code, originalCode, kind].filter(value => typeof value === 'string')
  const below = [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError]
  return [{ codes, message: String(message ?? '') }, ...below.flatMap(inner => causes(inner, depth + 1))]
}
