import { runWorld, type WorldReport } from './world'

/** How many worlds the ordinary run makes altogether; `WORLDS` and `SEED` choose others. */
export const worlds = Number(process.env.WORLDS ?? 2_000)
export const firstSeed = Number(process.env.SEED ?? 1)

/** Runs every world of `half` the seeds: two files share them, so that two cores do. @throws Error that names the seed */
export async function runWorlds(half: 0 | 1): Promise<WorldReport & { count: number }> {
  const total = { edits: 0, revisions: 0, restarts: 0, reconnects: 0, undone: 0, words: 0, crashes: 0, count: 0 }
  for (let seed = firstSeed + half; seed < firstSeed + worlds; seed += 2) {
    const report = await runWorld(seed)
    for (const key of Object.keys(report) as (keyof WorldReport)[]) total[key] += report[key]
    total.count++
  }
  console.log(`worlds: ${JSON.stringify(total)}`)
  return total
}
