'use client'

import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import { copyText } from '@/app/_client/copy'
import { words } from '@/app/_words'
import type { Trigger } from '../ui/on-demand'
import { fieldClass, popupClass, positionerClass } from '../ui/popup'

/** A button (`trigger`) that copies the document's address, which is the invitation; and shows it, for where copying isn't allowed. */
export function SharePopover({ documentId, trigger }: { documentId: string; trigger: Trigger }) {
  const [copied, setCopied] = useState<boolean | null>(null)
  const [address, setAddress] = useState('')
  const share = async (open: boolean) => {
    if (!open) return setCopied(null)
    const here = `${window.location.origin}/documents/${documentId}`
    setAddress(here)
    setCopied(await copyText(here))
  }
  return (
    <Popover.Root onOpenChange={open => void share(open)}>
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className={positionerClass} sideOffset={6} align="end">
          <Popover.Popup className={`${popupClass} w-80 max-w-[calc(100vw-1rem)] p-4`}>
            <Popover.Title className="sr-only">{words.document.share}</Popover.Title>
            <p role="status" className="mb-2 text-sm">
              {copied === null ? '' : copied ? words.document.shared : words.document.shareByHand}
            </p>
            <input
              readOnly
              value={address}
              aria-label={words.document.address}
              className={fieldClass}
              onFocus={event => event.target.select()}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
