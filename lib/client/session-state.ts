import { produce } from 'immer'
import type { Refusal } from '@/lib/document/refusal'
import type { Author, Member, Role } from '@/lib/protocol/people'

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
  /** The last thing that wasn't accepted. */
  refusal: Refusal | null
  me: Author | null
  clientId: string | null
  /** Everybody who has the document open, ourselves included. */
  members: readonly Member[]
  authors: ReadonlyMap<string, Author>
  historyEpoch: number
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
    refusal: null,
    me,
    clientId: null,
    members: [],
    authors: new Map(me ? [[me.authorId, me]] : []),
    historyEpoch: 0,
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
