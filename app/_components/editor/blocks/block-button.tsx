'use client'

import { Menu } from '@base-ui/react/menu'
import { Toolbar as Bar } from '@base-ui/react/toolbar'
import type { Editor } from '@tiptap/core'
import { GripVertical } from 'lucide-react'
import { words } from '@/app/_words'
import { iconButtonClass } from '../../ui/button'
import { BlockMenuPopup } from './block-menu'
import { blockAround } from './blocks'

/** The menu of the block around the caret: what the handle has, for keyboards and fingers. */
export function BlockButton({ editor }: { editor: Editor }) {
  return (
    <Menu.Root modal={false}>
      <Bar.Button
        render={<Menu.Trigger />}
        aria-label={words.block.menu}
        title={words.block.menu}
        className={iconButtonClass}
      >
        <GripVertical />
      </Bar.Button>
      <BlockMenuPopup editor={editor} at={() => blockAround(editor.state.selection.$from)} />
    </Menu.Root>
  )
}
