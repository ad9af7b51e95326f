import { Bookmark, RotateCcw } from 'lucide-react'
import { memo } from 'react'
import { words } from '@/app/_words'
import type { Mark } from '../moves'
import type { Track, View } from './view'

// A finger's width: nearer to each other, marks are one.
const apart = 24

type Group = { x: number; marks: Mark[] }

/** Named versions and restores, each a button that leads there; where they're crowded, one that comes closer to them. */
export const Marks = memo(function Marks({
  marks,
  track,
  width,
  onSeek,
  onShow,
}: {
  marks: readonly Mark[]
  track: Track
  width: number
  onSeek: (revision: number) => void
  onShow: (view: View) => void
}) {
  return (
    <ul className="absolute inset-x-0 top-0 h-6">
      {grouped(marks, track, width).map(({ x, marks }) => (
        <li key={marks[0]!.revision} className="absolute -translate-x-1/2" style={{ left: x }}>
          <button
            type="button"
            title={marks.map(nameOf).join(', ')}
            aria-label={
              marks.length === 1 ? labelOf(marks[0]!) : words.history.marks(marks.length, marks.map(nameOf).join(', '))
            }
            onClick={() => (marks.length === 1 ? onSeek(marks[0]!.revision) : onShow(around(marks)))}
            className="flex size-6 items-center justify-center rounded-sm text-past-ink hover:bg-past-line/25 [&_svg]:size-4"
          >
            {marks.length > 1 ? (
              <span aria-hidden className="text-xs font-semibold tabular-nums">
                {marks.length}
              </span>
            ) : 'name' in marks[0]! ? (
              <Bookmark aria-hidden className="fill-current" />
            ) : (
              <RotateCcw aria-hidden />
            )}
          </button>
        </li>
      ))}
    </ul>
  )
})

export const labelOf = (mark: Mark): string =>
  'name' in mark
    ? words.history.version(mark.name, mark.revision)
    : words.history.restoreMark(mark.restoredFrom, mark.revision)

const nameOf = (mark: Mark): string => ('name' in mark ? mark.name : labelOf(mark))

function grouped(marks: readonly Mark[], { place }: Track, width: number): Group[] {
  const groups: Group[] = []
  for (const mark of marks) {
    const x = place(mark.revision)
    if (x < 0 || x > width) continue
    const last = groups.at(-1)
    if (last && x - last.x < apart) last.marks.push(mark)
    else groups.push({ x: Math.min(Math.max(x, apart / 2), width - apart / 2), marks: [mark] })
  }
  return groups
}

/** Some more than what lies between the first and the last. */
function around(marks: Mark[]): View {
  const [first, last] = [marks[0]!.revision, marks.at(-1)!.revision]
  const room = Math.max(6, (last - first) / 4)
  return { from: Math.max(0.5, first - room), to: last + room }
}
