import type { Bucket } from '@/lib/protocol/http'

/** A bar of the river; sizes are shares of the full height, stacked in the authors' order. */
export type Bar = {
  x: number
  width: number
  /** Text that came, above the axis. */
  came: { authorId: string; size: number }[]
  /** Text that went, below it. */
  went: { authorId: string; size: number }[]
  /** Higher than can be drawn. */
  cut: boolean
}

// What brings or takes no text (formatting, say) is seen as a hair.
const hair = 0.05
// The height is for the ordinary: what's denser than nine of ten, and so many times denser than the median, fills it and is cut.
const headroom = 3
const ordinary = 0.9
const cutFrom = 1.15
// Below the axis there's less room.
const below = 0.5

/**
 * Activity as bars, each as high as the root of its text per pixel, so that a keystroke is seen beside a pasted page.
 * @param place where a revision's edge lies, in pixels
 * @param width of the whole drawing; what lies outside is left out
 */
export function barsOf(buckets: readonly Bucket[], place: (revision: number) => number, width: number): Bar[] {
  const seen = buckets.flatMap(bucket => {
    const [x, end] = [place(bucket.from - 0.48), place(bucket.to + 0.48)]
    if (end < 0 || x > width) return []
    const share = 1 / Math.max(end - x, 0.05)
    const came = sum(bucket, 'inserted') * share
    const went = sum(bucket, 'deleted') * share
    return [{ bucket, x, width: end - x, came, went }]
  })
  const dense = seen.map(({ came, went }) => Math.max(came, went)).filter(each => each > 0)
  const full =
    Math.min(Math.max(...dense, 0), Math.max(headroom * quantile(dense, 0.5), quantile(dense, ordinary))) || 1
  const height = (density: number) => (density > 0 ? Math.max(Math.sqrt(density / full), hair) : 0)
  return seen.map(({ bucket, x, width, came, went }) => {
    const [up, down] = [height(came), height(went)]
    const only = up + down === 0 ? hair : 0
    return {
      x,
      width,
      came: only ? parts(bucket, 'edits', only) : parts(bucket, 'inserted', Math.min(up, 1)),
      went: parts(bucket, 'deleted', Math.min(down, below)),
      cut: up > cutFrom,
    }
  })
}

type Measure = 'edits' | 'inserted' | 'deleted'

function sum({ by }: Bucket, measure: Measure): number {
  return by.reduce((total, part) => total + part[measure], 0)
}

function parts(bucket: Bucket, measure: Measure, size: number): Bar['came'] {
  const total = sum(bucket, measure)
  return bucket.by.flatMap(part =>
    part[measure] > 0 ? [{ authorId: part.authorId, size: (part[measure] / total) * size }] : [],
  )
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0
}

/**
 * The bars as one path for each author, in pixels; authors in the given order from the axis outwards.
 * @param axis how far the axis lies below the top
 */
export function pathsOf(
  bars: readonly Bar[],
  order: readonly string[],
  height: number,
  axis: number,
): Map<string, string> {
  const paths = new Map<string, string>()
  const rank = new Map(order.map((authorId, i) => [authorId, i]))
  const byRank = (list: Bar['came']) =>
    list.length < 2 ? list : list.toSorted((a, b) => (rank.get(a.authorId) ?? 0) - (rank.get(b.authorId) ?? 0))
  const draw = (authorId: string, x: number, y: number, width: number, tall: number) =>
    paths.set(authorId, `${paths.get(authorId) ?? ''}M${x} ${y.toFixed(1)}h${width}v${tall.toFixed(1)}h${-width}z`)
  for (const { x, width, came, went } of bars) {
    const left = Math.round(x)
    // Between bars as thin as a hair, gaps would only flicker.
    const wide = Math.max(1, Math.round(x + width) - left - (width >= 4 ? 1 : 0))
    let y = axis
    for (const { authorId, size } of byRank(came)) {
      y -= size * axis
      draw(authorId, left, y, wide, size * axis)
    }
    y = axis + 1
    for (const { authorId, size } of byRank(went)) {
      const tall = (size / below) * (height - axis - 1)
      draw(authorId, left, y, wide, tall)
      y += tall
    }
  }
  return paths
}
