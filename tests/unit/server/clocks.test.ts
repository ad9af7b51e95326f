import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pace } from '@/server/projections/pace'
import { RateLimiter } from '@/server/rate'
import { FaultyStore } from '../../support/faulty-store'
import { answer, Office, renaming } from '../../support/writing'

const day = 86_400_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})
const jump = (ms: number) => vi.setSystemTime(Date.now() + ms)

test('[FT12] a clock that jumps back a day leaves nobody waiting for a day to be let on', () => {
  const rate = new RateLimiter(1_000)
  expect(rate.take('anna', 1_000)).toBe(0)
  jump(-day)
  expect(rate.take('anna')).toBeLessThan(100)
})

test('[FT12] nor a projection that was holding off or resting', async () => {
  const pace = new Pace(() => false, 60)
  const resting = Promise.all([pace.rest(), new Pace(() => false).holdOff(60)])
  jump(-day)
  await resting
})

test('[FT12] nor a command that waits for a log which fails', async () => {
  const store = new FaultyStore()
  const office = new Office(store)
  await office.create()
  store.faults = Array(1_000).fill('before')
  const outcome = office.submit(renaming('x'))
  await new Promise(resolve => setTimeout(resolve, 100))
  jump(-day)
  expect(answer(await outcome)).toBe('busy')
}, 20_000)
