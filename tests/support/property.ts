import fc from 'fast-check'
import { Random } from './random'

/**
 * Holds a property over many seeded runs, the same ones each time; `SEED=… RUNS=…` tries others, and more. A failure names
 * the seed of its run: nothing is shrunk, because a smaller seed isn't a smaller case.
 */
export function forSeeds(runs: number, holds: (random: Random) => void): void {
  const seed = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 }))
  fc.assert(
    fc.property(seed, seed => {
      holds(new Random(seed))
    }),
    { seed: Number(process.env.SEED ?? 1), numRuns: runs * Number(process.env.RUNS ?? 1) },
  )
}
