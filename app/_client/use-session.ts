'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { DocumentSession } from '@/lib/client/document-session'
import type { SessionState } from '@/lib/client/session-state'
import { SocketTransport } from '@/lib/client/socket-transport'
import type { Author } from '@/lib/protocol/people'
import { getMe } from './api'

export type { SessionState } from '@/lib/client/session-state'

// One connection for the page, however many documents come and go on it.
let shared: SocketTransport | null = null

function transport(): SocketTransport {
  shared ??= new SocketTransport({ origin: window.location.origin, signIn: whoAmI })
  return shared
}

/** Asks until there's an answer: without knowing who writes, nothing can be written. */
async function whoAmI(): Promise<Author> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    const me = await getMe()
    if (me.ok) return me.value
    await new Promise(resolve => setTimeout(resolve, pause))
  }
}

/** The session of an open document, for as long as the component lives. */
export function useDocumentSession(documentId: string): DocumentSession {
  const [session] = useState(() => new DocumentSession({ documentId, ...browserOnly() }))
  useEffect(() => {
    session.start()
    // The first request makes the guest; only then the socket finds a session.
    void whoAmI().then(() => transport().connect())
    const leave = () => session.close()
    window.addEventListener('pagehide', leave)
    const back = (event: PageTransitionEvent) => event.persisted && session.start()
    window.addEventListener('pageshow', back)
    return () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', back)
      session.close()
    }
  }, [session])
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
function browserOnly() {
  if (typeof window !== 'undefined') return { transport: transport(), me: whoAmI() }
  const never = new Promise<never>(() => {})
  return {
    transport: { connected: false, request: () => never, presence() {}, events: () => never, listen: () => () => {} },
    me: never,
  }
}
