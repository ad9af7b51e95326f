'use client'

import { Popover } from '@base-ui/react/popover'
import { Toolbar as Bar } from '@base-ui/react/toolbar'
import { type Editor, useEditorState } from '@tiptap/react'
import { Link2 } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { words } from '@/app/_words'
import { isSafeAddress } from '@/lib/document/attributes'
import { Button, iconButtonClass } from '../ui/button'
import { fieldClass, popupClass, positionerClass } from '../ui/popup'
import { tooltip } from './toolbar-items'

/** Sets, changes or takes away the link of what's selected (Mod+K as well). */
export function LinkButton({ editor }: { editor: Editor }) {
  const [open, setOpen] = useState(false)
  const href = useEditorState({
    editor,
    selector: ({ editor }) => (editor.isActive('link') ? String(editor.getAttributes('link').href ?? '') : null),
  })

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setOpen(true)
    }
    const { dom } = editor.view
    dom.addEventListener('keydown', onKey)
    return () => dom.removeEventListener('keydown', onKey)
  }, [editor])

  const set = (address: string | null) => {
    const chain = editor.chain().focus().extendMarkRange('link')
    if (address === null) chain.unsetLink().run()
    else if (editor.state.selection.empty && href === null)
      chain.insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] }).run()
    else chain.setLink({ href: address }).run()
    setOpen(false)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Bar.Button
        render={<Popover.Trigger />}
        aria-label={words.editor.link}
        title={tooltip(words.editor.link, 'Mod+K')}
        aria-pressed={href !== null}
        className={`${iconButtonClass} aria-pressed:bg-pressed`}
      >
        <Link2 />
      </Bar.Button>
      <Popover.Portal>
        <Popover.Positioner className={positionerClass} sideOffset={6}>
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
