'use client'

import { memo, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { HistoryController } from '@/app/_client/history-controller'
import type { SessionIndex } from '@/app/_client/session-index'
import { Value } from '@/app/_client/value'
import { day, dayKey } from '@/app/_format'
import { words } from '@/app/_words'
import type { Source } from '@/lib/history/player'
import type { Timeline, WorkSession } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { Button } from '../../ui/button'
import { type Mark, marksOf } from '../moves'
import { Filter } from './filter'
import { moveAmongRows } from './row-keys'
import { firstRow, StopProvider, useRowStop } from './row-stop'
import { SessionRow } from './session-row'
import { useSessions } from './use-sessions'

/** What can be done from a row. */
export type RowDeeds = {
  writable: boolean
  nameOf: (revision: number) => string
  onName: (revision: number, name: string) => void
  onCopyLink: (revision: number) => void
  onUndo: (session: WorkSession) => void
  onFilm: (session: WorkSession) => void
}

export type ListProps = {
  documentId: string
  controller: HistoryController
  sessions: SessionIndex
  source: Source
  timeline: Timeline | null
  authors: ReadonlyMap<string, Author>
  meet: (authors: readonly Author[]) => void
  deeds: RowDeeds
  onChosen: () => void
}

/** All sessions of work by day, newest first, with named versions and restores among them: the past without the slider. */
export const Changes = memo(function Changes(props: ListProps) {
  const { controller, timeline, authors, onChosen } = props
  const { list, filter, setFilter, loadMore } = useSessions(props)
  const [opened, setOpened] = useState<number | null>(null)
  const [stop] = useState(() => new Value(firstRow))
  const place = useRef<HTMLDivElement>(null)
  const current = useCurrent(controller, list.sessions)
  const marks = useMemo(() => marksOf(timeline), [timeline])
  const days = useMemo(() => byDay(list.sessions), [list.sessions])
  const end = useSeen(place, loadMore, !list.complete && !list.failure && !list.loading)
  useInSight(place, current)
  const seek = (revision: number) => {
    controller.pause()
    controller.seek(revision)
    onChosen()
  }
  return (
    <StopProvider value={stop}>
      <Filter
        authors={timeline?.authors ?? []}
        filter={filter}
        onFilter={choose => {
          stop.set(firstRow)
          setFilter(choose)
        }}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: no field of a form is in it */}
      <div
        ref={place}
        onKeyDown={moveAmongRows}
        aria-label={words.changes.list}
        role="group"
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4"
      >
        <NowRow onChoose={() => seek(controller.state.head)} />
        {days.map(({ key, first, sessions }) => (
          <section
            key={key}
            aria-labelledby={`day-${key}`}
            className="[contain-intrinsic-size:auto_12rem] [content-visibility:auto]"
          >
            <h3
              id={`day-${key}`}
              className="sticky top-0 z-1 bg-paper px-2 pt-3 pb-1 text-xs font-semibold text-ink-soft first-letter:uppercase"
            >
              {dayName(first)}
            </h3>
            <ul>
              {sessions.map(session => (
                <SessionRow
                  key={session.from}
                  {...props}
                  session={session}
                  marks={marksIn(marks, session)}
                  authors={authors}
                  current={session.from === current}
                  open={session.from === opened}
                  onOpen={setOpened}
                />
              ))}
            </ul>
          </section>
        ))}
        <div ref={end} className="px-2 py-3 text-sm text-ink-soft">
          {list.failure ? (
            <p role="alert" className="flex flex-wrap items-center gap-2 text-danger">
              {words.changes.failed}
              <Button onClick={loadMore}>{words.app.retry}</Button>
            </p>
          ) : !list.complete ? (
            words.changes.loading
          ) : list.sessions.length === 0 ? (
            words.changes.none
          ) : (
            words.changes.end
          )}
        </div>
      </div>
    </StopProvider>
  )
})

function NowRow({ onChoose }: { onChoose: () => void }) {
  return (
    <div>
      <button
        type="button"
        data-row
        {...useRowStop(firstRow)}
        onClick={onChoose}
        className="flex min-h-9 w-full items-baseline gap-2 rounded-md px-2 py-1.5 text-start text-sm hover:bg-hover"
      >
        <span className="font-semibold">{words.changes.now}</span>
        <span className="text-ink-soft">{words.changes.nowHint}</span>
      </button>
    </div>
  )
}

type Day = { key: string; first: string; sessions: WorkSession[] }

function byDay(sessions: readonly WorkSession[]): Day[] {
  const days: Day[] = []
  for (const session of sessions) {
    const key = dayKey(session.start).replaceAll(' ', '-')
    const last = days.at(-1)
    if (last?.key === key) last.sessions.push(session)
    else days.push({ key, first: session.start, sessions: [session] })
  }
  return days
}

function dayName(iso: string): string {
  const now = new Date()
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  if (dayKey(iso) === now.toDateString()) return words.changes.today
  return dayKey(iso) === yesterday.toDateString() ? words.changes.yesterday : day(iso)
}

const none: readonly Mark[] = []

/** Of most sessions there are none, and then always the same: a row is drawn anew only when something of it is another. */
function marksIn(marks: readonly Mark[], { from, to }: WorkSession): readonly Mark[] {
  const found = marks.filter(({ revision }) => revision >= from && revision <= to)
  return found.length > 0 ? found.reverse() : none
}

/** The session in which one is, by its first revision. */
function useCurrent(controller: HistoryController, sessions: readonly WorkSession[]): number | null {
  const find = () => {
    const { wanted } = controller.state
    return sessions.find(({ from, to }) => from <= wanted && wanted <= to)?.from ?? null
  }
  return useSyncExternalStore(listener => controller.subscribe(listener), find, find)
}

/** Calls back whenever an element comes near what's in sight of its list. */
function useSeen(place: React.RefObject<HTMLElement | null>, onSeen: () => void, active: boolean) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!active || !end.current) return
    const watch = new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && onSeen(), {
      root: place.current,
      rootMargin: '300px',
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [place, onSeen, active])
  return end
}

/** Keeps the session where one is in sight, unless one is at the list oneself. */
function useInSight(place: React.RefObject<HTMLElement | null>, current: number | null): void {
  useEffect(() => {
    const list = place.current
    if (!list || current === null || list.matches(':hover, :focus-within')) return
    list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [place, current])
}
