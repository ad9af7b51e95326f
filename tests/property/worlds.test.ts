import { expect, test } from 'vitest'
import { runWorld, type WorldReport } from '../support/world/world'

const worlds = Number(process.env.WORLDS ?? 500)
const first = Number(process.env.SEED ?? 1)

test(`[RP1] ${worlds} seeded worlds converge: every replica equals the fold of the log`, async () => {
  const total: WorldReport = { edits: 0, revisions: 0, restarts: 0, reconnects: 0, undone: 0, words: 0, crashes: 0 }
  for (let seed = first; seed < first + worlds; seed++) {
    const report = await runWorld(seed)
    for (const key of Object.keys(total) as (keyof WorldReport)[]) total[key] += report[key]
  }
  console.log(`worlds: ${worlds}, ${JSON.stringify(total)}`)
  // A world in which nothing happens proves nothing.
  expect(total.revisions).toBeGreaterThan(worlds * 10)
  expect(total.restarts).toBeGreaterThan(worlds / 10)
  expect(total.crashes).toBeGreaterThan(worlds / 10)
  expect(total.words).toBeGreaterThan(worlds)
  expect(total.undone).toBeGreaterThan(worlds / 10)
})
