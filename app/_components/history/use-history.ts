'use client'

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { HistoryController, type HistoryState } from '@/app/_client/history-controller'
import { historySource } from '@/app/_client/history-source'
import { SessionIndex } from '@/app/_client/session-index'
import { known, Value } from '@/app/_client/value'
import type { SessionState } from '@/lib/client/session-state'
import { schemaVersion } from '@/lib/document/schema'
import type { Source } from '@/lib/history/player'
import type { Timeline } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { useTimeline } from './river/use-timeline'
import type { Past } from './use-revision-in-address'

/** A document's past as it's looked at, as long as that lasts. */
type Opened = { controller: HistoryController; source: Source; sessions: SessionIndex }

export type History = Opened & {
  documentId: string
  /** `<schemaVersion>.<historyEpoch>`: what's asked under it never changes. */
  version: string
  state: HistoryState
  timeline: Timeline | null
  authors: ReadonlyMap<string, Author>
  /** Notes people that came along. */
  meet: (authors: readonly Author[]) => void
  /** Changes that came while one was looking at the past. */
  arrived: number
}

const idle = () => () => {}
// Without the timeline it's known of no page where it is.
const longestWait = 1_000

/** The past of an open document while the address names a revision; null until the session is open. */
export function useHistory(session: SessionState, past: Past): History | null {
  const { documentId, historyEpoch, revision: head } = session
  const version = `${schemaVersion}.${historyEpoch}`
  const active = past.revision !== null && session.phase === 'open'
  const [opened, setOpened] = useState<Opened | null>(null)
  const timeline = useTimeline(documentId, head, active)
  const [met, setMet] = useState<ReadonlyMap<string, Author>>(new Map())
  const enteredAt = useRef(head)
  const [pages] = useState(() => new Value<Timeline['pages'] | null>(null))
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
    const source = historySource(documentId, version, meet, () => known(pages, longestWait))
    // Reads are answered one after the other: the document comes after what's smaller.
    const sessions = new SessionIndex(documentId, meet)
    void sessions.loadMore()
    const controller = new HistoryController(source, Math.min(wanted, head), head)
    setOpened({ controller, source, sessions })
    return () => {
      controller.destroy()
      setOpened(null)
    }
  }, [active, documentId, version, meet, pages])

  useEffect(() => {
    const isFirst = pages.current === null
    pages.set(timeline?.pages ?? null)
    if (!timeline) return
    meet(timeline.authors)
    if (!isFirst) void opened?.sessions.refresh()
  }, [timeline, meet, opened, pages])
  const controller = opened?.controller
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

  const authors = useMemo(() => new Map([...met, ...session.authors]), [met, session.authors])
  if (!opened || !state) return null
  return {
    ...opened,
    documentId,
    version,
    state,
    timeline,
    authors,
    meet,
    arrived: Math.max(0, head - enteredAt.current),
  }
}
