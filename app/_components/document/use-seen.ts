import { useEffect } from 'react'
import { endVisit, noteSeen } from '@/app/_client/last-seen'
import { standing, useSessionState } from '@/app/_client/use-session'
import type { DocumentSession } from '@/lib/client/document-session'

const restAfter = 1_000

/** Notes how far one has seen this document, while its present is before one's eyes. */
export function useSeen(session: DocumentSession, inPast: boolean): void {
  const { documentId, phase } = useSessionState(session, standing)
  useEffect(() => {
    if (phase !== 'open' || inPast) return
    let latest: number | null = null
    const note = () => {
      if (document.visibilityState === 'visible') latest = session.state.revision
      if (latest !== null) noteSeen(documentId, latest)
    }
    let timer = setTimeout(note, restAfter)
    let revision = session.state.revision
    const stop = session.subscribe(() => {
      if (session.state.revision === revision) return
      revision = session.state.revision
      clearTimeout(timer)
      timer = setTimeout(note, restAfter)
    })
    const ends = ['visibilitychange', 'pagehide'] as const
    for (const end of ends) window.addEventListener(end, note)
    return () => {
      stop()
      clearTimeout(timer)
      for (const end of ends) window.removeEventListener(end, note)
    }
  }, [session, documentId, phase, inPast])
  useEffect(() => () => endVisit(documentId), [documentId])
}
