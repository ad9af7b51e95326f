'use client'

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { HistoryController, type HistoryState } from '@/app/_client/history-controller'
import { historySource } from '@/app/_client/history-source'
import { SessionIndex } from '@/app/_client/session-index'
import type { SessionState } from '@/lib/client/session-state'
import { schemaVersion } from '@/lib/document/schema'
import type { Timeline } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import type { Past } from './use-revision-in-address'
import { useTimeline } from './use-timeline'

export type History = {
  controller: HistoryController
  state: HistoryState
  timeline: Timeline | null
  authors: ReadonlyMap<string, Author>
  /** Changes that came while one was looking at the past. */
  arrived: number
  toSession: (direction: 'previous' | 'next') => Promise<void>
}

const idle = () => () => {}

/** The past of an open document while the address names a revision; null in the present. */
export function useHistory(session: SessionState, past: Past): History | null {
  const { documentId, historyEpoch, revision: head } = session
  const active = past.revision !== null && session.phase === 'open'
  const [controller, setController] = useState<HistoryController | null>(null)
  const timeline = useTimeline(documentId, head, active)
  const [met, setMet] = useState<ReadonlyMap<string, Author>>(new Map())
  const enteredAt = useRef(head)
  const sessions = useRef<SessionIndex | null>(null)
  const pages = useRef<Timeline['pages']>([])
  const latest = useRef({ head, wanted: past.revision ?? head })
  useEffect(() => {
    latest.current = { head, wanted: past.revision ?? head }
  })

  const meet = useCallback((authors: readonly Author[]) => {
    setMet(known => {
      const unknown = authors.filter(author => !known.has(author.authorId))
      return unknown.length ? new Map([...known, ...unknown.map(author => [author.authorId, author] as const)]) : known
    })
  }, [])

  useEffect(() => {
    if (!active) return
    const { head, wanted } = latest.current
    enteredAt.current = head
    sessions.current = new SessionIndex(documentId)
    const source = historySource(documentId, `${schemaVersion}.${historyEpoch}`, meet, () => pages.current)
    const made = new HistoryController(source, Math.min(wanted, head), head)
    setController(made)
    return () => {
      made.destroy()
      setController(null)
    }
  }, [active, documentId, historyEpoch, meet])

  useEffect(() => {
    pages.current = timeline?.pages ?? []
    if (timeline) meet(timeline.authors)
  }, [timeline, meet])
  useEffect(() => controller?.extend(head), [controller, head])
  useEffect(() => {
    // Back and forward in the browser's history; what one does here comes back as the same number.
    if (controller && past.revision !== null && past.revision !== controller.state.wanted)
      controller.seek(past.revision)
  }, [controller, past.revision])

  const state = useSyncExternalStore(
    useCallback(listener => controller?.subscribe(listener) ?? idle(), [controller]),
    () => controller?.state ?? null,
    () => null,
  )
  const { show } = past
  const wanted = state?.wanted
  useEffect(() => {
    if (active && wanted !== undefined) show(wanted)
  }, [active, wanted, show])

  const toSession = useCallback(
    async (direction: 'previous' | 'next') => {
      const index = sessions.current
      if (!controller || !index) return
      const { wanted, head } = controller.state
      const target = direction === 'previous' ? await index.before(wanted) : await index.after(wanted, head)
      if (controller.state.wanted === wanted) controller.seek(target)
    },
    [controller],
  )
  if (!controller || !state) return null
  const authors = new Map([...met, ...session.authors])
  return { controller, state, timeline, authors, arrived: Math.max(0, head - enteredAt.current), toSession }
}
