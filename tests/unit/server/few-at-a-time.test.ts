import { expect, test } from 'vitest'
import { fewAtATime } from '@/server/promises'

test('[FP5] a long list is mapped whole and in order, and others have their turn after every hundred', async () => {
  const items = Array.from({ length: 1_050 }, (_, i) => i)
  const runs: number[] = []
  let run = 0
  let over = false
  const others = () => {
    if (run > 0) runs.push(run)
    run = 0
    if (!over) setImmediate(others)
  }
  setImmediate(others)
  const mapped = await fewAtATime(items, item => {
    run++
    return item * 2
  })
  over = true
  expect(mapped).toEqual(items.map(item => item * 2))
  await new Promise(resolve => setImmediate(resolve))
  expect(Math.max(...runs)).toBe(100)
  expect(runs.reduce((sum, count) => sum + count, 0)).toBe(1_050)
})

test('[FP5] what cannot be mapped ends it', async () => {
  const fail = (item: number) => {
    if (item === 250) throw new RangeError('No')
    return item
  }
  await expect(
    fewAtATime(
      Array.from({ length: 500 }, (_, i) => i),
      fail,
    ),
  ).rejects.toThrow('No')
})
