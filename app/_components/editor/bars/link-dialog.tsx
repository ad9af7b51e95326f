'use client'

import { Popover } from '@base-ui/react/popover'
import { type Editor, posToDOMRect } from '@tiptap/core'
import { type FormEvent, useState } from 'react'
import { words } from '@/app/_words'
import { isSafeAddress } from '@/lib/document/attributes'
import { Button } from '../../ui/button'
import { fieldClass, popupClass, positionerClass } from '../../ui/popup'
import { surfaceOf, useSurface } from '../surface'

/** Sets, changes or takes away the link of what's selected; it stands at the selection. */
export function LinkDialog({ editor }: { editor: Editor }) {
  const open = useSurface(editor).open === 'link'
  const onOpenChange = (open: boolean) => surfaceOf(editor).set({ open: open ? 'link' : null })
  const href = editor.isActive('link') ? String(editor.getAttributes('link').href ?? '') : null
  const set = (address: string | null) => {
    onOpenChange(false)
    const { selection } = editor.state
    const chain = editor.chain().focus()
    if (selection.empty && href === null && address !== null) {
      chain.insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] }).run()
      return
    }
    const changed = chain.extendMarkRange('link')
    if (address === null) changed.unsetLink()
    else changed.setLink({ href: address })
    // The caret stays where it was in the link.
    if (selection.empty) chain.setTextSelection(selection.from)
    chain.run()
  }
  const at = {
    getBoundingClientRect: () => posToDOMRect(editor.view, editor.state.selection.from, editor.state.selection.to),
  }
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Portal>
        <Popover.Positioner className={positionerClass} anchor={at} sideOffset={6} align="start" collisionPadding={8}>
          <Popover.Popup
            className={`${popupClass} w-80 max-w-[calc(100vw-1rem)] p-3`}
            finalFocus={() => editor.view.dom}
          >
            <Popover.Title className="sr-only">{words.editor.link}</Popover.Title>
            <LinkForm href={href} onSet={set} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function LinkForm({ href, onSet }: { href: string | null; onSet: (address: string | null) => void }) {
  const [invalid, setInvalid] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const address = complete(String(new FormData(event.currentTarget).get('address')).trim())
    if (isSafeAddress(address)) onSet(address)
    else setInvalid(true)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <label className="flex flex-col gap-1 text-sm">
        {words.editor.linkAddress}
        <input
          name="address"
          inputMode="url"
          defaultValue={href ?? ''}
          placeholder={words.editor.linkHint}
          aria-invalid={invalid}
          className={fieldClass}
        />
      </label>
      {invalid && (
        <p role="alert" className="text-sm text-danger">
          {words.editor.linkInvalid}
        </p>
      )}
      <div className="flex justify-end gap-2">
        {href !== null && <Button onClick={() => onSet(null)}>{words.editor.linkRemove}</Button>}
        <Button look="primary" type="submit">
          {words.editor.linkSave}
        </Button>
      </div>
    </form>
  )
}

/** "example.com" is meant as an address of the web, "ana@example.com" as one of mail. */
function complete(address: string): string {
  if (isSafeAddress(address)) return address
  return /^[^\s/:]+@[^\s/:]+$/.test(address) ? `mailto:${address}` : `https://${address}`
}
