import { expect, test } from 'vitest'
import { Random } from '../support/random'
import type { Scenario } from './scenario'
import { scenarios } from './scenarios'

const played = ({ run }: Scenario) => run({ random: new Random(1), extent: 'short', say: () => {} })

test('[FT11] a server that is killed under load loses nothing and doubles nothing', async () => {
  const { breaches, facts } = await played(scenarios['server-killed']!)
  console.log(facts)
  expect(breaches).toEqual([])
})
