'use client'

import { useEffect, useRef } from 'react'
import { words } from '@/app/_words'
import { fieldClass } from '../ui/popup'

/** A title that's being changed in its place: Enter or leaving takes it, Escape doesn't (null). */
export function RenameField({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  // The menu gives the focus back to its button when it closes; take it after that.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.select(), 50)
    return () => clearTimeout(timer)
  }, [])
  const finish = (next: string | null) => {
    if (done.current) return
    done.current = true
    onDone(next)
  }
  return (
    <input
      ref={field}
      defaultValue={title}
      maxLength={500}
      dir="auto"
      aria-label={words.list.renameLabel}
      className={`${fieldClass} relative mb-1`}
      onBlur={event => finish(event.target.value.trim())}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(event.currentTarget.value.trim())
        if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
