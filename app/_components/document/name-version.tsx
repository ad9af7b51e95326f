'use client'

import { Dialog } from '@base-ui/react/dialog'
import type { FormEvent } from 'react'
import { words } from '@/app/_words'
import { Button } from '../ui/button'
import { backdropClass, dialogClass } from '../ui/confirm'
import { fieldClass } from '../ui/popup'

/** Asks for the name of a revision; an empty one takes the name away. */
export function NameVersion({
  revision,
  name = '',
  onName,
  onClose,
}: {
  /** null: closed. */
  revision: number | null
  name?: string
  onName: (revision: number, name: string | null) => void
  onClose: () => void
}) {
  const remove = () => {
    if (revision !== null) onName(revision, null)
    onClose()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = String(new FormData(event.currentTarget).get('name')).trim()
    if (revision !== null && given !== name) onName(revision, given || null)
    onClose()
  }
  return (
    <Dialog.Root open={revision !== null} onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className={dialogClass}>
          <Dialog.Title className="text-lg font-semibold">{words.history.nameTitle(revision ?? 0)}</Dialog.Title>
          <form onSubmit={submit} className="mt-3 flex flex-col gap-4">
            <label className="flex flex-col gap-1 text-sm">
              {words.history.nameLabel}
              <input
                name="name"
                defaultValue={name}
                maxLength={200}
                autoComplete="off"
                placeholder={words.history.nameHint}
                className={fieldClass}
              />
            </label>
            <div className="flex flex-wrap justify-end gap-2">
              {name !== '' && (
                <Button className="me-auto" onClick={remove}>
                  {words.history.nameRemove}
                </Button>
              )}
              <Dialog.Close render={<Button look="framed">{words.app.cancel}</Button>} />
              <Button look="primary" type="submit">
                {words.history.nameSave}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
