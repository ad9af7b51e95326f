import { describe, expect, it } from 'vitest'
import { Lane } from '@/server/lane'
import { pause } from '@/server/promises'

const heavy = 10_000_000

/** Keeps the processor. */
function busy(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

describe('heavy work', () => {
  it('[HI19] is done one after the other, by turns of those who ask for it, and light work at once', async () => {
    const lane = new Lane()
    const done: string[] = []
    const ask = (who: string, cost = heavy) => lane.run(who, cost, () => void done.push(who))
    await Promise.all([ask('a'), ask('a'), ask('a'), ask('b'), ask('c', 1), ask('b')])
    expect(done.slice(0, 2).sort()).toEqual(['a', 'c'])
    expect(done.slice(2)).toEqual(['a', 'b', 'a', 'b'])
  })

  it('[HI19] leaves others the processor for as long again', async () => {
    const lane = new Lane()
    const work = Promise.all(Array.from({ length: 5 }, () => lane.run('a', heavy, () => busy(40))))
    let [free, longest, before] = [0, 0, performance.now()]
    let over = false
    void work.then(() => {
      over = true
    })
    while (!over) {
      await new Promise(resolve => setImmediate(resolve))
      const gap = performance.now() - before
      before = performance.now()
      longest = Math.max(longest, gap)
      if (gap < 20) free += gap
    }
    expect(free).toBeGreaterThan(100)
    expect(longest).toBeGreaterThan(30)
  })

  it('[HI19] that fails tells whoever asked, and holds up nobody', async () => {
    const lane = new Lane()
    const failing = lane.run('a', heavy, () => Promise.reject(new Error('no')))
    const next = lane.run('a', heavy, () => pause(1))
    await expect(failing).rejects.toThrow('no')
    await next
    expect(await lane.run('b', heavy, () => 5)).toBe(5)
  })
})
