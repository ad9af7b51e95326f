import type { Random } from '../random'

type Job = { at: number; run: () => void }

/** Virtual time: what's due runs in order, and nothing else passes the time. */
export class Clock {
  now = Date.UTC(2026, 0, 1)
  // The one that is due next comes last; of those that are due together, the one that was scheduled first.
  private readonly jobs: Job[] = []

  schedule = (run: () => void, ms: number): (() => void) => {
    const job = { at: this.now + Math.max(0, ms), run }
    let [low, high] = [0, this.jobs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.jobs[middle]!.at > job.at) low = middle + 1
      else high = middle
    }
    this.jobs.splice(low, 0, job)
    return () => {
      const at = this.jobs.indexOf(job)
      if (at >= 0) this.jobs.splice(at, 1)
    }
  }

  get idle(): boolean {
    return this.jobs.length === 0
  }

  /** Runs the next job and everything that follows from it at once (promises, the group commit's turn). */
  async step(): Promise<void> {
    const next = this.jobs.pop()
    if (!next) return
    this.now = Math.max(this.now, next.at)
    next.run()
    await settled()
  }
}

/** Lets promises and immediates that are due happen. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(resolve => setImmediate(resolve))
}

/** How bad a line is; probabilities and milliseconds. */
export type Weather = { loss: number; doubling: number; delay: number }

/** One direction of a line: loses, doubles, delays and reorders what it carries, as long as its generation lives. */
export function carry(clock: Clock, random: Random, weather: Weather, deliver: () => void): void {
  if (random.chance(weather.loss)) return
  const copies = random.chance(weather.doubling) ? 2 : 1
  for (let i = 0; i < copies; i++) clock.schedule(deliver, random.below(weather.delay))
}
