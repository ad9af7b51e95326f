'use client'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { DocumentSession } from '@/lib/client/document-session'
import type { SessionState } from '@/lib/client/session-state'
import { pageTransport, whoAmI } from './connection'
import { device } from './outbox/device'
import { eachFrame } from './pace'
import { sessionOf, show } from './sessions'

export type { SessionState } from '@/lib/client/session-state'

/**
 * The session of an open document, for as long as the component lives.
 * @param known whether this browser was somebody already when the page was made
 */
export function useDocumentSession(documentId: string, known: boolean): DocumentSession {
  const [session] = useState(() => (typeof window === 'undefined' ? nobodys(documentId) : begun(documentId, known)))
  useEffect(() => {
    const letGo = show(documentId, session)
    // The first request makes the guest; only then the socket finds a session.
    if (!known) void whoAmI().then(() => pageTransport().connect())
    else pageTransport().connect()
    const leave = () => session.close()
    // A page that the browser put aside and brings back begins anew, from what was kept.
    const back = (event: PageTransitionEvent) => event.persisted && window.location.reload()
    window.addEventListener('pagehide', leave)
    window.addEventListener('pageshow', back)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', back)
      letGo()
    }
  }, [documentId, session, known])
  return session
}

// The line is made and the device's store opened while the rest of the page is made, and not after it.
function begun(documentId: string, known: boolean): DocumentSession {
  const session = sessionOf(documentId)
  if (known) pageTransport().connect()
  void device().catch(() => {})
  return session
}

/**
 * What the page shows of a session, once a frame. What changes with every keystroke (`revision`, `unconfirmed`, `members`) should be
 * picked only by who shows just that: all that's rendered for it is rendered while somebody types.
 * @param pick the part that's wanted; it's the same as before where its fields are
 */
export function useSessionState<Part extends object = SessionState>(
  session: DocumentSession,
  pick: (state: SessionState) => Part = all as never,
): Part {
  const last = useRef<Part | null>(null)
  const read = () => {
    const part = pick(session.state)
    if (!last.current || !sameFields(last.current, part)) last.current = part
    return last.current
  }
  const subscribe = useCallback(
    (listener: () => void) => {
      const { call, stop } = eachFrame(listener)
      const leave = session.subscribe(call)
      return () => {
        leave()
        stop()
      }
    },
    [session],
  )
  return useSyncExternalStore(subscribe, read, read)
}

/** What lasts of a session: all but what changes with every keystroke and every caret. */
export type Standing = Omit<SessionState, 'revision' | 'unconfirmed' | 'inFlight' | 'kept' | 'members'>
export function standing({ revision, unconfirmed, inFlight, kept, members, ...lasting }: SessionState): Standing {
  return lasting
}

const all = (state: SessionState): SessionState => state

function sameFields(one: object, other: object): boolean {
  const [a, b] = [Object.entries(one), Object.entries(other)]
  return a.length === b.length && a.every(([key, value]) => Object.is(value, other[key as keyof typeof other]))
}

// Pages are rendered on the server first, where there's nobody to be and nothing to connect to.
function nobodys(documentId: string): DocumentSession {
  const never = new Promise<never>(() => {})
  const answer = () => never
  const transport = { connected: false, request: answer, presence() {}, events: answer, documentAt: answer }
  return new DocumentSession({ documentId, me: never, transport: { ...transport, listen: () => () => {} } })
}
