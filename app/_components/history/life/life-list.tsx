import { X } from 'lucide-react'
import { useState } from 'react'
import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import type { Spell } from '@/lib/history/told/spells'
import type { Author } from '@/lib/protocol/people'
import { Button } from '../../ui/button'
import { Standing } from '../asking/standing'
import { useHighlight } from '../highlight'
import type { SelectedLife } from './use-life'

const portion = 200

/** What happened to what somebody selected, in place of the list of all changes. */
export function LifeList({
  life: { selected, asked, spells, count },
  wanted,
  authors,
  onGo,
  onClear,
}: {
  life: SelectedLife
  wanted: number
  authors: ReadonlyMap<string, Author>
  onGo: (revision: number) => void
  onClear: () => void
}) {
  const [shown, setShown] = useState(portion)
  if (!selected) return null
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col items-start gap-1 border-b border-line px-4 py-2 text-sm">
        <h3 dir="auto" className="max-w-full font-semibold break-words">
          {words.life.of(words.past.cut(selected.text))}
        </h3>
        <p className="text-ink-soft">{spells ? words.life.count(count) : words.life.hint}</p>
        <Button look="framed" onClick={onClear}>
          <X />
          {words.life.clear}
        </Button>
      </div>
      <Standing asked={asked} />
      {spells?.length === 0 && <p className="px-4 py-2 text-sm text-ink-soft">{words.life.none}</p>}
      <ol className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 py-2">
        {spells?.slice(0, shown).map(spell => (
          <SpellRow
            key={spell.from}
            spell={spell}
            author={authors.get(spell.authorId)}
            current={spell.from <= wanted && wanted <= spell.to}
            onGo={onGo}
          />
        ))}
        {spells && spells.length > shown && (
          <li>
            <Button onClick={() => setShown(shown + portion)}>{words.life.more}</Button>
          </li>
        )}
      </ol>
    </div>
  )
}

function SpellRow({
  spell,
  author,
  current,
  onGo,
}: {
  spell: Spell
  author: Author | undefined
  current: boolean
  onGo: (revision: number) => void
}) {
  const highlight = useHighlight()
  const { from, to, start } = spell
  const light = () => highlight.set({ from, to })
  const dark = () => highlight.set(null)
  return (
    <li data-color={author?.color} className="[contain-intrinsic-size:auto_2.75rem] [content-visibility:auto]">
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={() => onGo(to)}
        onMouseEnter={light}
        onMouseLeave={dark}
        onFocus={light}
        onBlur={dark}
        className="flex min-h-9 w-full flex-col rounded-md px-2 py-1 text-start text-sm hover:bg-hover aria-[current]:bg-past"
      >
        <span className="flex w-full items-baseline justify-between gap-2">
          <span className="flex min-w-0 items-center gap-1.5">
            <span aria-hidden className="size-2 shrink-0 rounded-full bg-(--author-color)" />
            <span dir="auto" className="truncate font-medium">
              {author?.name ?? words.people.somebody}
            </span>
          </span>
          <span aria-hidden className="text-xs whitespace-nowrap text-ink-soft tabular-nums">
            {words.life.amounts(spell)}
          </span>
          <span className="sr-only">{words.life.did(spell)}</span>
        </span>
        <span className="ps-3.5 text-xs text-ink-soft tabular-nums">
          <time dateTime={start}>{moment(start)}</time> · {words.past.revisions(from, to)}
        </span>
      </button>
    </li>
  )
}
