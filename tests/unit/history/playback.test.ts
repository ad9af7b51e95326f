import { describe, expect, it } from 'vitest'
import { advance } from '@/lib/history/playback'

// Revisions 1 to 5 at 0 s, 0.2 s, 0.4 s, 60 s (a long pause before it) and 60.2 s.
const times = [0, 200, 400, 60_000, 60_200].map(ms => new Date(ms).toISOString())
const timeOf = (revision: number) => times[revision - 1] ?? null

describe('playback', () => {
  it('[UI5] plays changes as far apart as they were made', () => {
    expect(advance(timeOf, 1, 5, 199)).toEqual({ revision: 1, left: 199, waiting: false })
    expect(advance(timeOf, 1, 5, 450)).toEqual({ revision: 3, left: 50, waiting: false })
  })

  it('[UI5] squeezes a pause to a second', () => {
    expect(advance(timeOf, 3, 5, 1_050)).toEqual({ revision: 4, left: 50, waiting: false })
  })

  it('[UI5] ends at the last revision and waits for what is not loaded', () => {
    expect(advance(timeOf, 1, 5, 1e9)).toEqual({ revision: 5, left: 0, waiting: false })
    expect(advance(timeOf, 1, 9, 1e9)).toEqual({ revision: 5, left: 0, waiting: true })
  })
})
