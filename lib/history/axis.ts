import type { Bucket, Pause } from '@/lib/protocol/http'

/** Where revisions lie along the river: revision r takes the stretch from r - ½ to r + ½. */
export type Axis = {
  /** Grows with the revision. */
  at(revision: number): number
  back(place: number): number
  /** Whether the break after a revision is drawn as a gap of its own. */
  breaks: boolean
}

export const byChange: Axis = { at: revision => revision, back: place => place, breaks: false }

// No revision is narrower, in ms of work; and what isn't known to be a break is no longer than one would have to be.
const narrowest = 150
const longestRest = 15 * 60_000
// All breaks together take a third of what the work takes, and each no more than so much.
const [breaksShare, breakShare] = [0.35, 0.02]
// A break lies between two revisions.
const edge = 0.49

/**
 * Work by the clock: as long as it took, with the breaks between sessions squeezed.
 * @param buckets of whatever width, in any order: each tells when two revisions were recorded
 */
export function byTime(buckets: readonly Bucket[], pauses: readonly Pause[], head: number): Axis {
  const times = new Map<number, number>()
  const know = (revision: number, iso: string) => times.set(revision, Date.parse(iso))
  for (const { from, to, start, end } of buckets) {
    know(from, start)
    know(to, end)
  }
  for (const { after, start, end } of pauses) {
    know(after, start)
    know(after + 1, end)
  }
  const known = [...times].sort(([a], [b]) => a - b)
  const breaks = new Set(pauses.map(({ after }) => after))
  const lengths = known.slice(1).map(([revision, at], i) => {
    const [before, was] = known[i]!
    const count = revision - before
    return breaks.has(before) ? count * narrowest : Math.max(count * narrowest, Math.min(at - was, longestRest * count))
  })
  const work = lengths.reduce((sum, length) => sum + length, 0) || 1
  const gap = Math.min(work * breakShare, (work * breaksShare) / Math.max(1, breaks.size))
  const revisions: number[] = []
  const places: number[] = []
  const knot = (revision: number, place: number) => {
    revisions.push(revision)
    places.push(place)
  }
  const first = known[0]?.[0] ?? 1
  knot(0.5, -narrowest * (first - 0.5))
  let place = 0
  for (const [i, [revision]] of known.entries()) {
    knot(revision, place)
    if (breaks.has(revision)) {
      knot(revision + edge, place + narrowest / 2)
      knot(revision + 1 - edge, place + narrowest / 2 + gap)
      place += gap
    }
    place += lengths[i] ?? 0
  }
  const [last, end] = [revisions.at(-1)!, places.at(-1)!]
  knot(Math.max(head, last) + 0.5, end + narrowest * (Math.max(head, last) + 0.5 - last))
  return {
    at: revision => between(revisions, places, revision),
    back: where => between(places, revisions, where),
    breaks: true,
  }
}

/** The value over `x` on the line through all points; `xs` grows. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  let [low, high] = [0, xs.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (xs[middle]! <= x) low = middle
    else high = middle
  }
  const [x0, x1, y0, y1] = [xs[low]!, xs[high]!, ys[low]!, ys[high]!]
  return x1 === x0 ? y0 : y0 + (Math.min(Math.max(x, x0), x1) - x0) * ((y1 - y0) / (x1 - x0))
}
