import { DocumentSession } from '@/lib/client/document-session'
import { pageTransport, whoAmI } from './connection'
import { deviceOutbox } from './outbox/device-outbox'
import { paced } from './pace'

// Sessions that are shown, or that still have something to send.
const alive = new Map<string, { session: DocumentSession; shownBy: number }>()

/** The page's one session of a document: the one that still sends what was written before, or a new one. */
export function sessionOf(documentId: string): DocumentSession {
  return (
    alive.get(documentId)?.session ??
    new DocumentSession({ documentId, transport: pageTransport(), me: whoAmI(), outbox: deviceOutbox, pace: paced() })
  )
}

/** Starts a session and keeps it for who shows it. @returns how to let it go; it ends once everything is saved */
export function show(documentId: string, session: DocumentSession): () => void {
  const entry = alive.get(documentId) ?? { session, shownBy: 0 }
  alive.set(documentId, entry)
  entry.shownBy++
  session.start()
  return () => {
    entry.shownBy--
    endWhenSaved(documentId, entry)
  }
}

function endWhenSaved(documentId: string, entry: { session: DocumentSession; shownBy: number }): void {
  const { session } = entry
  const end = () => {
    if (entry.shownBy > 0) return true
    if (session.state.unconfirmed > 0 && session.state.phase === 'open') return false
    if (alive.get(documentId) === entry) alive.delete(documentId)
    session.close()
    return true
  }
  if (end()) return
  const stop = session.subscribe(() => {
    if (end()) stop()
  })
}
