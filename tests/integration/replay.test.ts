import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService } from '../support/service'
import { isConcurrent, type Trace } from '../support/traces/format'
import { generateConcurrent, generateSequential } from '../support/traces/generate'
import { endOf, recording, recordings } from '../support/traces/read'
import { compare } from '../tools/replay/compare'
import { unpaced } from '../tools/replay/pace'
import { play } from '../tools/replay/play'

const some = 200
let service: Awaited<ReturnType<typeof startService>>

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

/** Types the beginning of a recording; everybody's document must be what it leads to. */
async function replayed(trace: Trace): Promise<void> {
  const limit = Math.min(some, trace.txns.length)
  let done = 0
  const played = await play(service.url, trace, { pace: unpaced, limit, onProgress: () => done++ })
  expect(done).toBe(limit)
  expect(played.latencies).toHaveLength(limit)
  const results = await compare(service.url, played, endOf(trace, limit), limit)
  expect(results.filter(({ equal }) => !equal)).toEqual([])
  expect(results).toHaveLength(isConcurrent(trace) ? 6 : 5)
}

describe('a replay through the socket', () => {
  for (const name of recordings)
    it(`[TR5] ${name}: the typing client, the server, a fresh client and the fold of the log agree`, async () => {
      await replayed(recording(name, some).trace)
    })

  it('[TR6] the same holds for made recordings of both formats, with letters beyond the basic plane', async () => {
    await replayed(generateSequential(11, some))
    await replayed(generateConcurrent(11, some))
  })

  it('[TR7] says so where the end is another one', async () => {
    const trace = generateSequential(12, 20)
    const played = await play(service.url, trace, { pace: unpaced, limit: 20, onProgress: () => {} })
    const results = await compare(service.url, played, `${trace.endContent}.`, 21)
    expect(results.every(({ equal }) => !equal)).toBe(true)
  })
})

describe('a replay against a server with a limit', () => {
  it('[TR8] obeys retryInMs and loses nothing', async () => {
    const slow = await startService({ LIMIT_COMMANDS_PER_SECOND: '100' })
    try {
      const trace = generateSequential(13, 130)
      const began = performance.now()
      const played = await play(slow.url, trace, { pace: unpaced, limit: 130, onProgress: () => {} })
      expect(performance.now() - began).toBeGreaterThan(200)
      const results = await compare(slow.url, played, trace.endContent, 130)
      expect(results.filter(({ equal }) => !equal)).toEqual([])
    } finally {
      await slow.stop()
    }
  })
})
