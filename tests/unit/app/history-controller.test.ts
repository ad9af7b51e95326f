import { afterEach, expect, it, vi } from 'vitest'
import { HistoryController } from '@/app/_client/history-controller'
import type { Source } from '@/lib/history/player'
import { paragraphs } from '../../support/scribe'

afterEach(() => vi.useRealTimers())

/** Answers after so long, unless it's called off. */
const slow = (ms: number): Source => ({
  keyframe: (revision, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason))
      const at = { title: '', recordedAt: '2026-01-01T00:00:00.000Z', author: 'a', authors: [] }
      setTimeout(() => resolve({ revision, doc: paragraphs(`at ${revision}`).toJSON(), ...at }), ms)
    }),
  events: async () => ({ events: [], authors: [] }),
})

it.each([60, 400, 1_000])('[SB11] while one drags something is seen, though each answer takes %i ms', async ms => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const controller = new HistoryController(slow(ms), 1, 1_000_000)
  const seen = new Set<number>()
  controller.subscribe(() => {
    if (controller.state.frame) seen.add(controller.state.frame.revision)
  })
  for (let i = 1; i <= 600; i++) {
    controller.seek(i * 1_500, 'thumb')
    await vi.advanceTimersByTimeAsync(16)
  }
  expect(seen.size).toBeGreaterThanOrEqual(2)
  await vi.advanceTimersByTimeAsync(2 * ms + 10)
  expect(controller.state.frame?.revision).toBe(900_000)
  controller.destroy()
})
