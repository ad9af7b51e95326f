'use client'

import type { Editor } from '@tiptap/react'
import dynamic from 'next/dynamic'
import { type ComponentProps, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { later, useLater } from '@/app/_client/later'
import { standing, useDocumentSession, useSessionState } from '@/app/_client/use-session'
import { words } from '@/app/_words'
import type { DocumentSession } from '@/lib/client/document-session'
import { DocumentEditor } from '../editor/editor'
import { useSurface } from '../editor/surface'
import type { Named } from '../history/revision-in'
import type { Shown } from '../history/studio'
import { useRevisionInAddress } from '../history/use-revision-in-address'
import { Button, buttonClass } from '../ui/button'
import { Message } from '../ui/message'
import { NoticeRegion, useNotice } from '../ui/notice'
import { useEver } from '../ui/use-ever'
import { Banner } from './banner'
import { DocumentHeader } from './document-header'
import { Drafts } from './drafts'
import { OutdatedBanner, RestoredBanner } from './news-banners'
import { SinceBanner } from './since-banner'
import { TrashedBanner } from './trashed-banner'
import { useDocumentActions } from './use-document-actions'
import { useHistoryKey } from './use-history-key'
import { useSeen } from './use-seen'

// One can write before it's there. Its place is kept, so that nothing moves.
const Toolbar = dynamic(() => import('../editor/toolbar').then(({ Toolbar }) => Toolbar), {
  ssr: false,
  loading: () => <div className="h-11" />,
})
const WritingTools = dynamic(() => import('../editor/writing-tools').then(({ WritingTools }) => WritingTools), {
  ssr: false,
})
// Nor does one need the past before one looks back.
const loadStudio = () => import('../history/studio')
const loadNaming = () => import('./name-version').then(({ NameVersion }) => NameVersion)
const NameVersion = dynamic(loadNaming, { ssr: false })
for (const load of [loadNaming, loadStudio]) later(load)
const Studio = dynamic(loadStudio, { ssr: false, loading: () => <div aria-busy className="min-h-dvh" /> })

/**
 * A document, present and past, at one address. Before the session is open it shows what the server rendered; from then on
 * the editor stands in the same place. With a revision in the address the past is shown over the living editor.
 */
export function DocumentPage({
  documentId,
  title: renderedTitle,
  html,
  known,
  past: requested,
}: {
  documentId: string
  title: string
  html: string
  /** Whether the reader has been somebody here before. */
  known: boolean
  past: Named | null
}) {
  const session = useDocumentSession(documentId, known)
  const state = useSessionState(session, standing)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [naming, setNaming] = useState<{ revision: number; name: string } | null>(null)
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  const [pastTitle, setPastTitle] = useState<string | null>(null)
  const shown = useRef<Shown | null>(null)
  const [notice, tell] = useNotice()
  const past = useRevisionInAddress(requested)
  const inPast = past.revision !== null
  const { toolbar } = useSurface(editor)
  const opened = state.phase === 'open'
  const title = opened ? state.title : renderedTitle
  const editable = opened && !state.trashed && state.role !== 'viewer'

  const gone = state.phase === 'gone'
  useEffect(() => {
    const heading = gone ? words.document.goneTitle : title || words.document.untitled
    document.title = `${heading} · ${words.app.name}`
  }, [title, gone])
  useUnsavedGuard(session)
  useSeen(session, inPast)
  // A mistyped address, or a server that was set back to a backup.
  const beyond = opened && past.revision !== null && past.revision > session.state.revision ? past.revision : null
  useEffect(() => {
    if (beyond !== null) tell({ text: words.history.beyond(beyond) })
  }, [beyond, tell])

  const { restored, me } = state
  useEffect(() => {
    if (!restored || restored.by !== me?.authorId) return
    const undo = () => session.restore(restored.revision - 1)
    tell({ text: words.document.restored(restored.from), action: { label: words.list.undo, run: undo } })
  }, [restored, me?.authorId, session, tell])

  const leave = useCallback(() => {
    past.leave()
    requestAnimationFrame(() => document.getElementById('history')?.focus())
  }, [past.leave])

  const onHistory = () => past.enter(session.state.revision)
  const askName = useCallback((revision: number, name: string) => setNaming({ revision, name }), [])
  const onNameVersion = () => {
    const { revision, nameOf } = (inPast && shown.current) || {
      revision: session.state.revision,
      nameOf: () => '',
    }
    askName(revision, nameOf(revision))
  }
  const onShown = useCallback((next: Shown) => {
    shown.current = next
    setPastTitle(next.title)
  }, [])
  useEffect(() => {
    if (!inPast) {
      shown.current = null
      setPastTitle(null)
    }
  }, [inPast])
  useLater(editor !== null)
  const everNamed = useEver(naming !== null)
  useHistoryKey(opened && !inPast ? onHistory : null)
  useDocumentActions({ session, state, editor, inPast, editable, onHistory, onNameVersion, onLeave: leave, tell })

  if (gone || state.phase === 'failed')
    return (
      <NotOpen message={state.refusal?.message ?? null} gone={gone}>
        <Drafts drafts={state.drafts} editor={null} onLetGo={id => session.letGo(id)} />
      </NotOpen>
    )

  const name = (revision: number, given: string | null) => {
    session.nameVersion(revision, given)
    tell({ text: given ? words.document.versionNamed(given) : words.document.versionUnnamed })
  }
  const restore = (revision: number) => {
    session.restore(revision)
    leave()
  }
  return (
    <div className={`min-h-dvh ${inPast ? 'bg-past' : 'max-sm:bg-paper'}`}>
      <DocumentHeader
        session={session}
        state={state}
        editor={editor}
        title={inPast ? (pastTitle ?? title) : title}
        editable={editable}
        inPast={inPast}
        onHistory={onHistory}
        onNameVersion={onNameVersion}
      >
        {!inPast &&
          (editor && editable && toolbar ? <Toolbar editor={editor} /> : <div className={opened ? '' : 'h-11'} />)}
        <div ref={setSlot} />
      </DocumentHeader>
      <main
        id="content"
        // The text stays where the first paint had it, also without the toolbar.
        className={`mx-auto max-w-(--container-page) px-0 ${inPast ? 'past-page' : 'pb-32'} sm:px-4 ${toolbar || inPast ? '' : 'pt-11'}`}
      >
        {state.quarantinedFrom !== null && !inPast && (
          <Banner>{words.document.quarantined(state.quarantinedFrom)}</Banner>
        )}
        {state.trashed && !inPast && (
          <TrashedBanner owner={state.role === 'owner'} onTakeBack={() => session.untrash()} />
        )}
        {state.refusal?.code === 'client_too_old' && <OutdatedBanner />}
        {!inPast && <RestoredBanner state={state} onShow={past.enter} />}
        {!inPast && <SinceBanner session={session} onShow={(from, to) => past.enter(to, { from })} />}
        <Drafts drafts={state.drafts} editor={editable && !inPast ? editor : null} onLetGo={id => session.letGo(id)} />
        <div
          hidden={inPast}
          className="relative bg-paper px-5 py-8 sm:mt-4 sm:rounded-lg sm:border sm:border-line sm:px-12 sm:py-12 print:m-0 print:border-0 print:p-0"
        >
          {opened ? (
            <DocumentEditor session={session} editable={editable} onEditor={setEditor} />
          ) : (
            // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by the server from a checked document (lib/document/html.ts)
            <div className="prose" dir="auto" aria-busy dangerouslySetInnerHTML={{ __html: html }} />
          )}
          {editor && !inPast && (
            <WritingTools
              editor={editor}
              session={session}
              editable={editable}
              onHistory={selected => past.enter(selected.revision, { selected })}
            />
          )}
        </div>
        {inPast && (
          <Past
            session={session}
            editor={editor}
            past={past}
            slot={slot}
            writable={editable}
            onShown={onShown}
            onName={askName}
            onRestore={restore}
            onLeave={leave}
            tell={tell}
          />
        )}
      </main>
      {everNamed && (
        <NameVersion
          revision={naming?.revision ?? null}
          name={naming?.name ?? ''}
          onName={name}
          onClose={() => setNaming(null)}
        />
      )}
      <NoticeRegion notice={notice} onClose={() => tell(null)} />
    </div>
  )
}

/** The studio also tells what goes on in the present meanwhile. */
function Past({ session, ...rest }: Omit<ComponentProps<typeof Studio>, 'session'> & { session: DocumentSession }) {
  return <Studio session={useSessionState(session)} {...rest} />
}

function NotOpen({ gone, message, children }: { gone: boolean; message: string | null; children: ReactNode }) {
  return (
    <main id="content" className="mx-auto max-w-(--container-page) pb-32 sm:px-4">
      <Message
        heading="h1"
        title={gone ? words.document.goneTitle : words.document.failedTitle}
        {...(gone ? { hint: words.document.goneHint } : message !== null && { hint: message })}
      >
        <a href="/" className={buttonClass('primary')}>
          {words.errors.home}
        </a>
        {!gone && <Button onClick={() => window.location.reload()}>{words.errors.reload}</Button>}
      </Message>
      {children}
    </main>
  )
}

/** Asks before the page is left while something isn't saved. */
function useUnsavedGuard(session: DocumentSession): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    // Always there, it would keep the page out of the browser's cache of pages.
    const guard = () => {
      if (session.state.unconfirmed > 0) window.addEventListener('beforeunload', ask)
      else window.removeEventListener('beforeunload', ask)
    }
    guard()
    const stop = session.subscribe(guard)
    return () => {
      stop()
      window.removeEventListener('beforeunload', ask)
    }
  }, [session])
}
