import { refuse } from '@/lib/document/refusal'
import type { Outcome } from './documents'

export type WaitingLimits = { commands: number; bytes: number }

export const defaultWaiting: WaitingLimits = { commands: 10_000, bytes: 32 * 1024 * 1024 }

/** Bounds how much waits for the log in this process, so that memory does too while the log is slow or away. */
export class Waiting {
  private commands = 0
  private bytes = 0

  constructor(private readonly limits: WaitingLimits = defaultWaiting) {}

  /** Does work that waits for the log; where too much waits already, the answer is `busy`, at once. */
  async admit(bytes: number, work: () => Promise<Outcome>): Promise<Outcome> {
    // Whatever is allowed at all must be possible at some time: alone, if it's large.
    const full = this.commands >= this.limits.commands || this.bytes + bytes > this.limits.bytes
    if (full && this.commands > 0)
      return refuse('busy', 'Too much waits to be stored. Nothing is lost: send the same again in a moment.', {
        retryInMs: 1_000,
      })
    this.commands++
    this.bytes += bytes
    try {
      return await work()
    } finally {
      this.commands--
      this.bytes -= bytes
    }
  }
}
