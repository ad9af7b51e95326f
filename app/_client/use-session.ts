'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { DocumentSession } from '@/lib/client/document-session'
import type { SessionState } from '@/lib/client/session-state'
import { pageTransport, whoAmI } from './connection'
import { sessionOf, show } from './sessions'

export type { SessionState } from '@/lib/client/session-state'

/** The session of an open document, for as long as the component lives. */
export function useDocumentSession(documentId: string): DocumentSession {
  const [session] = useState(() => (typeof window === 'undefined' ? nobodys(documentId) : sessionOf(documentId)))
  useEffect(() => {
    const letGo = show(documentId, session)
    // The first request makes the guest; only then the socket finds a session.
    void whoAmI().then(() => pageTransport().connect())
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
  }, [documentId, session])
  return session
}

export function useSessionState(session: DocumentSession): SessionState {
  return useSyncExternalStore(
    listener => session.subscribe(listener),
    () => session.state,
    () => session.state,
  )
}

// Pages are rendered on the server first, where there's nobody to be and nothing to connect to.
function nobodys(documentId: string): DocumentSession {
  const never = new Promise<never>(() => {})
  const answer = () => never
  const transport = { connected: false, request: answer, presence() {}, events: answer, documentAt: answer }
  return new DocumentSession({ documentId, me: never, transport: { ...transport, listen: () => () => {} } })
}
