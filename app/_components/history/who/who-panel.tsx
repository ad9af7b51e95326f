import { ChevronDown, ChevronUp } from 'lucide-react'
import { words } from '@/app/_words'
import type { Author } from '@/lib/protocol/people'
import { IconButton } from '../../ui/button'
import { Standing } from '../asking/standing'
import type { Spots } from '../asking/use-spots'
import type { Who } from './use-who'
import { patterns } from './who-marks'

/** Lays the authors' colours over the text, and tells whose is which and how much each wrote. */
export function WhoPanel({ who, authors, spots }: { who: Who; authors: ReadonlyMap<string, Author>; spots: Spots }) {
  const { on, setOn, asked, order, shares, hidden, toggle } = who
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto overscroll-contain px-4 py-3 text-sm">
      <label className="flex min-h-8 items-center gap-2 font-medium">
        <input
          type="checkbox"
          checked={on}
          onChange={event => setOn(event.target.checked)}
          className="size-4 accent-(--accent)"
        />
        {words.who.shown}
      </label>
      <p className="text-ink-soft">{on ? words.who.hint : words.who.off}</p>
      {on && (
        <div className="-mx-4">
          <Standing asked={asked} />
        </div>
      )}
      {on && shares && (
        <>
          {shares.length === 0 && <p className="text-ink-soft">{words.who.nobody}</p>}
          <ul aria-label={words.who.legend} className="flex flex-col gap-1">
            {shares.map(({ authorId, characters, share }) => {
              const author = authors.get(authorId)
              const name = author?.name ?? words.people.somebody
              return (
                <li key={authorId} data-color={author?.color} className="pb-1">
                  <label className="flex min-h-9 items-center gap-2">
                    <input
                      type="checkbox"
                      checked={!hidden.has(authorId)}
                      aria-label={words.who.hide(name)}
                      onChange={() => toggle(authorId)}
                      className="size-4 accent-(--author-color)"
                    />
                    <span className="min-w-0 flex-1">
                      <span
                        dir="auto"
                        className={hidden.has(authorId) ? '' : 'wrote'}
                        data-pattern={Math.max(0, order.indexOf(authorId)) % patterns}
                      >
                        {name}
                      </span>
                      <span className="block text-xs text-ink-soft tabular-nums">
                        {words.who.share(share, characters)}
                      </span>
                    </span>
                  </label>
                  <div aria-hidden className="h-1 rounded-full bg-hover">
                    <div className="h-1 rounded-full bg-(--author-color)" style={{ width: `${share * 100}%` }} />
                  </div>
                </li>
              )
            })}
          </ul>
          {spots.list.length > 0 && (
            <div className="flex items-center gap-1">
              <IconButton label={words.who.previous} onClick={() => spots.step(-1)}>
                <ChevronUp />
              </IconButton>
              <span className="tabular-nums">{words.past.nth((spots.at?.index ?? -1) + 1, spots.list.length)}</span>
              <IconButton label={words.who.next} onClick={() => spots.step(1)}>
                <ChevronDown />
              </IconButton>
            </div>
          )}
        </>
      )}
    </div>
  )
}
