'use client'

import type { Editor } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'
import { Clapperboard, Download, RotateCcw } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useActions } from '@/app/_client/actions'
import { copyText } from '@/app/_client/copy'
import { Value } from '@/app/_client/value'
import { words } from '@/app/_words'
import type { SessionState } from '@/lib/client/session-state'
import { plainText } from '@/lib/document/text'
import { ExportDialog } from '../document/export-dialog'
import KeysDialog from '../editor/keys-dialog'
import type { Notice } from '../ui/notice'
import { PastBanner } from './banner'
import { Dock, type RiverHandle } from './dock'
import { FilmDialog } from './film/film-dialog'
import { type Highlight, HighlightProvider, type Stretch } from './highlight'
import { useLens } from './lens'
import { Changes, type RowDeeds } from './list/changes'
import { changeSpeed, go, playOrPause, toMark, toSession } from './moves'
import { PanelTabs } from './panel-tabs'
import { PastDocument } from './past-document'
import { pastGroups, usePastKeys } from './past-keys'
import { useBringingBack } from './restore/use-bringing-back'
import { useSidePanel } from './side-panel'
import { Skipped } from './skipped'
import { type History, useHistory } from './use-history'
import type { Past } from './use-revision-in-address'

/** Where one is in the past, for what stands around it. */
export type Shown = { revision: number; title: string; nameOf: (revision: number) => string }

/**
 * The past of a document in its own place: the banner and the river go where the tools stand (`slot`), the document as it was
 * where the text is. Loaded when somebody first looks back.
 */
export default function Studio({
  session,
  editor,
  past,
  slot,
  writable,
  onShown,
  onName,
  onRestore,
  onLeave,
  tell,
}: {
  session: SessionState
  /** The present. */
  editor: Editor | null
  past: Past
  slot: HTMLElement | null
  writable: boolean
  onShown: (shown: Shown) => void
  onName: (revision: number, name: string) => void
  onRestore: (revision: number) => void
  onLeave: () => void
  tell: (notice: Notice | null) => void
}) {
  const history = useHistory(session, past)
  const [exporting, setExporting] = useState<number | null>(null)
  const [filming, setFilming] = useState<Stretch | null>(null)
  const [keys, setKeys] = useState(false)
  const [following, setFollowing] = useState(true)
  const [highlight] = useState((): Highlight => new Value<Stretch | null>(null))
  const river = useRef<RiverHandle>(null)
  const pastView = useRef<EditorView>(null)
  const panel = useSidePanel()
  const lens = useLens(history, past, panel, tell)
  const { documentId } = session
  const controller = history?.controller
  const state = history?.state
  const frame = state?.frame ?? null
  const wanted = state?.wanted ?? 1
  const versions = history?.timeline?.versions

  const nameOf = useCallback(
    (revision: number) => versions?.find(version => version.revision === revision)?.name ?? '',
    [versions],
  )
  const title = frame?.title
  useEffect(() => {
    if (title !== undefined) onShown({ revision: wanted, title, nameOf })
  }, [wanted, title, nameOf, onShown])
  useStopFollowing(state?.playing ?? false, setFollowing)

  const copyLink = async (revision: number) => {
    const address = new URL(`/documents/${documentId}?revision=${revision}`, window.location.origin).href
    const copied = await copyText(address)
    tell({ text: copied ? words.history.linkCopied(revision) : `${words.history.byHand} ${address}` })
  }
  const copyShownText = async () => {
    if (!frame) return
    const copied = await copyText(plainText(frame.doc))
    tell({ text: copied ? words.history.textCopied(frame.revision) : words.history.textNotCopied })
  }
  const bringing = useBringingBack({ history, session, editor, pastView, onRestore, onLeave, tell })
  const restore = () => {
    if (writable && controller && wanted < controller.state.head) bringing.ask()
  }
  const deeds = {
    name: () => writable && onName(wanted, nameOf(wanted)),
    copyLink: () => void copyLink(wanted),
    copyText: () => void copyShownText(),
    copyDocument: () => void bringing.copy(wanted),
    export: () => setExporting(wanted),
    film: () => setFilming({ from: 1, to: wanted }),
    restore,
    keys: () => setKeys(true),
    leave: onLeave,
  }
  const here = (then: (past: History) => void) => {
    if (history) then(history)
  }
  const { head = 1 } = state ?? {}
  useActions([
    writable &&
      wanted < head && { id: 'restore', label: words.bringing.restore, icon: <RotateCcw />, run: deeds.restore },
    { id: 'export', label: words.export.open, icon: <Download />, run: deeds.export },
    { id: 'film', label: words.film.open, icon: <Clapperboard />, run: deeds.film },
  ])
  usePastKeys({
    ...deeds,
    playOrPause: () => here(playOrPause),
    faster: () => here(past => (past.state.playing ? changeSpeed(past, 1) : past.controller.play())),
    slower: () => here(past => changeSpeed(past, -1)),
    step: by => here(past => go(past, Math.max(wanted + by, lens.floor))),
    session: to => here(past => void toSession(past, to)),
    mark: to => here(past => toMark(past, to)),
    tenth: tenths => here(past => go(past, Math.max(1, (past.state.head * tenths) / 10))),
    zoom: factor => river.current?.zoom(factor),
    showAll: () => river.current?.showAll(),
    follow: () => setFollowing(each => !each),
    list: panel.toggle,
    ...lens.keys,
    leave: () => lens.giveUp() || onLeave(),
  })
  const latestCopyLink = useRef(copyLink)
  useEffect(() => {
    latestCopyLink.current = copyLink
  })
  // The list is drawn anew only when something of it is another.
  const rowDeeds = useMemo(
    () => ({
      writable,
      nameOf,
      onName,
      onCopyLink: (revision: number) => void latestCopyLink.current(revision),
      onUndo: bringing.undo,
      onFilm: setFilming,
    }),
    [writable, nameOf, onName, bringing.undo],
  )
  const changes = useChanges(history, rowDeeds, panel.chosen)
  const color = frame ? history?.authors.get(frame.authorId)?.color : undefined
  return (
    <HighlightProvider value={highlight}>
      {slot &&
        history &&
        createPortal(
          <>
            <section aria-label={words.history.region} className="pb-1">
              <PastBanner history={history} writable={writable} deeds={deeds} />
              <Dock
                history={history}
                river={river}
                onRiver={lens.onRiver}
                following={following}
                onFollow={setFollowing}
                listed={panel.open}
                onList={panel.toggle}
              >
                {lens.stepper}
              </Dock>
              <Skipped state={history.state} />
            </section>
            <PanelTabs panel={panel} tab={lens.tab} onTab={lens.setTab}>
              {lens.content[lens.tab] ?? changes}
            </PanelTabs>
          </>,
          slot,
        )}
      <div className="mt-4 border-2 border-past-line bg-paper px-5 py-8 sm:rounded-lg sm:px-12 sm:py-12 print:m-0 print:border-0 print:p-0">
        <PastDocument
          frame={frame}
          by={state?.by ?? 'thumb'}
          following={following}
          color={color}
          {...lens.document}
          onView={view => {
            pastView.current = view
            lens.document.onView(view)
          }}
        />
      </div>
      {lens.around}
      {bringing.dialogs}
      {exporting !== null && (
        <ExportDialog documentId={documentId} revision={exporting} onClose={() => setExporting(null)} />
      )}
      {filming && history && <FilmDialog history={history} stretch={filming} onClose={() => setFilming(null)} />}
      {keys && <KeysDialog groups={pastGroups} onClose={() => setKeys(false)} finalFocus={() => null} />}
    </HighlightProvider>
  )
}

/** The list of changes, the same while one goes through the past. */
function useChanges(history: History | null, deeds: RowDeeds, onChosen: () => void): ReactNode {
  const { documentId, controller, sessions, source, timeline, authors, meet } = history ?? {}
  return useMemo(() => {
    if (!documentId || !controller || !sessions || !source || !authors || !meet) return null
    const past = { documentId, controller, sessions, source, timeline: timeline ?? null, authors, meet }
    return <Changes {...past} deeds={deeds} onChosen={onChosen} />
  }, [documentId, controller, sessions, source, timeline, authors, meet, deeds, onChosen])
}

/** Who scrolls while it's played looks for themselves. */
function useStopFollowing(playing: boolean, setFollowing: (following: boolean) => void): void {
  useEffect(() => {
    if (!playing) return
    const stop = ({ target }: Event) => {
      if (target instanceof Element && target.closest('main')) setFollowing(false)
    }
    const ends = ['wheel', 'touchmove'] as const
    for (const end of ends) window.addEventListener(end, stop, { passive: true })
    return () => {
      for (const end of ends) window.removeEventListener(end, stop)
    }
  }, [playing, setFollowing])
}
