'use client'

import { type Editor, posToDOMRect, useEditorState } from '@tiptap/react'
import { History } from 'lucide-react'
import { useEffect, useState } from 'react'
import { words } from '@/app/_words'
import { BarButton, BarDivider } from '../bar-button'
import { BlockTypeMenu } from '../block-type-menu'
import { LinkButton } from '../link-button'
import { marks } from '../toolbar-items'
import { aroundText, FloatingBar } from './bar'
import { useSelectedText } from './use-selected-text'

/** What's most often done to selected text, at the selection. Escape sends it away until something else is selected. */
export function SelectionBar({
  editor,
  onHistory,
}: {
  editor: Editor
  /** Wants to know how what's selected came about. */
  onHistory: (range: { from: number; to: number }) => void
}) {
  const range = useSelectedText(editor, aroundText)
  const [dismissed, setDismissed] = useState(false)
  const active = useEditorState({
    editor,
    selector: ({ editor }) => marks.filter(({ name }) => editor.isActive(name)).map(({ name }) => name),
  })
  const isThere = range !== null && !dismissed
  useEffect(() => {
    if (!range) setDismissed(false)
  }, [range])
  useEffect(() => {
    if (!isThere) return
    const { dom } = editor.view
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDismissed(true)
    }
    dom.addEventListener('keydown', onKeyDown)
    return () => dom.removeEventListener('keydown', onKeyDown)
  }, [editor, isThere])

  if (!isThere) return null
  return (
    <FloatingBar
      editor={editor}
      label={words.editor.selectionBar}
      at={() => posToDOMRect(editor.view, range.from, range.to)}
      onEscape={() => setDismissed(true)}
    >
      <BlockTypeMenu editor={editor} />
      <BarDivider />
      {marks.map(({ name, label, keys, icon: Icon, run }) => (
        <BarButton key={name} label={label} keys={keys} pressed={active.includes(name)} onClick={() => run(editor)}>
          <Icon />
        </BarButton>
      ))}
      <LinkButton editor={editor} />
      <BarDivider />
      <BarButton label={words.life.button} onClick={() => onHistory(range)}>
        <History />
      </BarButton>
    </FloatingBar>
  )
}
