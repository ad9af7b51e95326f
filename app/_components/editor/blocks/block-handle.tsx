'use client'

import { Menu } from '@base-ui/react/menu'
import type { Editor } from '@tiptap/core'
import { GripVertical, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { words } from '@/app/_words'
import { Anchored } from '../../ui/anchored'
import { BlockMenuPopup } from './block-menu'
import { addBelow } from './blocks'
import { type Drop, dragBlock } from './drag'
import { useHoveredBlock } from './use-hovered-block'

const buttonClass =
  'inline-flex size-6 items-center justify-center rounded-sm text-ink-soft hover:bg-hover [&_svg]:size-4 cursor-pointer'

/** Left of the block that the mouse is at: adds one below, drags it, opens its menu. */
export function BlockHandle({ editor }: { editor: Editor }) {
  const [open, setOpen] = useState(false)
  const [drop, setDrop] = useState<Drop | null>(null)
  const pos = useHoveredBlock(editor, open)
  const grip = useRef<HTMLButtonElement>(null)
  const found = () => {
    const node = pos === null ? null : editor.state.doc.nodeAt(pos)
    return pos !== null && node ? { pos, node } : null
  }
  const add = () => {
    const block = found()
    if (!block) return
    const { tr } = editor.state
    addBelow(tr, block)
    editor.view.dispatch(tr.insertText('/'))
    editor.commands.focus()
  }
  if (pos === null) return null
  return (
    <>
      <Anchored
        data-handle
        at={() => handleBox(editor, pos)}
        side="bottom"
        className="flex! border-0! bg-transparent! shadow-none! max-sm:hidden!"
      >
        <button
          type="button"
          tabIndex={-1}
          aria-label={words.block.add}
          title={words.block.add}
          className={buttonClass}
          onClick={add}
        >
          <Plus />
        </button>
        <button
          ref={grip}
          type="button"
          tabIndex={-1}
          aria-label={words.block.handle}
          title={words.block.handleHint}
          aria-haspopup="menu"
          aria-expanded={open}
          className={`${buttonClass} cursor-grab! touch-none`}
          onPointerDown={event => {
            if (event.button !== 0) return
            event.preventDefault()
            dragBlock(editor, pos, event.nativeEvent, setDrop, () => setOpen(true))
          }}
        >
          <GripVertical />
        </button>
      </Anchored>
      <Menu.Root modal={false} open={open} onOpenChange={setOpen}>
        <BlockMenuPopup editor={editor} at={found} anchor={() => grip.current} />
      </Menu.Root>
      {drop && <DropLine drop={drop} />}
    </>
  )
}

/** A box above the place of the handle, so that it stands at the block's first line. */
function handleBox({ view, state }: Editor, pos: number): DOMRect | null {
  const element = view.nodeDOM(pos)
  if (!(element instanceof HTMLElement)) return null
  const { top } = element.getBoundingClientRect()
  const isText = state.doc.nodeAt(pos)?.isTextblock || element.tagName === 'LI'
  const line = isText ? Number.parseFloat(getComputedStyle(element).lineHeight) || 24 : 24
  return new DOMRect(view.dom.getBoundingClientRect().left - 52, top + (line - 24) / 2 - 8, 0, 0)
}

function DropLine({ drop: { left, width, y } }: { drop: Drop }) {
  return (
    <div
      aria-hidden
      data-drop
      className="pointer-events-none fixed z-15 h-0.5 rounded-full bg-accent"
      ref={line => {
        if (!line) return
        Object.assign(line.style, { left: `${left}px`, width: `${width}px`, top: `${y - 1}px` })
      }}
    />
  )
}
