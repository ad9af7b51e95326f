import { CaseSensitive, Search } from 'lucide-react'
import type { RefObject } from 'react'
import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import type { Author } from '@/lib/protocol/people'
import { iconButtonClass } from '../../ui/button'
import { fieldClass } from '../../ui/popup'
import { Standing } from '../asking/standing'
import type { Coming, PastSearch } from './use-past-search'

const { pastSearch } = words

/** Where a phrase ever stood: when it came and went, by whom; each is a place to go to. */
export function SearchPanel({
  search,
  authors,
  field,
  onGo,
}: {
  search: PastSearch
  authors: ReadonlyMap<string, Author>
  field: RefObject<HTMLInputElement | null>
  onGo: (index: number) => void
}) {
  const { typed, phrase, caseSensitive, look, asked, found, comings, current } = search
  const take = (typed: string, composing: boolean) => look(composing ? { typed } : { typed, phrase: typed })
  return (
    <div className="flex min-h-0 flex-1 flex-col text-sm">
      <search aria-label={pastSearch.label} className="flex items-center gap-1 border-b border-line px-4 py-2">
        <Search aria-hidden className="size-4 shrink-0 text-ink-soft" />
        <input
          ref={field}
          type="search"
          maxLength={200}
          aria-label={pastSearch.label}
          placeholder={pastSearch.hint}
          value={typed}
          onChange={({ target, nativeEvent }) =>
            take(target.value, nativeEvent instanceof InputEvent && nativeEvent.isComposing)
          }
          onCompositionEnd={({ currentTarget }) => take(currentTarget.value, false)}
          className={`${fieldClass} min-w-0 flex-1`}
        />
        <button
          type="button"
          aria-label={pastSearch.caseSensitive}
          title={pastSearch.caseSensitive}
          aria-pressed={caseSensitive}
          onClick={() => look({ caseSensitive: !caseSensitive })}
          className={`${iconButtonClass} aria-pressed:bg-pressed`}
        >
          <CaseSensitive />
        </button>
      </search>
      <Standing asked={asked} />
      <p role="status" className="px-4 py-2 text-ink-soft empty:hidden">
        {!phrase
          ? pastSearch.explained
          : found &&
            (found.places.length === 0 ? pastSearch.none(phrase) : pastSearch.count(found.places.length, found.more))}
      </p>
      {found && found.places.length > 0 && (
        <ol aria-label={pastSearch.list} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4">
          {byPlace(comings).map(({ first, all }) => (
            <li
              key={first}
              className="border-b border-line py-1 [contain-intrinsic-size:auto_4.5rem] [content-visibility:auto] last:border-0"
            >
              <ul>
                {all.map((coming, i) => (
                  <li key={`${coming.kind} ${coming.moment.revision}`}>
                    <ComingRow
                      coming={coming}
                      author={authors.get(coming.moment.authorId)}
                      current={first + i === current}
                      onGo={() => onGo(first + i)}
                    />
                  </li>
                ))}
              </ul>
              {all.at(-1)?.kind === 'came' && <p className="px-2 ps-5.5 text-xs text-ink-soft">{pastSearch.still}</p>}
            </li>
          ))}
          {found.more && <li className="px-2 py-2 text-ink-soft">{pastSearch.more}</li>}
        </ol>
      )}
    </div>
  )
}

function ComingRow({
  coming: { kind, again, moment: when },
  author,
  current,
  onGo,
}: {
  coming: Coming
  author: Author | undefined
  current: boolean
  onGo: () => void
}) {
  const name = author?.name ?? words.people.somebody
  const say = kind === 'went' ? pastSearch.went : again ? pastSearch.back : pastSearch.came
  return (
    <button
      type="button"
      data-color={author?.color}
      aria-current={current ? 'true' : undefined}
      onClick={onGo}
      className="flex min-h-9 w-full items-start gap-1.5 rounded-md px-2 py-1 text-start hover:bg-hover aria-[current]:bg-past"
    >
      <span
        aria-hidden
        className={`mt-1.5 size-2 shrink-0 rounded-full border-2 border-(--author-color) ${kind === 'came' ? 'bg-(--author-color)' : ''}`}
      />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block break-words">
          {say(name, when.revision)}
        </span>
        <time dateTime={when.at} className="text-xs text-ink-soft tabular-nums">
          {moment(when.at)}
        </time>
      </span>
    </button>
  )
}

function byPlace(comings: readonly Coming[]): { first: number; all: Coming[] }[] {
  const places: { first: number; place: number; all: Coming[] }[] = []
  for (const [i, coming] of comings.entries()) {
    const last = places.at(-1)
    if (last?.place === coming.place) last.all.push(coming)
    else places.push({ first: i, place: coming.place, all: [coming] })
  }
  return places
}
