'use client'

import { type Editor, posToDOMRect, useEditorState } from '@tiptap/react'
import { Check, Copy, ExternalLink, Pencil, Unlink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '@/app/_client/copy'
import { words } from '@/app/_words'
import { BarButton, BarDivider } from '../bar-button'
import { surfaceOf, useSurface } from '../surface'
import { FloatingBar } from './bar'
import { linkAtCaret, openLink } from './link-at-caret'

/** Where the link leads in which the caret stands, and what can be done with it. */
export function LinkBar({ editor }: { editor: Editor }) {
  const link = useEditorState({ editor, selector: ({ editor }) => linkAtCaret(editor) })
  const { open } = useSurface(editor)
  const [copied, setCopied] = useState(false)
  const [dismissed, setDismissed] = useState(false)
  const key = link && `${link.from} ${link.href}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: another link is another bar
  useEffect(() => {
    setCopied(false)
    setDismissed(false)
  }, [key])
  if (!link || open === 'link' || dismissed) return null
  return (
    <FloatingBar
      editor={editor}
      label={words.editor.linkBar}
      at={() => posToDOMRect(editor.view, link.from, link.to)}
      side="bottom"
      onEscape={() => setDismissed(true)}
    >
      <span dir="ltr" className="max-w-56 truncate ps-2 pe-1 text-sm text-ink-soft">
        {link.href.replace(/^(https?:\/\/|mailto:)/, '')}
      </span>
      <BarDivider />
      <BarButton label={words.editor.linkOpen} keys="Mod+Enter" onClick={() => openLink(link.href)}>
        <ExternalLink />
      </BarButton>
      <BarButton label={words.editor.linkEdit} keys="Mod+K" onClick={() => surfaceOf(editor).set({ open: 'link' })}>
        <Pencil />
      </BarButton>
      <BarButton
        label={copied ? words.editor.linkCopied : words.editor.linkCopy}
        onClick={async () => setCopied(await copyText(link.href))}
      >
        {copied ? <Check /> : <Copy />}
      </BarButton>
      <BarButton
        label={words.editor.linkRemove}
        onClick={() => editor.chain().focus().extendMarkRange('link').unsetLink().run()}
      >
        <Unlink />
      </BarButton>
    </FloatingBar>
  )
}
