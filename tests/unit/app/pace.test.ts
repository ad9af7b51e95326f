import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eachFrame, paced } from '@/app/_client/pace'

/** A page whose frames take so long to draw. */
function page({ drawing, visibilityState = 'visible' }: { drawing: number; visibilityState?: string }) {
  vi.stubGlobal('document', { visibilityState })
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16))
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => clearTimeout(frame))
  vi.stubGlobal(
    'MessageChannel',
    class {
      port1: { onmessage: () => void } = { onmessage() {} }
      port2 = { postMessage: () => setTimeout(() => this.port1.onmessage(), drawing) }
    },
  )
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('[TG16] what comes while the page rests is brought in in one go, and takes a quarter of its time at most', () => {
  page({ drawing: 20 })
  const pace = paced()
  const done: { message: number; at: number }[] = []
  const began = performance.now()
  for (let message = 1; message <= 100; message++) {
    pace(() => done.push({ message, at: performance.now() - began }))
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1_000)
  expect(done[0]).toEqual({ message: 1, at: 0 })
  // The last stands for all that came before it.
  expect(done.at(-1)!.message).toBe(100)
  const pauses = done.slice(1).map(({ at }, i) => at - done[i]!.at)
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(4 * 20)
  expect(done.length).toBeGreaterThan(5)
})

test('[TG16] however long it took once, the next comes in half a second later at most', () => {
  page({ drawing: 1 })
  const pace = paced()
  pace(() => vi.advanceTimersByTime(4_000))
  const began = performance.now()
  const done: number[] = []
  pace(() => done.push(performance.now() - began))
  vi.advanceTimersByTime(20_000)
  expect(done[0]).toBeLessThanOrEqual(600)
})

test('[TG16] in a page that is not seen, or whose work fails, what comes goes on coming in', () => {
  page({ drawing: 20, visibilityState: 'hidden' })
  const pace = paced()
  const done: string[] = []
  expect(() =>
    pace(() => {
      throw new Error('A fault')
    }),
  ).toThrow('A fault')
  pace(() => done.push('next'))
  vi.advanceTimersByTime(100)
  expect(done).toEqual(['next'])
})

test('[TG17] what changes with each keystroke is rendered once a frame, and at once in a page that is not seen', () => {
  page({ drawing: 1 })
  const heard = vi.fn()
  const { call, stop } = eachFrame(heard)
  for (let i = 0; i < 5; i++) call()
  expect(heard).toHaveBeenCalledTimes(0)
  vi.advanceTimersByTime(16)
  expect(heard).toHaveBeenCalledTimes(1)
  call()
  stop()
  vi.advanceTimersByTime(100)
  expect(heard).toHaveBeenCalledTimes(1)
  page({ drawing: 1, visibilityState: 'hidden' })
  call()
  expect(heard).toHaveBeenCalledTimes(2)
})
