'use client'

import type { Editor } from '@tiptap/core'
import { useSessionState } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import type { SessionState } from '@/lib/client/session-state'
import type { Author } from '@/lib/protocol/people'
import { surfaceOf, useSurface } from '../editor/surface'
import { Avatar } from './avatar'
import { Profile } from './profile'

const shown = 4

type Person = { author: Author; idle: boolean }

/** Who is here: the others, whose caret one can follow, then oneself, whose name and colour can be changed. */
export function Presence({ session, editor }: { session: DocumentSession; editor: Editor | null }) {
  const { me } = useSessionState(session, whoIsHere)
  const { following } = useSurface(editor)
  const people = others(session.state)
  const rest = people.slice(shown)
  return (
    <ul aria-label={words.people.here} className="flex items-center -space-x-1.5">
      {people.slice(0, shown).map(({ author, idle }, index) => (
        <li key={author.authorId} className={index > 0 ? 'max-sm:hidden' : ''}>
          <Other
            person={{ author, idle }}
            following={following === author.authorId}
            onFollow={
              editor &&
              (() => surfaceOf(editor).set({ following: following === author.authorId ? null : author.authorId }))
            }
          />
        </li>
      ))}
      {people.length > 1 && <Rest people={people.slice(1)} className="sm:hidden" />}
      {rest.length > 0 && <Rest people={rest} className="max-sm:hidden" />}
      {me && (
        <li>
          <Profile
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

function Other({
  person: { author, idle },
  following,
  onFollow,
}: {
  person: Person
  following: boolean
  /** Null where there's no text to follow them through. */
  onFollow: (() => void) | null
}) {
  const label = idle ? words.people.idle(author.name) : author.name
  const avatar = <Avatar name={author.name} color={author.color} faded={idle} label={label} />
  if (!onFollow) return avatar
  return (
    <button
      type="button"
      aria-label={words.people.follow(author.name)}
      title={words.people.follow(author.name)}
      aria-pressed={following}
      data-color={author.color}
      onClick={onFollow}
      className="flex rounded-full aria-pressed:outline-2 aria-pressed:outline-offset-2 aria-pressed:outline-(--author-color)"
    >
      {avatar}
    </button>
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

/** What the list of people hangs on: not on where their carets are. */
function whoIsHere({ me, authors, members }: SessionState) {
  return { me, authors, people: members.map(({ authorId, idle }) => `${authorId} ${idle}`).join() }
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
