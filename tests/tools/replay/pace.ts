import { Random } from '../../support/random'
import type { Trace } from '../../support/traces/format'

/** When each transaction is due, in ms after the first one. */
export type Times = { due: number[]; made: boolean }

const seed = 1

/** The recorded times, or, where hardly any transaction has one of its own, made ones: gaps log-normal, seeded, 180 ms in the middle. */
export function timesOf({ txns }: Trace): Times {
  const recorded = txns.map(({ time }) => (time ? Date.parse(time) : Number.NaN))
  const first = recorded[0]!
  const distinct = new Set(recorded.filter(Number.isFinite)).size
  if (distinct * 10 > txns.length) {
    let last = 0
    return { due: recorded.map(time => (last = Math.max(last, time - first || 0))), made: false }
  }
  const random = new Random(seed)
  let at = 0
  return { due: txns.map(() => (at += 180 * Math.exp(0.8 * normal(random)))), made: true }
}

/** A number of the standard normal distribution (Box and Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}

export type Pace = (index: number) => Promise<void>

/** Waits, before each transaction, until it is due. Who falls behind doesn't wait. */
export function paced({ due }: Times, speed: number): Pace {
  const start = performance.now()
  return async index => {
    const wait = start + due[index]! / speed - performance.now()
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
  }
}

/** As fast as acknowledgements allow. */
export const unpaced: Pace = async () => {}
