import { memo } from 'react'
import { clock, dayKey, shortDay } from '@/app/_format'
import type { Bucket, Pause } from '@/lib/protocol/http'
import type { Track } from './view'

const apart = 96
const [day, minute] = [86_400_000, 60_000]

/** When what's in sight was written: at the beginnings of sessions where there's room, else evenly. */
export const Labels = memo(function Labels({
  cells,
  pauses,
  track,
  width,
}: {
  cells: readonly Bucket[]
  pauses: readonly Pause[]
  track: Track
  width: number
}) {
  return (
    <div aria-hidden className="relative h-4 overflow-hidden text-[0.6875rem] leading-4 text-past-ink/90 tabular-nums">
      {labelsOf(cells, pauses, track, width).map(({ x, text }) => (
        <span key={x} className="absolute top-0 whitespace-nowrap" style={{ left: x }}>
          {text}
        </span>
      ))}
    </div>
  )
})

function labelsOf(cells: readonly Bucket[], pauses: readonly Pause[], { place, revisionAt }: Track, width: number) {
  if (cells.length === 0 || width === 0) return []
  const starts = pauses.map(({ after, end }) => ({ x: place(after + 1 - 0.49), iso: end }))
  const places: { x: number; iso: string }[] = []
  for (let x = 8; x < width - apart / 2; ) {
    const next = starts.find(start => start.x >= x && start.x < x + apart / 2)
    const label = next ?? { x, iso: recordedAt(cells, revisionAt(x)) }
    places.push(label)
    x = label.x + apart
  }
  const time = Date.parse(places.at(-1)!.iso) - Date.parse(places[0]!.iso)
  const [long, close] = [time > places.length * (day / 2), time < places.length * minute]
  let before = ''
  let said = ''
  return places.flatMap(({ x, iso }) => {
    const same = dayKey(iso) === before
    before = dayKey(iso)
    const text = long ? shortDay(iso) : same ? clock(iso, close) : `${shortDay(iso)} ${clock(iso, close)}`
    const again = long ? same : text === said
    said = text
    return again ? [] : [{ x, text }]
  })
}

/** When a revision was recorded, as nearly as the buckets tell. */
export function recordedAt(cells: readonly Bucket[], revision: number): string {
  const { from, to, start, end } = cellAt(cells, revision)
  const share = to > from ? Math.min(Math.max((revision - from) / (to - from), 0), 1) : 0
  const [first, last] = [Date.parse(start), Date.parse(end)]
  return new Date(first + (last - first) * share).toISOString()
}

/** The bucket that a revision lies in, or the nearest before it. */
export function cellAt(cells: readonly Bucket[], revision: number): Bucket {
  let [low, high] = [0, cells.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (cells[middle]!.from <= Math.round(revision)) low = middle
    else high = middle - 1
  }
  return cells[low]!
}
