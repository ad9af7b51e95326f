import type { Random } from '../random'

type Job = { at: number; order: number; run: () => void }

/** Virtual time: what's due runs in order, and nothing else passes the time. */
export class Clock {
  now = Date.UTC(2026, 0, 1)
  private jobs: Job[] = []
  private order = 0

  schedule = (run: () => void, ms: number): (() => void) => {
    const job = { at: this.now + Math.max(0, ms), order: this.order++, run }
    this.jobs.push(job)
    return () => {
      this.jobs = this.jobs.filter(other => other !== job)
    }
  }

  get idle(): boolean {
    return this.jobs.length === 0
  }

  /** Runs the next job and everything that follows from it at once (promises, the group commit's turn). */
  async step(): Promise<void> {
    const next = this.jobs.reduce<Job | null>(
      (first, job) => (!first || job.at < first.at || (job.at === first.at && job.order < first.order) ? job : first),
      null,
    )
    if (!next) return
    this.jobs = this.jobs.filter(job => job !== next)
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
