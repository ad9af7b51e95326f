'use client'

import { Toolbar as Bar } from '@base-ui/react/toolbar'
import { type Editor, useEditorState } from '@tiptap/react'
import { Redo2, Undo2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { words } from '@/app/_words'
import { iconButtonClass } from '../ui/button'
import { BlockTypeMenu } from './block-type-menu'
import { LinkButton } from './link-button'
import { TableMenu } from './table-menu'
import { blocks, divider, type Item, marks, tooltip } from './toolbar-items'

const toggles = [...marks, ...blocks]

/** Formatting of what's selected, as one stop in the tab order; arrow keys move inside. */
export const Toolbar = memo(function Toolbar({ editor }: { editor: Editor }) {
  const { canUndo, canRedo, active } = useEditorState({
    editor,
    selector: ({ editor }) => ({
      canUndo: editor.can().undo(),
      canRedo: editor.can().redo(),
      active: toggles.filter(({ active }) => active && editor.isActive(active)).map(({ name }) => name),
    }),
  })
  const button = (item: Item) => (
    <ToolbarButton
      key={item.name}
      label={item.label}
      keys={item.keys}
      {...(item.active && { pressed: active.includes(item.name) })}
      onClick={() => item.run(editor)}
    >
      <item.icon />
    </ToolbarButton>
  )
  return (
    <Bar.Root
      aria-label={words.editor.toolbar}
      className="flex items-center gap-0.5 overflow-x-auto overscroll-x-contain py-1 [scrollbar-width:none]"
    >
      <ToolbarButton label={words.editor.undo} keys="Mod+Z" disabled={!canUndo} onClick={() => editor.commands.undo()}>
        <Undo2 />
      </ToolbarButton>
      <ToolbarButton
        label={words.editor.redo}
        keys="Mod+Shift+Z"
        disabled={!canRedo}
        onClick={() => editor.commands.redo()}
      >
        <Redo2 />
      </ToolbarButton>
      <Divider />
      <BlockTypeMenu editor={editor} />
      <Divider />
      {marks.map(button)}
      <LinkButton editor={editor} />
      <Divider />
      {blocks.map(button)}
      <Divider />
      <TableMenu editor={editor} />
      {button(divider)}
    </Bar.Root>
  )
})

function ToolbarButton({
  label,
  keys,
  pressed,
  disabled = false,
  onClick,
  children,
}: {
  label: string
  keys?: string | undefined
  pressed?: boolean
  disabled?: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Bar.Button
      aria-label={label}
      title={tooltip(label, keys)}
      disabled={disabled}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      onMouseDown={event => event.preventDefault()}
      onClick={onClick}
      className={`${iconButtonClass} aria-pressed:bg-pressed`}
    >
      {children}
    </Bar.Button>
  )
}

function Divider() {
  return <Bar.Separator className="mx-1 h-5 w-px shrink-0 bg-line" />
}
