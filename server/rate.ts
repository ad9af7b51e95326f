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
   * @param cost more than the whole burst is possible when all of it is there, and has to be made up for afterwards
   * @returns 0 when it was taken, else in how many milliseconds it will be possible
   */
  take(key: string, cost = 1): number {
    const wait = this.wait(key, cost)
    if (wait === 0) this.refilled(key).tokens -= cost
    return wait
  }

  /** Takes what has been used already, however little is left: nothing more is given before that is made up for. */
  owe(key: string, cost: number): void {
    this.refilled(key).tokens -= cost
  }

  /** In how many milliseconds something could be taken; 0 for now. Takes nothing. */
  wait(key: string, cost = 1): number {
    const missing = Math.min(cost, this.burst) - this.refilled(key).tokens
    return missing > 0 ? Math.ceil((missing / this.perSecond) * 1000) : 0
  }

  /** A key that won't come again. */
  forget(key: string): void {
    this.buckets.delete(key)
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.buckets.size
  }

  private refilled(key: string): Bucket {
    const now = this.now()
    const bucket = this.buckets.get(key) ?? { tokens: this.burst, at: now }
    // A clock that was set back takes nothing away.
    const seconds = Math.max(0, now - bucket.at) / 1000
    bucket.tokens = Math.min(this.burst, bucket.tokens + seconds * this.perSecond)
    bucket.at = now
    // Used again: it moves to the young end.
    this.buckets.delete(key)
    if (this.buckets.size >= mostBuckets) this.buckets.delete(this.buckets.keys().next().value!)
    this.buckets.set(key, bucket)
    return bucket
  }
}
