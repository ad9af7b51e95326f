'use client'

import { Bookmark, History as HistoryIcon, LoaderCircle, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useHint } from '@/app/_client/hints'
import { fullMoment, moment } from '@/app/_format'
import { words } from '@/app/_words'
import { Button } from '../ui/button'
import { Confirm } from '../ui/confirm'
import { position, what, who } from './describe'
import { Slider } from './slider'
import { Transport } from './transport'
import type { History } from './use-history'

/** What stands in place of the toolbar while one looks at the past: where one is, how to move, how to get back. */
export function HistoryPanel({
  history,
  writable,
  onRestore,
  onNameVersion,
  onLeave,
}: {
  history: History
  writable: boolean
  onRestore: (revision: number) => void
  onNameVersion: (revision: number) => void
  onLeave: () => void
}) {
  const [asking, setAsking] = useState(false)
  const [cameIn] = useState(history.state.wanted)
  const { controller, state, authors, arrived } = history
  const { frame, wanted, head, loading, failure } = state
  const shown = frame?.revision === wanted ? frame : null
  const author = who(shown, authors)
  const name = history.timeline?.versions.find(({ revision }) => revision === wanted)?.name
  const hinted = useHint('slider', wanted !== cameIn || state.playing)
  useEscape(onLeave)
  return (
    <section aria-label={words.history.region} className="pb-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-past px-2 py-1 text-past-ink outline outline-past-line/40">
        <HistoryIcon aria-hidden className="size-4 shrink-0" />
        <p
          className="min-w-0 flex-1 basis-48 text-sm tabular-nums"
          data-color={shown && authors.get(shown.authorId)?.color}
        >
          <strong className="font-semibold">{words.history.viewing(wanted)}</strong>
          {name && (
            <>
              {' · '}
              <span dir="auto" className="break-words">
                {words.history.named(name)}
              </span>
            </>
          )}
          {shown && (
            <>
              {' · '}
              <span aria-hidden className="me-1 inline-block size-2 rounded-full bg-(--author-color)" />
              {author}
              {' · '}
              <time dateTime={shown.recordedAt} title={fullMoment(shown.recordedAt)}>
                {moment(shown.recordedAt)}
              </time>
            </>
          )}
        </p>
        <div className="flex items-center max-sm:w-full max-sm:[&>:last-child]:ms-auto">
          <Button disabled={!writable} onClick={() => onNameVersion(wanted)}>
            <Bookmark aria-hidden />
            {words.history.name}
          </Button>
          <Button
            disabled={!writable || wanted >= head}
            onClick={() => {
              controller.pause()
              setAsking(true)
            }}
          >
            <RotateCcw aria-hidden />
            {words.history.restore}
          </Button>
          <Button look="primary" onClick={onLeave}>
            {words.history.live}
            {arrived > 0 && <span className="font-normal">· {words.history.liveWith(arrived)}</span>}
          </Button>
        </div>
      </div>
      <div className="px-1 pt-1">
        <Slider history={history} />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 px-1">
        <Transport history={history} />
        <p className="flex min-h-6 min-w-0 flex-1 basis-40 items-center gap-1.5 text-xs text-ink-soft">
          {loading && <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin" />}
          {failure ? (
            <span role="alert" className="text-danger">
              {words.history.failed(failure.message)}
            </span>
          ) : (
            <span className="truncate">
              {hinted ? words.history.hint : loading ? words.history.loading : shown && what(shown)}
            </span>
          )}
          {failure && <Button onClick={() => controller.seek(wanted)}>{words.app.retry}</Button>}
        </p>
      </div>
      <Spoken text={state.playing ? '' : position(state, authors)} />
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words.history.restoreQuestion(wanted)}
        description={words.history.restoreExplained(author, shown ? moment(shown.recordedAt) : '…')}
        confirm={words.history.restoreConfirm}
        onConfirm={() => onRestore(wanted)}
      />
    </section>
  )
}

// Long enough that who steps quickly hears only where they arrive.
const quietFor = 700

/** Says where one is once one rests there, unless the slider, which says it by itself, has the focus. */
function Spoken({ text }: { text: string }) {
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(document.activeElement?.matches('[type=range]') ? '' : text), quietFor)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  )
}

/** Escape leads back to the present, unless it closes something that is open above. */
function useEscape(onLeave: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return
      onLeave()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onLeave])
}
