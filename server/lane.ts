import { heavy } from './budget'
import { breath, pause } from './promises'

/** Others have the processor for as long as the work before took, but for no longer than this. */
const longestRest = 500

type Job = () => Promise<void>

/**
 * Heavy work, one after the other, and as long again for everybody else between. Those who ask take turns, however much one of
 * them asks for: so nobody waits longer than one such piece of work takes, and what's light waits for no more than that either.
 */
export class Lane {
  /** By author; the next one first. */
  private readonly waiting = new Map<string, Job[]>()
  private running = false

  /** Does some work: at once where it's light, else when it's its author's turn. */
  run<T>(authorId: string, cost: number, work: () => Promise<T> | T): Promise<T> {
    if (cost < heavy) return Promise.resolve().then(work)
    return new Promise((resolve, reject) => {
      const job = () => Promise.resolve().then(work).then(resolve, reject)
      this.waiting.set(authorId, [...(this.waiting.get(authorId) ?? []), job])
      if (!this.running) void this.goOn()
    })
  }

  private async goOn(): Promise<void> {
    this.running = true
    for (let job = this.next(); job; job = this.next()) {
      const began = performance.now()
      await job()
      // Whoever waited for it goes on, and is done, before anything else is.
      await breath()
      await pause(Math.min(performance.now() - began, longestRest))
    }
    this.running = false
  }

  private next(): Job | undefined {
    for (const [authorId, [job, ...rest]] of this.waiting) {
      // Whoever has more to do stands behind all others.
      this.waiting.delete(authorId)
      if (rest.length > 0) this.waiting.set(authorId, rest)
      return job
    }
    return undefined
  }
}
