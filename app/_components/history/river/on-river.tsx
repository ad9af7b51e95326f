import { memo, useMemo } from 'react'
import type { Stretch } from '../highlight'
import type { Track } from './view'

/** What else the river shows. */
export type OnRiver = {
  /** All that matters now, in order; what lies between is dimmed. */
  spells: readonly Stretch[] | null
  /** Where something came and went. */
  ticks: readonly { revision: number; kind: 'came' | 'went' }[]
  /** The earlier revision of two that are compared; the thumb is the later one. */
  from: number | null
  setFrom: (from: number) => void
}

/** Draws it over the bars: dims what doesn't matter, and stands a line where something came (whole) or went (broken). */
export const Overlay = memo(function Overlay({
  on: { spells, ticks, from },
  to,
  track,
  width,
  height,
}: {
  on: OnRiver
  to: number
  track: Track
  width: number
  height: number
}) {
  const dimmed = useMemo(() => (spells ? dimming(spells, track, width, height) : null), [spells, track, width, height])
  const lines = useMemo(() => linesOf(ticks, track, width, height), [ticks, track, width, height])
  const [start, end] = from === null ? [0, 0] : [clamped(track.place(from), width), clamped(track.place(to), width)]
  return (
    <svg aria-hidden width={width} height={height} className="pointer-events-none absolute inset-0 block">
      {dimmed && <path d={dimmed} className="fill-past" fillOpacity={0.82} data-testid="dimmed" />}
      {from !== null && (
        <>
          <path d={`M0 0H${start}V${height}H0zM${end} 0H${width}V${height}H${end}z`} className="fill-past/70" />
          <path d={`M${start} 1.5H${end}`} className="stroke-accent" strokeWidth={3} data-testid="between" />
        </>
      )}
      <path d={lines.came} className="stroke-accent" strokeWidth={2} data-testid="came" />
      <path d={lines.went} className="stroke-danger" strokeWidth={2} strokeDasharray="4 3" data-testid="went" />
    </svg>
  )
})

const clamped = (x: number, width: number): number => Math.min(Math.max(x, 0), width)

// A touch that's seen, however many revisions there are to a pixel.
const narrowest = 2

function dimming(spells: readonly Stretch[], { place }: Track, width: number, height: number): string {
  let path = ''
  let behind = 0
  for (const { from, to } of spells) {
    const middle = place((from + to) / 2)
    const left = Math.min(place(from - 0.5), middle - narrowest / 2)
    const right = Math.max(place(to + 0.5), middle + narrowest / 2)
    if (right < 0 || left > width) continue
    if (left > behind) path += rectangle(behind, left, height)
    behind = Math.max(behind, right)
  }
  return behind < width ? path + rectangle(behind, width, height) : path
}

const rectangle = (from: number, to: number, height: number): string =>
  `M${from.toFixed(1)} 0H${to.toFixed(1)}V${height}H${from.toFixed(1)}z`

function linesOf(ticks: OnRiver['ticks'], { place }: Track, width: number, height: number) {
  const lines = { came: '', went: '' }
  const drawn = new Set<string>()
  for (const { revision, kind } of ticks) {
    const x = Math.round(place(revision))
    if (x < 0 || x > width || drawn.has(`${kind} ${x}`)) continue
    drawn.add(`${kind} ${x}`)
    lines[kind] += `M${x} 0V${height}`
  }
  return lines
}
