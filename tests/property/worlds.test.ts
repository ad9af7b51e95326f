import { expect, test } from 'vitest'
import { runWorlds } from '../support/world/many'

test('[RP1] seeded worlds converge: every replica equals the fold of the log (odd seeds)', async () => {
  const { count, revisions, restarts, words, undone, crashes } = await runWorlds(0)
  // A world in which nothing happens proves nothing.
  expect(revisions).toBeGreaterThan(count * 10)
  expect(restarts).toBeGreaterThan(count / 10)
  expect(crashes).toBeGreaterThan(count / 10)
  expect(words).toBeGreaterThan(count)
  expect(undone).toBeGreaterThan(count / 10)
})
