import { ChevronDown, Clapperboard, Ellipsis, Play, Undo2 } from 'lucide-react'
import { memo } from 'react'
import { clock } from '@/app/_format'
import { words } from '@/app/_words'
import type { WorkSession } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { IconButton } from '../../ui/button'
import { Menu, MenuItem } from '../../ui/menu'
import { useHighlight, useHighlighted } from '../highlight'
import type { Mark } from '../moves'
import type { ListProps } from './changes'
import { MarkRow } from './mark-row'
import { useRowStop } from './row-stop'
import { Runs } from './runs'

/** A session of work: who, when, how much; what was named or restored in it, and when it's open its single changes. */
export const SessionRow = memo(function SessionRow({
  session,
  marks,
  current,
  open,
  onOpen,
  ...props
}: ListProps & {
  session: WorkSession
  marks: readonly Mark[]
  current: boolean
  open: boolean
  onOpen: (from: number | null) => void
}) {
  const { controller, authors, onChosen } = props
  const { from, to, start, end, inserted, deleted } = session
  const highlight = useHighlight()
  const lit = useHighlighted(stretch => stretch?.from === from && stretch.to === to)
  const stop = useRowStop(`session ${from}`)
  const when = words.changes.range(clock(start), clock(end))
  const people = session.authors.map(authorId => authors.get(authorId))
  const label = words.changes.session(when, namesOf(people))
  const play = () => {
    controller.pause()
    controller.seek(Math.max(1, from - 1))
    controller.play(to)
    onChosen()
  }
  const choose = () => {
    controller.pause()
    controller.seek(to)
    onChosen()
  }
  const ask = (deed: (session: WorkSession) => void) => {
    onChosen()
    deed(session)
  }
  const point = { onMouseEnter: () => highlight.set({ from, to }), onMouseLeave: () => highlight.set(null) }
  return (
    <li>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: to point there only lights it up */}
      <div
        {...point}
        onFocus={() => {
          stop.onFocus()
          highlight.set({ from, to })
        }}
        onBlur={() => highlight.set(null)}
        className={`relative flex items-start rounded-md has-[[aria-current]]:bg-past ${lit ? 'bg-hover' : 'hover:bg-hover'}`}
      >
        <button
          type="button"
          data-row
          tabIndex={stop.tabIndex}
          aria-current={current ? 'true' : undefined}
          aria-label={`${label}, ${words.changes.count(to - from + 1)}, ${words.changes.spoken({ inserted, deleted })}`}
          onClick={choose}
          className="min-w-0 flex-1 rounded-md py-1.5 ps-2 text-start text-sm before:absolute before:inset-y-1.5 before:start-0 before:w-0.5 before:rounded-full aria-[current]:before:bg-past-line"
        >
          <span className="flex items-baseline justify-between gap-2 tabular-nums">
            <span className="font-medium">{when}</span>
            <span className="text-xs text-ink-soft">{words.changes.amounts({ inserted, deleted })}</span>
          </span>
          <People people={people} />
        </button>
        <IconButton
          tabIndex={stop.tabIndex}
          label={words.changes.play(label)}
          onClick={play}
          className="size-8! text-ink-soft! [&_svg]:size-4!"
        >
          <Play />
        </IconButton>
        <IconButton
          label={words.changes.open(label)}
          aria-expanded={open}
          tabIndex={stop.tabIndex}
          onClick={() => onOpen(open ? null : from)}
          className="size-8! text-ink-soft! aria-expanded:[&_svg]:rotate-180 [&_svg]:size-4!"
        >
          <ChevronDown />
        </IconButton>
        <Menu
          trigger={
            <IconButton
              tabIndex={stop.tabIndex}
              label={words.changes.more(label)}
              className="size-8! text-ink-soft! [&_svg]:size-4!"
            >
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Undo2 />} disabled={!props.deeds.writable} onClick={() => ask(props.deeds.onUndo)}>
            {words.without.open}
          </MenuItem>
          <MenuItem icon={<Clapperboard />} onClick={() => ask(props.deeds.onFilm)}>
            {words.film.ofSession}
          </MenuItem>
        </Menu>
      </div>
      {marks.length > 0 && (
        <ul className="ms-2 border-s border-past-line/50 ps-1">
          {marks.map(mark => (
            <MarkRow key={mark.revision} {...props} mark={mark} />
          ))}
        </ul>
      )}
      {open && <Runs {...props} session={session} />}
    </li>
  )
})

function People({ people }: { people: readonly (Author | undefined)[] }) {
  return (
    <span className="mt-0.5 flex flex-wrap gap-x-2.5 text-xs text-ink-soft">
      {people.map((author, i) => (
        <span key={author?.authorId ?? i} data-color={author?.color} className="flex items-center gap-1">
          <span aria-hidden className="size-2 shrink-0 rounded-full bg-(--author-color)" />
          {author?.name ?? words.people.somebody}
        </span>
      ))}
    </span>
  )
}

const namesOf = (people: readonly (Author | undefined)[]): string =>
  people.map(author => author?.name ?? words.people.somebody).join(', ')
