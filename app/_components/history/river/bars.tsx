import { memo, useMemo } from 'react'
import { barsOf, pathsOf } from '@/lib/history/bars'
import type { Bucket, Pause } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import type { Track } from './view'

// How much of the height is for what came; below it is what went.
const axisAt = 0.7

/** The work of the past, stacked in the authors' colours, over bands that tell one session from the next. */
export const Bars = memo(function Bars({
  cells,
  pauses,
  track,
  width,
  height,
  gaps,
  authors,
}: {
  cells: readonly Bucket[]
  pauses: readonly Pause[]
  track: Track
  width: number
  height: number
  /** Whether breaks have a place of their own. */
  gaps: boolean
  authors: ReadonlyMap<string, Author>
}) {
  const axis = Math.round(height * axisAt)
  const { paths, peaks } = useMemo(() => {
    const bars = barsOf(cells, track.place, width)
    const order = [...authors.keys()]
    const peaks = bars.filter(({ cut }) => cut).map(({ x, width }) => Math.round(x + width / 2))
    return { paths: pathsOf(bars, order, height, axis), peaks }
  }, [cells, track, width, height, axis, authors])
  const { bands, breaks } = useMemo(() => sessionBands(pauses, track, width, height), [pauses, track, width, height])
  return (
    <svg
      aria-hidden
      width={width}
      height={height}
      shapeRendering="crispEdges"
      className="pointer-events-none absolute inset-0 block"
    >
      <path d={bands} className="fill-past-line/10" />
      <line x1={0} x2={width} y1={axis + 0.5} y2={axis + 0.5} className="stroke-past-line/50" />
      {[...paths].map(([authorId, d]) => (
        <path key={authorId} data-color={authors.get(authorId)?.color} d={d} fill="var(--author-color)" />
      ))}
      {gaps && breaks && <path d={breaks} className="stroke-past-ink/70" strokeDasharray="2 3" fill="none" />}
      {peaks.map(x => (
        // A notch in what's higher than it can be drawn.
        <path key={x} d={`M${x - 4} 3l8 3`} className="stroke-past" strokeWidth={2} shapeRendering="auto" />
      ))}
    </svg>
  )
})

// Where there are more, bands would be hairs.
const narrowest = 5

function sessionBands(pauses: readonly Pause[], { place }: Track, width: number, height: number) {
  const edges = pauses.map(({ after }) => ({ end: place(after + 0.49), start: place(after + 0.51) }))
  const seen = edges.filter(({ start, end }) => start >= 0 && end <= width)
  if (seen.length > width / narrowest) return { bands: '', breaks: '' }
  let bands = ''
  let breaks = ''
  for (const { end, start } of seen) breaks += `M${Math.round((end + start) / 2) + 0.5} 0V${height}`
  // Every other session, counted from the first so that they don't change their colour while one pans.
  for (let i = 0; i < edges.length; i += 2) {
    const from = Math.max(0, edges[i]!.start)
    const to = Math.min(width, edges[i + 1]?.end ?? width)
    if (to > from) bands += `M${from.toFixed(1)} 0H${to.toFixed(1)}V${height}H${from.toFixed(1)}z`
  }
  return { bands, breaks }
}
