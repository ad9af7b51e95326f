'use client'

import { Toolbar } from '@base-ui/react/toolbar'
import type { Editor } from '@tiptap/core'
import type { ComponentProps, KeyboardEvent, ReactNode } from 'react'
import { Anchored, isTouched } from '../../ui/anchored'

/** Where the focus still means the text: its bars, and the menus that open from them. */
export const aroundText = '[data-bar], [role=menu]'

/** A bar that stands at something in the text. Alt+F10 leads into it, arrow keys through it, Escape back to the text. */
export function FloatingBar({
  editor,
  label,
  at,
  onEscape,
  children,
  ...place
}: {
  editor: Editor
  label: string
  onEscape?: () => void
  children: ReactNode
} & Pick<ComponentProps<typeof Anchored>, 'at' | 'side' | 'align'>) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onEscape?.()
    editor.commands.focus()
  }
  return (
    <Anchored at={at} docked={isTouched()} {...place}>
      <Toolbar.Root
        aria-label={label}
        data-bar="floating"
        onKeyDown={onKeyDown}
        // What's selected in the text, and the focus there, stay.
        onMouseDown={event => !(event.target instanceof HTMLSelectElement) && event.preventDefault()}
        className="flex max-w-full items-center gap-0.5 overflow-x-auto overscroll-x-contain p-1 [scrollbar-width:none]"
      >
        {children}
      </Toolbar.Root>
    </Anchored>
  )
}
