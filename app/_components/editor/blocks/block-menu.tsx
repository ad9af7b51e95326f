'use client'

import { Menu } from '@base-ui/react/menu'
import type { Editor } from '@tiptap/core'
import { ArrowDown, ArrowUp, CopyPlus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '@/app/_words'
import { menuItemClass, popupClass, positionerClass } from '../../ui/popup'
import { isolate } from '../isolate'
import { signs } from '../keys'
import { type SlashItem, slashGroups } from '../slash/slash-items'
import { type Block, type Direction, duplicate, moveBlocks, remove } from './blocks'

const { block } = words
const kinds = slashGroups.flatMap(({ items }) => items).filter(({ name }) => name !== 'table' && name !== 'divider')

/** What can be done with a block: the items of a menu that stands at `anchor`. */
export function BlockMenuPopup({
  editor,
  at,
  anchor,
}: {
  editor: Editor
  /** Asked when something is chosen: others may have moved the block meanwhile. */
  at: () => Block | null
  anchor?: () => Element | null
}) {
  const done = (change: (block: Block) => void) => () => {
    const found = at()
    if (found) change(found)
  }
  const move = (direction: Direction) =>
    done(({ pos, node }) => {
      const { tr } = editor.state
      if (moveBlocks(tr, pos, pos + node.nodeSize, direction)) editor.view.dispatch(tr.scrollIntoView())
    })
  const change = (make: (tr: Editor['state']['tr'], block: Block) => void) =>
    done(block => {
      const { tr } = editor.state
      make(tr, block)
      editor.view.dispatch(tr)
      editor.commands.focus()
    })
  const turnInto = ({ make }: SlashItem) =>
    done(({ pos, node }) => {
      const inside = pos + (node.isTextblock ? 1 : 2)
      make(editor.chain().focus().command(isolate).setTextSelection(inside).clearNodes()).run()
    })
  return (
    <Menu.Portal>
      <Menu.Positioner className={positionerClass} sideOffset={6} align="start" {...(anchor && { anchor })}>
        <Menu.Popup
          aria-label={block.menu}
          className={`${popupClass} max-h-(--available-height) min-w-52 overflow-y-auto p-1`}
          finalFocus={() => editor.view.dom}
        >
          <Item icon={<ArrowUp />} keys="Mod+Alt+Up" onClick={move('up')}>
            {block.up}
          </Item>
          <Item icon={<ArrowDown />} keys="Mod+Alt+Down" onClick={move('down')}>
            {block.down}
          </Item>
          <Item icon={<CopyPlus />} onClick={change(duplicate)}>
            {block.duplicate}
          </Item>
          <Item icon={<Trash2 />} onClick={change(remove)}>
            {block.remove}
          </Item>
          <Menu.Separator className="mx-1 my-1 h-px bg-line" />
          <Menu.Group>
            <Menu.GroupLabel className="px-2.5 pt-1.5 pb-1 text-xs font-medium text-ink-soft">
              {block.turnInto}
            </Menu.GroupLabel>
            {kinds.map(kind => (
              <Item key={kind.name} icon={<kind.icon />} onClick={turnInto(kind)}>
                {kind.label}
              </Item>
            ))}
          </Menu.Group>
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}

function Item({
  icon,
  keys,
  onClick,
  children,
}: {
  icon: ReactNode
  keys?: string
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Menu.Item className={menuItemClass} onClick={onClick}>
      {icon}
      <span className="flex-1">{children}</span>
      {keys && (
        <span aria-hidden className="ps-4 text-xs text-ink-soft">
          {signs(keys).join(' ')}
        </span>
      )}
    </Menu.Item>
  )
}
