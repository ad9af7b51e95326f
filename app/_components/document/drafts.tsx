'use client'

import type { Editor } from '@tiptap/react'
import { useState } from 'react'
import { copyText } from '@/app/_client/copy'
import { words } from '@/app/_words'
import type { Draft } from '@/lib/client/outbox/outbox-store'
import { Button } from '../ui/button'

/** Words that couldn't be saved where they were meant, offered back to who wrote them. They stay until they are let go. */
export function Drafts({
  drafts,
  editor,
  onLetGo,
}: {
  drafts: readonly Draft[]
  /** Where they can be put in again; null where nothing can be written. */
  editor: Editor | null
  onLetGo: (id: string) => void
}) {
  if (drafts.length === 0) return null
  return (
    <section aria-label={words.drafts.region} className="no-print mx-4 mt-4 flex flex-col gap-3 sm:mx-0">
      {drafts.map(draft => (
        <OneDraft key={draft.id} draft={draft} editor={editor} onLetGo={() => onLetGo(draft.id)} />
      ))}
    </section>
  )
}

function OneDraft({ draft, editor, onLetGo }: { draft: Draft; editor: Editor | null; onLetGo: () => void }) {
  const [copied, setCopied] = useState<boolean | null>(null)
  const reasons: Record<string, string> = words.drafts.reasons
  const insert = () => {
    editor?.chain().focus().insertContent(paragraphs(draft.text)).run()
    onLetGo()
  }
  return (
    <div className="rounded-lg border border-past-line bg-past px-4 py-3 text-sm text-past-ink">
      <p role="status">{reasons[draft.reason] ?? words.drafts.reasons.other}</p>
      <blockquote
        dir="auto"
        className="my-2 max-h-40 overflow-y-auto rounded-md bg-paper px-3 py-2 break-words whitespace-pre-wrap text-ink"
      >
        {draft.text}
      </blockquote>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="framed" onClick={() => void copyText(draft.text).then(setCopied)}>
          {copied === null ? words.drafts.copy : copied ? words.drafts.copied : words.drafts.copyByHand}
        </Button>
        {editor && (
          <Button look="framed" onClick={insert}>
            {words.drafts.insert}
          </Button>
        )}
        <Button onClick={onLetGo}>{words.drafts.letGo}</Button>
      </div>
    </div>
  )
}

function paragraphs(text: string) {
  const lines = text.split('\n')
  if (lines.length === 1) return [{ type: 'text', text }]
  return lines.map(line => ({ type: 'paragraph', ...(line !== '' && { content: [{ type: 'text', text: line }] }) }))
}
