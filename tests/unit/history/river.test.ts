import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { including, panned, trackOf, type View, whole, zoomed } from '@/app/_components/history/river/view'
import { type Axis, byChange, byTime } from '@/lib/history/axis'
import { barsOf, pathsOf } from '@/lib/history/bars'
import type { Bucket } from '@/lib/protocol/http'

const iso = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString()
const bucket = (
  from: number,
  to: number,
  start: number,
  end: number,
  inserted = to - from + 1,
  deleted = 0,
): Bucket => ({
  from,
  to,
  start: iso(start),
  end: iso(end),
  by: [{ authorId: 'a', edits: to - from + 1, inserted, deleted }],
})

// Two sessions of ten minutes each, 100 revisions in each, a night between them.
const night = 12 * 3_600
const buckets = [bucket(1, 50, 0, 300), bucket(51, 100, 306, 600), bucket(101, 200, night, night + 600)]
const pauses = [{ after: 100, start: iso(600), end: iso(night) }]
const clockwork = byTime(buckets, pauses, 200)

describe('the measure of time', () => {
  it('[RV2] is as long as the work took, and squeezes a break to a fiftieth of it', () => {
    const { at } = clockwork
    const work = at(100) - at(1) + at(200) - at(101)
    expect(at(100) - at(1)).toBeCloseTo(600_000)
    expect(at(200) - at(101)).toBeCloseTo(600_000)
    expect(at(101) - at(100)).toBeGreaterThan(work / 60)
    expect(at(101) - at(100)).toBeLessThan(work / 40)
    expect(at(50) - at(1)).toBeCloseTo(300_000)
  })

  it('[RV2] all breaks together leave most of the room to the work', () => {
    const days = Array.from({ length: 90 }, (_, i) => bucket(i * 10 + 1, i * 10 + 10, i * 86_400, i * 86_400 + 60))
    const nights = days.slice(1).map(({ from, start }, i) => ({ after: from - 1, start: days[i]!.end, end: start }))
    const { at } = byTime(days, nights, 900)
    const work = days.reduce((sum, { from, to }) => sum + at(to) - at(from), 0)
    expect(work / (at(900) - at(1))).toBeGreaterThan(0.6)
  })

  it('[RV2] goes forth and back, and finer pieces change nothing about what coarser ones say', () => {
    const finer = byTime([...buckets, bucket(60, 60, 360, 360), bucket(61, 61, 366, 366)], pauses, 200)
    const revision = fc.double({ min: 0.5, max: 200.5, noNaN: true })
    fc.assert(
      fc.property(revision, revision, fc.constantFrom(clockwork, finer, byChange), (x, y, { at, back }: Axis) => {
        expect(back(at(x))).toBeCloseTo(x, 3)
        if (x < y) expect(at(x)).toBeLessThanOrEqual(at(y))
      }),
    )
    for (const edge of [1, 50, 51, 100, 101, 200]) expect(finer.at(edge)).toBeCloseTo(clockwork.at(edge), -2)
  })
})

describe('bars', () => {
  const flat = (x: number) => x * 4
  const height = (bars: ReturnType<typeof barsOf>, i: number) => bars[i]!.came.reduce((sum, { size }) => sum + size, 0)

  it('[RV3] shows a keystroke beside a pasted page, which is cut and says so', () => {
    const strokes = Array.from({ length: 9 }, (_, i) => bucket(i + 1, i + 1, i, i))
    const bars = barsOf([...strokes, bucket(10, 10, 10, 10, 50_000)], flat, 400)
    expect(height(bars, 0)).toBeGreaterThan(0.25)
    expect(height(bars, 9)).toBe(1)
    expect(bars.map(({ cut }) => cut)).toEqual([...Array(9).fill(false), true])
  })

  it('[RV3] is as high for as much work, however coarse the pieces are', () => {
    const single = Array.from({ length: 10 }, (_, i) => bucket(i + 1, i + 1, i, i))
    const bars = barsOf([...single, bucket(11, 60, 11, 60)], flat, 400)
    expect(height(bars, 10)).toBeCloseTo(height(bars, 0), 1)
    const [wide] = barsOf([bucket(1, 1_000_000, 0, 9)], x => (x * 400) / 1e6, 400)
    expect(wide!.came[0]!.size).toBe(1)
  })

  it('[RV3] stacks authors above the axis and what went below it, formatting is a hair', () => {
    const both: Bucket = {
      ...bucket(1, 1, 0, 0),
      by: [
        { authorId: 'b', edits: 2, inserted: 30, deleted: 0 },
        { authorId: 'a', edits: 2, inserted: 10, deleted: 40 },
      ],
    }
    const bars = barsOf([both, bucket(2, 2, 1, 1, 0, 0)], flat, 400)
    const [b, a] = bars[0]!.came
    expect(b!.size).toBeCloseTo(a!.size * 3)
    expect(bars[0]!.went.map(({ authorId }) => authorId)).toEqual(['a'])
    expect(height(bars, 1)).toBeLessThan(0.1)
    const paths = pathsOf(bars.slice(0, 1), ['a', 'b'], 100, 70)
    const tops = (authorId: string) =>
      [...paths.get(authorId)!.matchAll(/M[\d.]+ ([\d.]+)h/g)].map(([, y]) => Number(y))
    expect(tops('b')).toHaveLength(1)
    expect(tops('a')[0]).toBeGreaterThan(tops('b')[0]!)
    expect(tops('a')[1]).toBe(71)
    expect(barsOf([both], x => x * 4 + 900, 400)).toEqual([])
  })
})

describe('the view', () => {
  const axes = { byChange, clockwork }
  const place = (view: View, axis: Axis, revision: number) => trackOf(view, axis, 1_016).place(revision)

  it.each(Object.entries(axes))(
    '[RV4] comes closer around where one points, down to single revisions (%s)',
    (_, axis) => {
      let view: View = whole(200)
      for (let i = 0; i < 3; i++) {
        const x = place(view, axis, 120)
        view = zoomed(view, axis, 200, 0.6, trackOf(view, axis, 1_016).share(x))!
        expect(place(view, axis, 120)).toBeCloseTo(x, 0)
      }
      for (let i = 0; i < 20; i++) view = zoomed(view, axis, 200, 0.5, 0.5) ?? view
      expect(view.to - view.from).toBeLessThan(26)
      expect(view.to - view.from).toBeGreaterThan(5)
      for (let i = 0; i < 20 && view; i++) view = zoomed(view, axis, 200, 2, 0.5)!
      expect(view).toBeNull()
    },
  )

  it('[RV4] pans within the document, and turns to the thumb when it leaves', () => {
    const view = { from: 50.5, to: 90.5 }
    expect(panned(view, byChange, 200, 0.5)).toEqual({ from: 70.5, to: 110.5 })
    expect(panned(view, byChange, 200, -9)).toEqual({ from: 0.5, to: 40.5 })
    expect(including(view, byChange, 200, 60)).toBe(view)
    expect(including(view, byChange, 200, 91)).toEqual({ from: 87, to: 127 })
    expect(including(view, byChange, 200, 50)).toEqual({ from: 14, to: 54 })
  })

  it('[RV4] its ends are the first and the last revision, at 10 and at 1,000,000', () => {
    for (const head of [1, 10, 1_000_000]) {
      const { revisionAt, place } = trackOf(whole(head), byChange, 1_000)
      expect(Math.max(1, Math.round(revisionAt(0)))).toBe(1)
      expect(Math.min(head, Math.round(revisionAt(1_000)))).toBe(head)
      expect(revisionAt(place(head))).toBeCloseTo(head)
    }
  })
})
