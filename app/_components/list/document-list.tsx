'use client'

import { PenLine, SearchX, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { later, useLater } from '@/app/_client/later'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import { Button } from '../ui/button'
import { Message } from '../ui/message'
import { NoticeRegion, useNotice } from '../ui/notice'
import { useEver } from '../ui/use-ever'
import { Row } from './document-row'
import { comeBackTo, leaveList } from './list-memory'
import { moveBetweenRows } from './row-keys'
import { type ListRequest, type ListState, useDocuments } from './use-documents'
import { useRowActions } from './use-row-actions'
import { useRowFocus } from './use-row-focus'

const loadConfirm = () => import('../ui/confirm').then(module => module.Confirm)
const Confirm = dynamic(loadConfirm, { ssr: false })
later(loadConfirm)

/** The rows for a request, with their states: loading, none, failed, offline, more below. `above`: where the keys lead up to. */
export function DocumentList({
  request,
  above,
  children,
}: {
  request: ListRequest
  above: RefObject<HTMLElement | null>
  children: React.ReactNode
}) {
  const { state, reload, loadMore, change } = useDocuments(request)
  const [notice, tell] = useNotice()
  const [deleting, setDeleting] = useState<DocumentRow | null>(null)
  const asked = useEver(deleting !== null)
  const askToDelete = useCallback((row: DocumentRow) => setDeleting(row), [])
  const section = useRef<HTMLElement>(null)
  const { rows, authors, cursor, loading, failure } = state
  const actions = useRowActions({ change, reload, tell, askToDelete, ...useRowFocus(section, rows) })
  usePlaceKept(request, state)
  useLater(state.request !== null)
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label={request.trashed ? words.list.trash : words.list.title}
      aria-busy={loading !== null}
      className="outline-none"
    >
      <p role="status" className="sr-only">
        {loading ? '' : spoken(state)}
      </p>
      {failure && (
        <div
          role="alert"
          className="mb-3 flex flex-wrap items-center gap-2 rounded-md border border-past-line bg-past px-3 py-2 text-sm text-past-ink"
        >
          <span className="flex-1">
            {rows.length ? words.list.stale : words.list.failed}: {failure.message}
          </span>
          <Button look="framed" onClick={reload}>
            {words.app.retry}
          </Button>
        </div>
      )}
      {rows.length > 0 ? (
        <ul
          className="overflow-clip rounded-lg border border-line bg-paper"
          onKeyDown={event => moveBetweenRows(event, above.current)}
        >
          {rows.map(row => (
            <Row
              key={row.documentId}
              row={row}
              author={authors.get(row.lastAuthor)}
              query={state.request?.query ?? ''}
              trashed={request.trashed}
              actions={actions}
            />
          ))}
        </ul>
      ) : (
        !failure && <Nothing state={state}>{children}</Nothing>
      )}
      {cursor && <More loading={loading === 'more'} waits={loading !== null || failure !== null} onMore={loadMore} />}
      {asked && (
        <Confirm
          open={deleting !== null}
          onOpenChange={open => !open && setDeleting(null)}
          title={words.list.deleteQuestion(deleting?.title || words.list.untitled)}
          description={words.list.deleteWarning}
          confirm={words.list.deleteConfirm}
          danger
          onConfirm={() => deleting && actions.deleteForever(deleting)}
        />
      )}
      <NoticeRegion notice={notice} onClose={() => tell(null)} />
    </section>
  )
}

// What was loaded unasked is told too; a list that's there as a whole needs no word.
function spoken({ request, rows, cursor }: ListState): string {
  if (request?.query) return words.list.found(rows.length, cursor !== null)
  return cursor ? words.list.shown(rows.length) : ''
}

/** Remembers the list when one leaves it, and brings back scroll and focus when one comes back. */
function usePlaceKept(request: ListRequest, state: ListState): void {
  const kept = useRef({ scroll: 0, row: null as string | null, state })
  kept.current.state = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one comes
  useLayoutEffect(() => {
    const back = comeBackTo(request)
    const frame = requestAnimationFrame(() => {
      if (!back) return
      window.scrollTo(0, back.scroll)
      document.querySelector<HTMLElement>(`a[data-row="${back.row}"]`)?.focus({ preventScroll: true })
    })
    const note = () => {
      kept.current.scroll = window.scrollY
    }
    const enter = ({ target }: Event) => {
      kept.current.row = (target as Element).closest<HTMLElement>('a[data-row]')?.dataset.row ?? null
    }
    window.addEventListener('scroll', note, { passive: true })
    document.addEventListener('click', enter, true)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', note)
      document.removeEventListener('click', enter, true)
      leaveList(kept.current)
    }
  }, [])
}

function Nothing({ state: { request, loading }, children }: { state: ListState; children: React.ReactNode }) {
  if (!request)
    return (
      <div className="rounded-lg border border-line bg-paper" role="status" aria-label={words.list.loading}>
        {['w-3/5', 'w-2/5', 'w-2/3'].map(width => (
          <div key={width} className="animate-pulse border-b border-line px-3 py-4 last:border-b-0">
            <div className={`h-4 rounded-sm bg-hover ${width}`} />
            <div className="mt-2.5 h-3 w-11/12 rounded-sm bg-hover" />
          </div>
        ))}
      </div>
    )
  if (loading) return <Message title={words.list.loading} />
  if (request.query)
    return <Message icon={<SearchX />} title={words.list.noHits(request.query)} hint={words.list.noHitsHint} />
  if (request.trashed)
    return <Message icon={<Trash2 />} title={words.list.emptyTrash} hint={words.list.emptyTrashHint} />
  return (
    <Message icon={<PenLine />} title={words.list.empty} hint={words.list.emptyHint}>
      {children}
    </Message>
  )
}

/** Loads on when it comes into sight; a button as well, for who doesn't scroll, and for another try after a failure. */
function More({ loading, waits, onMore }: { loading: boolean; waits: boolean; onMore: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (waits) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: '600px' })
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [waits, onMore])
  return (
    <div ref={place} className="flex justify-center py-4">
      <Button onClick={onMore} disabled={loading}>
        {loading ? words.list.loadingMore : words.list.more}
      </Button>
    </div>
  )
}
