import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { takes } from '../accept-encoding'
import type { HttpContext } from './context'

const squeeze = promisify(gzip)
// Higher ones take twice as long for a tenth less.
const level = 4
/** What's shorter fits into a packet or two as it is. */
const worthIt = 4_096

/** Has a JSON answer go gzipped where that's accepted and worth it. */
export async function compressed(c: HttpContext): Promise<void> {
  const { res } = c
  if (c.req.method !== 'GET') return
  if (res.status !== 200 || res.headers.get('content-type') !== 'application/json') return
  if (res.headers.has('content-encoding') || !takes(c.req.header('accept-encoding') ?? '', 'gzip')) return
  const plain = new Uint8Array(await res.arrayBuffer())
  const { status, headers } = res
  if (plain.length < worthIt) {
    c.res = new Response(plain, { status, headers })
    return
  }
  headers.set('content-encoding', 'gzip')
  headers.append('vary', 'accept-encoding')
  c.res = new Response(Uint8Array.from(await squeeze(plain, { level })), { status, headers })
}
