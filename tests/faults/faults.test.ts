import { expect, test } from 'vitest'
import { Random } from '../support/random'
import { scenarios } from './scenarios'
import kept from './seeds.json'

/** Plays the short form of a scenario, which `npm run faults` knows in full. */
async function survives(name: keyof typeof scenarios): Promise<void> {
  const seed = Number(process.env.SEED ?? 1)
  const { breaches, facts } = await scenarios[name]!.run({ random: new Random(seed), extent: 'short', say: () => {} })
  console.log(`${name}, seed ${seed}: ${JSON.stringify(facts)}`)
  expect(breaches).toEqual([])
}

test('[FT11] a server that is killed under load', () => survives('server-killed'))
test('[FT11] a PostgreSQL that is killed under load', () => survives('database-killed'))
test('[FT11] a server that is replaced under load', () => survives('server-replaced'))
test('[FT13] a database that stands still', () => survives('database-frozen'))
test('[FT13] a log that is locked by somebody else', () => survives('table-locked'))
test('[FT14] a bad line between people and server', () => survives('peoples-line'))
test('[FT14] a bad line between server and database', () => survives('database-line'))
test('[FT14] messages lost, doubled, delayed and reordered', () => survives('messages'))
test('[FT15] a long absence', () => survives('absence'))
test('[FT16] two servers on one database and one document', () => survives('two-servers'))
test('[FT12] clocks that jump, of two processes on one log', () => survives('clock-steps'))
test('[PJ12] a projection that is killed at every statement', () => survives('projection-killed'))

test('[FT17] every seed that found something is kept with what it was, and can be played again', () => {
  for (const { scenario, seed, extent, found, mended } of kept) {
    expect(Object.keys(scenarios)).toContain(scenario)
    expect(['short', 'full']).toContain(extent)
    expect([Number.isInteger(seed), found.length > 0, mended.length > 0]).toEqual([true, true, true])
  }
})
