import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import type { Bucket } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { cellAt, recordedAt } from './labels'

const half = 150

/** What one points at, before one goes there: which revision, when, who, how much. */
export function Tip({
  x,
  revision,
  cells,
  authors,
  width,
}: {
  x: number
  revision: number
  cells: readonly Bucket[]
  authors: ReadonlyMap<string, Author>
  width: number
}) {
  if (cells.length === 0) return null
  const { by } = cellAt(cells, revision)
  const sum = (measure: 'inserted' | 'deleted') => by.reduce((total, part) => total + part[measure], 0)
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-10 mb-1 flex w-max max-w-[min(26rem,90vw)] -translate-x-1/2 flex-wrap items-center gap-x-2 rounded-md border border-line bg-raised px-2 py-1 text-xs text-ink shadow-popup tabular-nums"
      style={{ left: Math.min(Math.max(x, half), Math.max(half, width - half)) }}
    >
      <strong className="font-semibold">{words.history.tip(revision)}</strong>
      <span>{moment(recordedAt(cells, revision))}</span>
      {by.slice(0, 4).map(({ authorId }) => (
        <span key={authorId} data-color={authors.get(authorId)?.color} className="flex items-center gap-1">
          <span className="size-2 rounded-full bg-(--author-color)" />
          {authors.get(authorId)?.name ?? words.people.somebody}
        </span>
      ))}
      <span className="text-ink-soft">
        {words.changes.amounts({ inserted: sum('inserted'), deleted: sum('deleted') })}
      </span>
    </div>
  )
}
