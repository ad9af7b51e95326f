'use client'

import { Dialog } from '@base-ui/react/dialog'
import { type FormEvent, useState } from 'react'
import { exportDocument } from '@/app/_client/api'
import { saveFile } from '@/app/_client/save-file'
import { words } from '@/app/_words'
import type { ExportFormat } from '@/lib/protocol/http'
import { Button } from '../ui/button'
import { backdropClass, dialogClass } from '../ui/confirm'

const formats = ['html', 'markdown', 'text', 'json'] as const satisfies readonly ExportFormat[]

/** Asks in which format a document is wanted, and has it saved. @param revision absent: the latest */
export function ExportDialog({
  documentId,
  revision,
  onClose,
}: {
  documentId: string
  revision?: number
  onClose: () => void
}) {
  const [working, setWorking] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const format = new FormData(event.currentTarget).get('format') as ExportFormat
    setWorking(true)
    const answer = await exportDocument(documentId, { format, revision })
    setWorking(false)
    if (!answer.ok) return setFailure(answer.failure.message)
    saveFile(answer.value.name, answer.value.content)
    onClose()
  }
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className={dialogClass}>
          <Dialog.Title className="text-lg font-semibold">{words.export.title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-sm text-ink-soft">
            {revision === undefined ? words.export.ofHead : words.export.ofRevision(revision)}
          </Dialog.Description>
          <form onSubmit={submit}>
            <fieldset className="mt-3">
              <legend className="sr-only">{words.export.format}</legend>
              {formats.map(format => (
                <label
                  key={format}
                  className="flex min-h-9 gap-3 rounded-md px-2 py-1.5 text-sm hover:bg-hover has-checked:bg-hover"
                >
                  <input
                    type="radio"
                    name="format"
                    value={format}
                    defaultChecked={format === formats[0]}
                    className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                  />
                  <span>
                    <span className="block font-medium">{words.export.formats[format]}</span>
                    <span className="block text-ink-soft">{words.export.hints[format]}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            {failure && (
              <p role="alert" className="mt-3 text-sm text-danger">
                {failure}
              </p>
            )}
            <div className="mt-5 flex flex-wrap justify-end gap-2">
              <Dialog.Close render={<Button look="framed">{words.app.cancel}</Button>} />
              <Button look="primary" type="submit" disabled={working}>
                {working ? words.export.working : words.export.confirm}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
