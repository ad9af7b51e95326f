'use client'

import { type Editor, findParentNode, useEditorState } from '@tiptap/react'
import { BetweenHorizontalEnd, BetweenVerticalEnd } from 'lucide-react'
import { words } from '@/app/_words'
import { isTouched } from '../../ui/anchored'
import { BarButton } from '../bar-button'
import { TableMenu } from '../table-menu'
import { FloatingBar } from './bar'

/** At the table in which one writes: a row and a column more, and all else that tables can. By finger it's in the toolbar. */
export function TableBar({ editor }: { editor: Editor }) {
  const table = useEditorState({
    editor,
    selector: ({ editor }) => {
      const { selection } = editor.state
      const isSelectingText = !selection.empty && !('$anchorCell' in selection)
      return isSelectingText ? null : (findParentNode(({ type }) => type.name === 'table')(selection)?.pos ?? null)
    },
  })
  if (table === null || isTouched()) return null
  const at = () => {
    const element = editor.view.nodeDOM(table)
    return element instanceof HTMLElement ? element.getBoundingClientRect() : null
  }
  return (
    <FloatingBar editor={editor} label={words.editor.tableBar} at={at} side="bottom" align="end">
      <BarButton label={words.editor.rowBelow} onClick={() => editor.chain().focus().addRowAfter().run()}>
        <BetweenHorizontalEnd />
      </BarButton>
      <BarButton label={words.editor.columnAfter} onClick={() => editor.chain().focus().addColumnAfter().run()}>
        <BetweenVerticalEnd />
      </BarButton>
      <TableMenu editor={editor} label={words.editor.tableOptions} icon="more" />
    </FloatingBar>
  )
}
