'use client'

import { useEffect, useRef, useState } from 'react'
import { words } from '@/app/_words'

const pause = 1_000

/** The document's title, to be changed in place. Saved when one pauses, leaves the field or presses Enter; Escape takes it back. */
export function TitleField({
  title,
  editable,
  onRename,
}: {
  title: string
  editable: boolean
  onRename: (title: string) => void
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const before = useRef(title)
  const rename = useRef(onRename)
  useEffect(() => {
    rename.current = onRename
  })

  useEffect(() => {
    if (draft === null || draft.trim() === title) return
    const timer = setTimeout(() => rename.current(draft.trim()), pause)
    return () => clearTimeout(timer)
  }, [draft, title])

  const finish = (next: string | null) => {
    setDraft(null)
    if (next !== null && next !== title) onRename(next)
  }
  return (
    <>
      <h1 className="sr-only">{title || words.document.untitled}</h1>
      <input
        id="title"
        value={draft ?? title}
        readOnly={!editable}
        maxLength={500}
        dir="auto"
        autoComplete="off"
        aria-label={words.document.title}
        placeholder={words.document.untitled}
        className="w-full min-w-0 truncate rounded-sm border-0 bg-transparent px-1 py-0.5 text-base font-semibold placeholder:text-ink-soft not-read-only:hover:bg-hover focus:bg-paper"
        onFocus={() => {
          before.current = title
        }}
        onChange={event => setDraft(event.target.value)}
        onBlur={() => finish(draft === null ? null : draft.trim())}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Escape') {
            finish(before.current)
            event.currentTarget.blur()
          }
          if (event.key !== 'Enter') return
          event.preventDefault()
          event.currentTarget.blur()
          document.querySelector<HTMLElement>('.ProseMirror')?.focus()
        }}
      />
    </>
  )
}
