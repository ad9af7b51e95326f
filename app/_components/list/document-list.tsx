'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { words } from '@/app/_words'
import type { DocumentRow } from '@/lib/protocol/http'
import { Button } from '../ui/button'
import { Confirm } from '../ui/confirm'
import { Message } from '../ui/message'
import { NoticeRegion, useNotice } from '../ui/notice'
import { Row } from './document-row'
import { type ListRequest, type ListState, useDocuments } from './use-documents'
import { useRowActions } from './use-row-actions'

/** The rows for a request, with their states: loading, none, failed, offline, more below. */
export function DocumentList({ request, children }: { request: ListRequest; children: React.ReactNode }) {
  const { state, reload, loadMore, change } = useDocuments(request)
  const [notice, tell] = useNotice()
  const [deleting, setDeleting] = useState<DocumentRow | null>(null)
  const askToDelete = useCallback((row: DocumentRow) => setDeleting(row), [])
  const actions = useRowActions({ change, reload }, tell, askToDelete)
  const { rows, authors, cursor, loading, failure } = state
  return (
    <section aria-label={request.trashed ? words.list.trash : words.list.title} aria-busy={loading !== null}>
      <p role="status" className="sr-only">
        {state.request?.query && !loading ? words.list.found(rows.length, cursor !== null) : ''}
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
        <ul className="overflow-clip rounded-lg border border-line bg-paper" onKeyDown={moveBetweenRows}>
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
      {cursor && <More loading={loading === 'more'} onMore={loadMore} />}
      <Confirm
        open={deleting !== null}
        onOpenChange={open => !open && setDeleting(null)}
        title={words.list.deleteQuestion(deleting?.title || words.list.untitled)}
        description={words.list.deleteWarning}
        confirm={words.list.deleteConfirm}
        danger
        onConfirm={() => deleting && actions.deleteForever(deleting)}
      />
      <NoticeRegion notice={notice} onClose={() => tell(null)} />
    </section>
  )
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
  if (request.query) return <Message title={words.list.noHits(request.query)} hint={words.list.noHitsHint} />
  if (request.trashed) return <Message title={words.list.emptyTrash} hint={words.list.emptyTrashHint} />
  return (
    <Message title={words.list.empty} hint={words.list.emptyHint}>
      {children}
    </Message>
  )
}

/** Loads on when it comes into sight; a button as well, for who doesn't scroll. */
function More({ loading, onMore }: { loading: boolean; onMore: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: '600px' })
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [onMore])
  return (
    <div ref={place} className="flex justify-center py-4">
      <Button onClick={onMore} disabled={loading}>
        {loading ? words.list.loadingMore : words.list.more}
      </Button>
    </div>
  )
}

/** Up and down go from title to title, as Tab does by way of the menus. */
function moveBetweenRows(event: React.KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (!step || !(event.target instanceof HTMLAnchorElement)) return
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row]')]
  const next = links[links.indexOf(event.target) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
