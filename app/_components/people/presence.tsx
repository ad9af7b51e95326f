'use client'

import { words } from '@/app/_words'
import type { SessionState } from '@/lib/client/session-state'
import type { Author } from '@/lib/protocol/people'
import { Avatar } from './avatar'
import { ProfilePopover } from './profile-popover'

const shown = 4

type Person = { author: Author; idle: boolean }

/** Who is here: the others, then oneself, whose name and colour can be changed. */
export function Presence({ state }: { state: SessionState }) {
  const { me } = state
  const people = others(state)
  const rest = people.slice(shown)
  return (
    <ul aria-label={words.people.here} className="flex items-center -space-x-1.5">
      {people.slice(0, shown).map(({ author, idle }, index) => (
        <li key={author.authorId} className={index > 0 ? 'max-sm:hidden' : ''}>
          <Avatar
            name={author.name}
            color={author.color}
            faded={idle}
            label={idle ? words.people.idle(author.name) : author.name}
          />
        </li>
      ))}
      {people.length > 1 && <Rest people={people.slice(1)} className="sm:hidden" />}
      {rest.length > 0 && <Rest people={rest} className="max-sm:hidden" />}
      {me && (
        <li>
          <ProfilePopover
            me={me}
            trigger={
              <button
                type="button"
                aria-label={`${words.people.profile}: ${words.people.you(me.name)}`}
                className="flex size-9 items-center justify-center rounded-full hover:bg-hover"
              >
                <Avatar name={me.name} color={me.color} />
              </button>
            }
          />
        </li>
      )}
    </ul>
  )
}

function Rest({ people, className }: { people: Person[]; className: string }) {
  const names = people.map(({ author }) => author.name).join(', ')
  return (
    <li className={`ps-2.5 text-xs text-ink-soft ${className}`} title={names}>
      +{people.length}
      <span className="sr-only">: {names}</span>
    </li>
  )
}

/** Each other person once, however many windows they have open; idle where all of these are. */
function others({ members, authors, me }: SessionState): Person[] {
  const people = new Map<string, Person>()
  for (const { authorId, idle } of members) {
    const author = authors.get(authorId)
    if (!author || authorId === me?.authorId) continue
    people.set(authorId, { author, idle: idle && (people.get(authorId)?.idle ?? true) })
  }
  return [...people.values()].sort((a, b) => Number(a.idle) - Number(b.idle))
}
