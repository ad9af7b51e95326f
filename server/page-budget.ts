import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Env } from './env'
import { clientAddress } from './origin'
import { pause, Turns, within } from './promises'
import { RateLimiter } from './rate'

type PageEnv = Pick<Env, 'limits' | 'trustProxy'>

const burstSeconds = 2
/** In the unit of the other budget, some 10 ns: what rendering any page takes, and what each byte of it. */
const aPage = 1_500_000
const aByte = 5
/** Whoever reads slowly doesn't hold up others at their address for longer. */
const longestMs = 300
/** So many wait their turn at an address, none for longer than so many milliseconds at its head; others are told to come back. */
const mostWaiting = 100
const longestWait = 5_000

/**
 * Pages are rendered for anybody, signed in or not: each address has a budget for them, as large as an author's for everything
 * else. What a page takes is known by its size, so it's owed.
 */
export class PageBudget {
  private readonly addresses: RateLimiter
  private readonly turns = new Turns()
  private readonly waiting = new Map<string, number>()

  constructor(
    private readonly env: PageEnv,
    now: () => number = () => performance.now(),
  ) {
    const perSecond = env.limits.workPerSecond * 2
    this.addresses = new RateLimiter(perSecond, perSecond * burstSeconds, now)
  }

  /**
   * Has a page rendered when it's its address's turn, or answers with when to come back.
   * @param render begins to answer
   */
  admit(request: IncomingMessage, response: ServerResponse, render: () => void): void {
    // Scripts and styles are files.
    if (/^\/(_next\/|icon\.svg|favicon\.ico)/.test(request.url ?? '')) {
      render()
      return
    }
    const address = clientAddress(request, this.env)
    const waiting = this.waiting.get(address) ?? 0
    if (waiting >= mostWaiting) {
      comeBack(response, longestWait / 1_000)
      return
    }
    this.waiting.set(address, waiting + 1)
    // One after the other: how much one took is known before the next one begins.
    const turn = this.turns.take(address, async () => {
      if (response.destroyed) return
      let wait = this.addresses.take(address, aPage)
      if (wait > 0 && wait <= longestWait) {
        await pause(wait)
        wait = this.addresses.take(address, aPage)
      }
      if (wait > 0) return comeBack(response, Math.ceil(wait / 1_000))
      const { socket } = request
      const before = socket.bytesWritten
      const rendered = new Promise<void>(resolve => response.once('close', resolve))
      render()
      await within(longestMs, rendered)
      this.addresses.owe(address, (socket.bytesWritten - before) * aByte)
    })
    void turn.finally(() => {
      const left = this.waiting.get(address)! - 1
      if (left > 0) this.waiting.set(address, left)
      else this.waiting.delete(address)
    })
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
