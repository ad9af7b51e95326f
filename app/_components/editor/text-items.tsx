'use client'

import type { Editor } from '@tiptap/core'
import { Copy, Keyboard, PanelTop, Search } from 'lucide-react'
import { copyText } from '@/app/_client/copy'
import { words } from '@/app/_words'
import { toMarkdown } from '@/lib/document/markdown'
import { MenuItem, MenuSeparator } from '../ui/menu'
import { type SurfaceState, surfaceOf, useSurface } from './surface'

/** What the document's menu offers for its text. */
export function TextItems({ editor, writable }: { editor: Editor; writable: boolean }) {
  const { toolbar } = useSurface(editor)
  // The menu gives the focus back to its button when it closes; what opens takes it after that.
  const later = (change: Partial<SurfaceState>) => setTimeout(() => surfaceOf(editor).set(change), 50)
  return (
    <>
      <MenuSeparator />
      <MenuItem icon={<Search />} onClick={() => later({ open: 'find' })}>
        {words.find.title}
      </MenuItem>
      <MenuItem icon={<Keyboard />} onClick={() => later({ open: 'keys' })}>
        {words.keys.title}
      </MenuItem>
      <MenuItem icon={<Copy />} onClick={() => void copyText(toMarkdown(editor.state.doc))}>
        {words.editor.copyMarkdown}
      </MenuItem>
      {writable && (
        <MenuItem icon={<PanelTop />} onClick={() => surfaceOf(editor).showToolbar(!toolbar)}>
          {toolbar ? words.editor.hideToolbar : words.editor.showToolbar}
        </MenuItem>
      )}
    </>
  )
}
