'use client'

import { type Editor, useEditorState } from '@tiptap/react'
import { Link2 } from 'lucide-react'
import { words } from '@/app/_words'
import { BarButton } from './bar-button'
import { surfaceOf } from './surface'

/** Asks for the link of what's selected. */
export function LinkButton({ editor }: { editor: Editor }) {
  const linked = useEditorState({ editor, selector: ({ editor }) => editor.isActive('link') })
  return (
    <BarButton
      label={words.editor.link}
      keys="Mod+K"
      pressed={linked}
      onClick={() => surfaceOf(editor).set({ open: 'link' })}
    >
      <Link2 />
    </BarButton>
  )
}
