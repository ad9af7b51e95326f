'use client'

import { Dialog } from '@base-ui/react/dialog'
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { useState } from 'react'
import { words } from '@/app/_words'
import { cutText } from '@/lib/document/text'
import type { Source } from '@/lib/history/player'
import type { Without } from '@/lib/protocol/past'
import type { Author } from '@/lib/protocol/people'
import { Button } from '../../ui/button'
import { backdropClass, wideDialogClass } from '../../ui/confirm'
import { fieldClass } from '../../ui/popup'
import { bringIn } from './bring-in'
import { Preview } from './preview'
import { type Stretch, useWithout } from './use-without'

export type Undoing = Stretch & { authors: readonly string[] }

/** Asks whose work of a stretch is to be undone, shows what that would change, and where others have built on it. */
export function UndoDialog({
  undoing,
  documentId,
  revision,
  source,
  authors,
  editor,
  onGo,
  onDone,
  onClose,
}: {
  undoing: Undoing
  documentId: string
  /** The latest. */
  revision: number
  source: Source
  authors: ReadonlyMap<string, Author>
  editor: Editor
  onGo: (revision: number) => void
  onDone: () => void
  onClose: () => void
}) {
  const [author, setAuthor] = useState(undoing.authors.length === 1 ? undoing.authors[0]! : '')
  const { worked, failure } = useWithout(documentId, source, undoing, author || undefined, revision)
  const isNothing = worked?.target.eq(worked.base) ?? false
  const apply = () => {
    onClose()
    if (!worked) return
    const { base, target, undoes } = worked
    if (bringIn(editor, base, target, { origin: 'undone', ...(undoes.length > 0 && { undoes }) })) onDone()
  }
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className={wideDialogClass}>
          <Dialog.Title className="text-lg font-semibold">{words.without.title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-sm text-pretty text-ink-soft">
            {words.without.explained(undoing.from, undoing.to)}
          </Dialog.Description>
          <label className="mt-3 flex flex-wrap items-center gap-2 text-sm">
            {words.without.of}
            <select
              value={author}
              onChange={event => setAuthor(event.target.value)}
              className={`${fieldClass} w-auto! min-w-40`}
            >
              {undoing.authors.length > 1 && <option value="">{words.without.everyone}</option>}
              {undoing.authors.map(authorId => (
                <option key={authorId} value={authorId}>
                  {authors.get(authorId)?.name ?? words.people.somebody}
                </option>
              ))}
            </select>
          </label>
          {failure ? (
            <p role="alert" className="mt-4 text-sm text-danger">
              {words.without.failed(failure)}
            </p>
          ) : !worked ? (
            <p role="status" className="mt-4 min-h-32 text-sm text-ink-soft">
              {words.without.working}
            </p>
          ) : isNothing ? (
            <p role="status" className="mt-4 text-sm">
              {words.without.nothing}
            </p>
          ) : (
            <>
              <Overlaps overlaps={worked.overlaps} doc={worked.target} onGo={onGo} />
              <Preview before={worked.base} after={worked.target} />
            </>
          )}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Dialog.Close render={<Button look="framed">{words.app.cancel}</Button>} />
            <Button look="primary" disabled={!worked || isNothing} onClick={apply}>
              {words.without.confirm}
            </Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const listed = 50
const quoted = 60

/** Where it's not plainly undone; never dropped silently. */
function Overlaps({
  overlaps,
  doc,
  onGo,
}: {
  overlaps: Without['overlaps']
  doc: Node
  onGo: (revision: number) => void
}) {
  if (overlaps.length === 0) return null
  const textOf = ({ from, to, text }: Without['overlaps'][number]) =>
    cutText((text ?? doc.textBetween(from, Math.min(to, doc.content.size), ' ')).trim(), quoted)
  return (
    <section className="mt-4 shrink-0 text-sm">
      <h3 className="font-medium">{words.without.overlaps(overlaps.length)}</h3>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
        tabIndex={0}
        className="mt-1 max-h-32 overflow-y-auto rounded-md border border-past-line/40 bg-past px-3 py-1 text-past-ink"
      >
        {overlaps.slice(0, listed).map((overlap, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two of them apart, and the list never changes
          <li key={i} className="flex flex-wrap items-baseline gap-x-2">
            <span className="min-w-0 break-words">
              {textOf(overlap) && <q dir="auto">{textOf(overlap)}</q>} {words.without.kinds[overlap.kind]}
            </span>
            {overlap.revisions.length > 0 && (
              <button
                type="button"
                onClick={() => onGo(overlap.revisions.at(-1)!)}
                className="min-h-6 underline underline-offset-2"
              >
                {words.without.goTo(overlap.revisions.at(-1)!)}
              </button>
            )}
          </li>
        ))}
        {overlaps.length > listed && <li>{words.without.moreOverlaps(overlaps.length - listed)}</li>}
      </ul>
    </section>
  )
}
