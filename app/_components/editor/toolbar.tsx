'use client'

import { Toolbar as Bar } from '@base-ui/react/toolbar'
import { type Editor, useEditorState } from '@tiptap/react'
import { PanelTopClose, Redo2, Undo2 } from 'lucide-react'
import { memo } from 'react'
import { redoable, undoable } from '@/app/_client/collaboration'
import { words } from '@/app/_words'
import { BarButton, BarDivider } from './bar-button'
import { BlockTypeMenu } from './block-type-menu'
import { BlockButton } from './blocks/block-button'
import { LinkButton } from './link-button'
import { surfaceOf, useSurface } from './surface'
import { TableMenu } from './table-menu'
import { blocks, divider, type Item, marks } from './toolbar-items'

const toggles = [...marks, ...blocks]

/** Formatting of what's selected, as one stop in the tab order; arrow keys move inside. */
export const Toolbar = memo(function Toolbar({ editor }: { editor: Editor }) {
  const { canUndo, canRedo, active } = useEditorState({
    editor,
    selector: ({ editor }) => ({
      canUndo: undoable(editor) > 0,
      canRedo: redoable(editor) > 0,
      active: toggles.filter(({ active }) => active && editor.isActive(active)).map(({ name }) => name),
    }),
  })
  const { toolbar } = useSurface(editor)
  if (!toolbar) return null
  const button = (item: Item) => (
    <BarButton
      key={item.name}
      label={item.label}
      keys={item.keys}
      {...(item.active && { pressed: active.includes(item.name) })}
      onClick={() => item.run(editor)}
    >
      <item.icon />
    </BarButton>
  )
  return (
    <Bar.Root
      aria-label={words.editor.toolbar}
      data-bar="fixed"
      onKeyDown={event => event.key === 'Escape' && editor.commands.focus()}
      className="flex items-center gap-0.5 overflow-x-auto overscroll-x-contain py-1 [scrollbar-width:none]"
    >
      <BarButton label={words.editor.undo} keys="Mod+Z" disabled={!canUndo} onClick={() => editor.commands.undo()}>
        <Undo2 />
      </BarButton>
      <BarButton
        label={words.editor.redo}
        keys="Mod+Shift+Z"
        disabled={!canRedo}
        onClick={() => editor.commands.redo()}
      >
        <Redo2 />
      </BarButton>
      <BarDivider />
      <BlockTypeMenu editor={editor} />
      <BarDivider />
      {marks.map(button)}
      <LinkButton editor={editor} />
      <BarDivider />
      {blocks.map(button)}
      <BarDivider />
      <BlockButton editor={editor} />
      <TableMenu editor={editor} />
      {button(divider)}
      <BarButton
        label={words.editor.hideToolbar}
        className="ms-auto text-ink-soft"
        onClick={() => surfaceOf(editor).showToolbar(false)}
      >
        <PanelTopClose />
      </BarButton>
    </Bar.Root>
  )
})
