'use client'

import { Dialog } from '@base-ui/react/dialog'
import { useEffect, useRef, useState } from 'react'
import { filmPlayer } from '@/app/_client/api'
import { saveFile } from '@/app/_client/save-file'
import { words } from '@/app/_words'
import { fileName } from '@/lib/export/file'
import { Button } from '../../ui/button'
import { backdropClass, dialogClass } from '../../ui/confirm'
import type { Stretch } from '../highlight'
import type { History } from '../use-history'
import { filmed } from './filming'

/** Makes a film of a document's making, or of a stretch of it, and has it saved. */
export function FilmDialog({
  history,
  stretch,
  onClose,
}: {
  history: History
  /** What was asked for; from the first revision on, all of it is offered as well. */
  stretch: Stretch
  onClose: () => void
}) {
  const { head } = history.state
  const [isAll, setIsAll] = useState(stretch.from === 1)
  const [done, setDone] = useState<number | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const film = words.film
  const make = async () => {
    abort.current = new AbortController()
    const { signal } = abort.current
    setFailure(null)
    setDone(0)
    const wanted = isAll ? { from: 1, to: head } : stretch
    try {
      await saveFilm(history, wanted, signal, setDone)
      onClose()
    } catch (error) {
      if (signal.aborted) return
      setDone(null)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  const part = stretch.from === 1 ? film.upTo(stretch.to) : film.stretch(stretch.from, stretch.to)
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className={dialogClass}>
          <Dialog.Title className="text-lg font-semibold">{film.title}</Dialog.Title>
          <Dialog.Description className="mt-2 text-sm text-pretty text-ink-soft">{film.explained}</Dialog.Description>
          {done === null ? (
            <fieldset className="mt-3">
              <legend className="sr-only">{film.range}</legend>
              <Range label={film.all(head)} checked={isAll} onChoose={() => setIsAll(true)} />
              {stretch.to - stretch.from + 1 < head && (
                <Range label={part} checked={!isAll} onChoose={() => setIsAll(false)} />
              )}
            </fieldset>
          ) : (
            <label className="mt-4 flex flex-col gap-1 text-sm">
              {film.making}
              <progress value={done} max={1} className="w-full accent-(--accent)" />
            </label>
          )}
          {failure && (
            <p role="alert" className="mt-3 text-sm text-danger">
              {film.failed(failure)}
            </p>
          )}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Dialog.Close render={<Button look="framed">{words.app.cancel}</Button>} />
            <Button look="primary" disabled={done !== null} onClick={() => void make()}>
              {film.make}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Range({ label, checked, onChoose }: { label: string; checked: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-9 items-center gap-3 rounded-md px-2 text-sm hover:bg-hover">
      <input type="radio" name="range" checked={checked} onChange={onChoose} className="size-4 accent-(--accent)" />
      {label}
    </label>
  )
}

async function saveFilm(
  { documentId, version, timeline, authors, state }: History,
  { from, to }: Stretch,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<void> {
  const player = await filmPlayer(signal)
  if (!player.ok) throw new Error(player.failure.message)
  const title = state.frame?.title ?? ''
  const said = { title, authors, words: words.film.inside, player: player.value }
  const pages = timeline?.pages ?? []
  const content = await filmed({ documentId, version, pages, from, to, ...said }, signal, onProgress)
  saveFile(fileName(title, `, revisions ${from}–${to}.html`), content)
}
