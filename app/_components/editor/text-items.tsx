'use client'

import type { Editor } from '@tiptap/core'
import { PanelTop } from 'lucide-react'
import { words } from '@/app/_words'
import { MenuItem, MenuSeparator } from '../ui/menu'
import { surfaceOf, useSurface } from './surface'

/** What the document's menu offers for its text. */
export function TextItems({ editor, writable }: { editor: Editor; writable: boolean }) {
  const { toolbar } = useSurface(editor)
  return (
    <>
      <MenuSeparator />
      {writable && (
        <MenuItem icon={<PanelTop />} onClick={() => surfaceOf(editor).showToolbar(!toolbar)}>
          {toolbar ? words.editor.hideToolbar : words.editor.showToolbar}
        </MenuItem>
      )}
    </>
  )
}
