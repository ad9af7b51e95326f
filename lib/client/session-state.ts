import { produce } from 'immer'
import type { RecordedEvent } from '@/lib/document/events'
import type { Refusal } from '@/lib/document/refusal'
import type { Author, Member, Role } from '@/lib/protocol/people'
import type { Replica } from '@/lib/replica/replica'
import type { Draft } from './outbox/outbox-store'

export type Restored = { by: string; from: number; revision: number }

/** What the page shows about an open document; replaced, never changed. */
export type SessionState = {
  /** gone: there's no such document for us (any more). failed: see `refusal`. */
  phase: 'opening' | 'open' | 'gone' | 'failed'
  /** The wire is up and the document is open on it. */
  connected: boolean
  documentId: string
  title: string
  role: Role | null
  trashed: boolean
  /** The last revision that has arrived here. */
  revision: number
  /** Commands that aren't confirmed. 0: everything is saved. */
  unconfirmed: number
  /** Which of them is under way. */
  inFlight: string | null
  /** Edits that this device holds until they are saved, as of its last write. */
  kept: number
  /** Why this device holds nothing; null where it does. */
  notKept: string | null
  /** Words that couldn't be stored where they were meant. */
  drafts: readonly Draft[]
  /** The last thing that wasn't accepted. */
  refusal: Refusal | null
  me: Author | null
  clientId: string | null
  /** Everybody who has the document open, ourselves included. */
  members: readonly Member[]
  authors: ReadonlyMap<string, Author>
  historyEpoch: number
  /** The last restoring of an old revision that arrived while the document was open here. */
  restored: Restored | null
  /** Of a damaged document: the first revision that can't be shown. */
  quarantinedFrom: number | null
}

export function initialState(documentId: string, me: Author | null): SessionState {
  return {
    phase: 'opening',
    connected: false,
    documentId,
    title: '',
    role: null,
    trashed: false,
    revision: 0,
    unconfirmed: 0,
    inFlight: null,
    kept: 0,
    notKept: null,
    drafts: [],
    refusal: null,
    me,
    clientId: null,
    members: [],
    authors: new Map(me ? [[me.authorId, me]] : []),
    historyEpoch: 0,
    restored: null,
    quarantinedFrom: null,
  }
}

export function withAuthors(state: SessionState, authors: readonly Author[] = []): SessionState {
  if (authors.length === 0) return state
  const known = new Map(state.authors)
  for (const author of authors) known.set(author.authorId, author)
  const me = authors.find(({ authorId }) => authorId === state.me?.authorId) ?? state.me
  return { ...state, authors: known, me }
}

export function withMembers(state: SessionState, updates: readonly Member[], left: readonly string[]): SessionState {
  return produce(state, draft => {
    draft.members = draft.members.filter(({ clientId }) => !left.includes(clientId))
    for (const update of updates) {
      const at = draft.members.findIndex(({ clientId }) => clientId === update.clientId)
      if (at < 0) draft.members.push(update)
      else draft.members[at] = update
    }
  })
}

/** What the state says of a replica. */
export function standing(replica: Replica, { refusal }: SessionState): Partial<SessionState> {
  const { title, status, revision } = replica.confirmed
  const settled = replica.unconfirmed.length === 0 && refusal?.retryInMs !== undefined
  return {
    title: replica.wishedTitle ?? title,
    trashed: status === 'trashed',
    revision,
    unconfirmed: replica.unconfirmed.length,
    inFlight: replica.inFlight?.commandId ?? null,
    ...(settled && { refusal: null }),
  }
}

/** The last restoring among events, as a part of the state; nothing where there's none. */
export function lastRestored(events: readonly RecordedEvent[]): Pick<SessionState, 'restored'> | null {
  const event = events.findLast(({ type }) => type === 'RevisionRestored')
  if (event?.type !== 'RevisionRestored' || !('restoredFrom' in event.data)) return null
  return { restored: { by: event.authorId, from: event.data.restoredFrom, revision: event.revision } }
}

/** Whether what was refused is settled: dropped, not waiting to be sent again. */
export function isFinal({ code }: Refusal): boolean {
  return !['forbidden', 'not_found', 'client_too_old'].includes(code)
}
