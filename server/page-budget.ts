import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from './env'
import { clientAddress } from './origin'
import { RateLimiter } from './rate'

type PageEnv = Pick<Env, 'limits' | 'trustProxy'>

const burstSeconds = 5
/** In the unit of the other budget, some 10 ns: what rendering any page takes, and what each byte of it. */
const aPage = 500_000
const aByte = 5

/**
 * Pages are rendered for anybody, signed in or not: each address has a budget for them, as large as an author's for everything
 * else. What a page takes is known by its size, so it's owed.
 */
export class PageBudget {
  private readonly addresses: RateLimiter

  constructor(
    private readonly env: PageEnv,
    now: () => number = () => performance.now(),
  ) {
    const perSecond = env.limits.workPerSecond * 2
    this.addresses = new RateLimiter(perSecond, perSecond * burstSeconds, now)
  }

  /** Lets a request for a page in, or answers it with when to come back. @returns whether it was let in */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    // Scripts and styles are files.
    if (request.url?.startsWith('/_next/')) return true
    const address = clientAddress(request, this.env)
    const wait = this.addresses.take(address, aPage)
    if (wait > 0) {
      comeBack(response, Math.ceil(wait / 1_000))
      return false
    }
    const { socket } = request
    const before = socket.bytesWritten
    response.once('close', () => this.addresses.owe(address, (socket.bytesWritten - before) * aByte))
    return true
  }
}

function comeBack(response: ServerResponse, seconds: number): void {
  response.writeHead(429, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': String(seconds),
    // So that nobody has to do it themselves.
    refresh: String(seconds),
  })
  response.end('That was a lot at once from where you are. This page loads again by itself in a moment.\n')
}
