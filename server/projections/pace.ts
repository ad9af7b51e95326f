/** When the next turn is due: at the latest after `every` ms, sooner when woken, at once while somebody is impatient. */
export class Pace {
  private woken = false
  private lastWork = Number.NEGATIVE_INFINITY
  private signal: () => void = () => {}
  private stopped = false

  /**
   * @param every ms between looks without being woken, and at least between two turns with work to do: so much is a busy
   * document's row worth rewriting
   * @param retry ms between looks while somebody waits for what may not be visible yet
   */
  constructor(
    private readonly impatient: () => boolean,
    private readonly every = 1_000,
    private readonly retry = 15,
  ) {}

  worked(): void {
    this.lastWork = performance.now()
  }

  wake(): void {
    this.woken = true
    this.signal()
  }

  /** Something changed that `impatient` tells. */
  poke(): void {
    this.signal()
  }

  stop(): void {
    this.stopped = true
    this.signal()
  }

  /** Resolves when the next turn is due, or on `stop()`. */
  async rest(): Promise<void> {
    const since = performance.now()
    while (!this.stopped) {
      const due = this.impatient() ? since + this.retry : this.woken ? this.lastWork + this.every : since + this.every
      const left = due - performance.now()
      if (left <= 0) break
      await this.sleep(left)
    }
    this.woken = false
  }

  /** Resolves after so many ms whoever waits, or on `stop()`: for when something is broken. */
  async holdOff(ms: number): Promise<void> {
    const until = performance.now() + ms
    while (!this.stopped && performance.now() < until) await this.sleep(until - performance.now())
  }

  private sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      this.signal = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
