import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from './env'
import { isHttps, requestOrigin } from './origin'

export type HeadersEnv = Pick<Env, 'publicUrl' | 'trustProxy' | 'production'>

const year = 365 * 24 * 60 * 60

/** What every answer of ours carries. Answers that aren't pages (data, errors, metrics) may load nothing at all. */
export function securityHeaders(env: Pick<HeadersEnv, 'publicUrl'>, policy = dataPolicy): Record<string, string> {
  return {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
    // A document's address is its key, so no other site may learn it. Not 'no-referrer': forms would send Origin: null.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isHttps(env) ? { 'strict-transport-security': `max-age=${year}` } : {}),
  }
}

/**
 * Puts the headers on an answer that Next will make. Next takes the nonce for its scripts from the request's own
 * `content-security-policy` header; what a client sent under that name is overwritten. Pages must be rendered per
 * request for it: what's rendered at build time has no nonce, and its scripts don't run.
 * @returns the nonce
 */
export function securePage(request: IncomingMessage, response: ServerResponse, env: HeadersEnv): string {
  const nonce = randomBytes(16).toString('base64')
  const policy = pagePolicy(nonce, requestOrigin(request.headers, env), env)
  request.headers['content-security-policy'] = policy
  delete request.headers['content-security-policy-report-only']
  for (const [name, value] of Object.entries(securityHeaders(env, policy))) response.setHeader(name, value)
  return nonce
}

const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

function pagePolicy(nonce: string, origin: string | null, env: HeadersEnv): string {
  const directives = [
    "default-src 'self'",
    // 'strict-dynamic': what a script of ours loads may run, addresses alone may not. Development evaluates its updates.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${env.production ? '' : " 'unsafe-eval'"}`,
    // Carets, widths of columns and the places of menus are style attributes, which no nonce can allow.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${connections(origin, env)}`,
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps(env) ? ['upgrade-insecure-requests'] : []),
  ]
  return directives.join('; ')
}

/** Older Safari doesn't count a socket to the same host as 'self', so that one is named. */
function connections(origin: string | null, env: HeadersEnv): string {
  if (!env.production) return "'self' ws: wss:"
  const sockets = [origin, env.publicUrl].flatMap(address => (address ? [address.replace(/^http/, 'ws')] : []))
  return ["'self'", ...new Set(sockets)].join(' ')
}
