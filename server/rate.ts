type Bucket = { tokens: number; at: number }

const mostBuckets = 50_000

/**
 * How much each key (an author, a socket) may do: a bucket of `burst` tokens that refills by `perSecond`.
 * In this process's memory; forgotten with it.
 */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>()

  constructor(
    private readonly perSecond: number,
    private readonly burst: number = perSecond,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Takes what something costs, or nothing at all.
   * @param cost more than the whole burst counts as the whole burst, so that it's possible at some time
   * @returns 0 when it was taken, else in how many milliseconds it will be possible
   */
  take(key: string, cost = 1): number {
    const bucket = this.refilled(key)
    const price = Math.min(cost, this.burst)
    if (bucket.tokens < price) return Math.ceil(((price - bucket.tokens) / this.perSecond) * 1000)
    bucket.tokens -= price
    return 0
  }

  private refilled(key: string): Bucket {
    const now = this.now()
    const bucket = this.buckets.get(key) ?? { tokens: this.burst, at: now }
    bucket.tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.at) / 1000) * this.perSecond)
    bucket.at = now
    if (!this.buckets.has(key) && this.buckets.size >= mostBuckets) this.dropFull(now)
    this.buckets.set(key, bucket)
    return bucket
  }

  /** A bucket that has refilled by now is worth no more than a new one. */
  private dropFull(now: number): void {
    const refillMs = (this.burst / this.perSecond) * 1000
    for (const [key, { at }] of this.buckets) if (now - at >= refillMs) this.buckets.delete(key)
  }
}
