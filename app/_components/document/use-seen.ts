import { useEffect, useRef } from 'react'
import { endVisit, noteSeen } from '@/app/_client/last-seen'
import type { SessionState } from '@/lib/client/session-state'

const restAfter = 1_000

/** Notes how far one has seen this document, while its present is before one's eyes. */
export function useSeen({ documentId, phase, revision }: SessionState, inPast: boolean): void {
  const latest = useRef<number | null>(null)
  useEffect(() => {
    if (phase !== 'open' || inPast) return
    const note = () => {
      if (document.visibilityState === 'visible') latest.current = revision
      if (latest.current !== null) noteSeen(documentId, latest.current)
    }
    const timer = setTimeout(note, restAfter)
    const ends = ['visibilitychange', 'pagehide'] as const
    for (const end of ends) window.addEventListener(end, note)
    return () => {
      clearTimeout(timer)
      for (const end of ends) window.removeEventListener(end, note)
    }
  }, [documentId, phase, revision, inPast])
  useEffect(() => () => endVisit(documentId), [documentId])
}
