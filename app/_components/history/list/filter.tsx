import type { SessionFilter } from '@/app/_client/api'
import { words } from '@/app/_words'
import type { Author } from '@/lib/protocol/people'

/** Which sessions are listed. */
export function Filter({
  authors,
  filter,
  onFilter,
}: {
  authors: readonly Author[]
  filter: SessionFilter
  onFilter: (filter: SessionFilter) => void
}) {
  return (
    <div className="flex items-center gap-3 border-b border-line px-4 py-2 text-sm">
      <label className="min-w-0 flex-1">
        <span className="sr-only">{words.changes.author}</span>
        <select
          value={filter.author ?? ''}
          onChange={event => {
            const { author: _, ...rest } = filter
            onFilter(event.target.value ? { ...rest, author: event.target.value } : rest)
          }}
          className="min-h-8 w-full rounded-md border border-line-strong bg-paper px-1.5"
        >
          <option value="">{words.changes.everyone}</option>
          {authors.map(({ authorId, name }) => (
            <option key={authorId} value={authorId}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="flex min-h-8 items-center gap-1.5 whitespace-nowrap">
        <input
          type="checkbox"
          checked={filter.named ?? false}
          onChange={event => onFilter({ ...filter, named: event.target.checked })}
          className="size-4 accent-(--accent)"
        />
        {words.changes.named}
      </label>
    </div>
  )
}
