import { createHash } from 'node:crypto'
import type { HttpContext } from './context'

export type ReplyOptions = {
  status?: number
  /** What the answer depends on, where that's known without looking at the answer. */
  tag?: string
  /** The answer can never change at this address. */
  immutable?: boolean
}

/**
 * A JSON answer that only its reader may keep, or 304 where they have it already.
 * @param body what's told, or its JSON as text or in UTF-8
 */
export function reply(
  c: HttpContext,
  body: object | string | Uint8Array<ArrayBuffer>,
  options: ReplyOptions = {},
): Response {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const tag = options.tag ?? createHash('sha256').update(text).digest('base64url').slice(0, 22)
  const { status = 200 } = options
  const unchanged = status === 200 ? unchangedReply(c, { ...options, tag }) : null
  return (
    unchanged ??
    new Response(text, { status, headers: { ...caching({ ...options, tag }), 'content-type': 'application/json' } })
  )
}

type Caching = { tag: string; immutable?: boolean; vary?: string }

/** 304 where the asker has what's tagged so already; else null. */
export function unchangedReply(c: HttpContext, options: Caching): Response | null {
  const headers = caching(options)
  const known = c.req
    .header('if-none-match')
    ?.split(',')
    .map(value => value.trim())
  return known?.includes(headers.etag) ? new Response(null, { status: 304, headers }) : null
}

/** Headers of what only its reader may keep. */
export function caching({ tag, immutable = false, vary = 'cookie' }: Caching) {
  return {
    etag: `W/"${tag}"`,
    'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    vary,
  }
}
