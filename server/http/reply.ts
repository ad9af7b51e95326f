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
  { status = 200, tag, immutable = false }: ReplyOptions = {},
): Response {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const etag = `W/"${tag ?? createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = {
    etag,
    'cache-control': immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    vary: 'cookie',
  }
  const known = c.req
    .header('if-none-match')
    ?.split(',')
    .map(value => value.trim())
  if (status === 200 && known?.includes(etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { status, headers: { ...headers, 'content-type': 'application/json' } })
}
