import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Env } from './env'

export type HeaderSource = Headers | IncomingHttpHeaders
type OriginEnv = Pick<Env, 'publicUrl' | 'trustProxy'>

/**
 * Does a request come from a page of ours? Its `Origin` must be the request's own scheme and host, or PUBLIC_URL.
 * None at all is let in: browsers send one with every write and every upgrade, scripts needn't.
 */
export function isOurOrigin(headers: HeaderSource, env: OriginEnv): boolean {
  const origin = header(headers, 'origin')
  return origin === undefined || origin === env.publicUrl || origin === requestOrigin(headers, env)
}

/**
 * The origin that a request was addressed to, null where its `Host` is no host. We speak plain HTTP ourselves; what a
 * proxy in front of us says is believed only under TRUST_PROXY, and of a list the last entry: that's the proxy's own.
 */
export function requestOrigin(headers: HeaderSource, { trustProxy }: Pick<Env, 'trustProxy'>): string | null {
  const host = (trustProxy ? lastOf(header(headers, 'x-forwarded-host')) : undefined) ?? header(headers, 'host')
  const scheme = trustProxy && lastOf(header(headers, 'x-forwarded-proto')) === 'https' ? 'https' : 'http'
  if (!host || !/^[a-z0-9.:[\]-]+$/i.test(host)) return null
  const address = `${scheme}://${host}`
  return URL.canParse(address) ? new URL(address).origin : null
}

/** Where a request came from: the peer's IP address, or under TRUST_PROXY the one that the proxy saw. */
export function clientAddress(request: IncomingMessage, { trustProxy }: Pick<Env, 'trustProxy'>): string {
  const forwarded = trustProxy ? lastOf(header(request.headers, 'x-forwarded-for')) : undefined
  return forwarded ?? request.socket.remoteAddress ?? 'unknown'
}

/** Are we reached by HTTPS, as PUBLIC_URL says? */
export function isHttps({ publicUrl }: Pick<Env, 'publicUrl'>): boolean {
  return publicUrl?.startsWith('https:') ?? false
}

export function header(headers: HeaderSource, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

function lastOf(list: string | undefined): string | undefined {
  return list?.split(',').at(-1)?.trim() || undefined
}
