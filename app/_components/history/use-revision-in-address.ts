'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { type Named, namePast, pastIn } from './revision-in'

/** What somebody selected of the document at a revision, in its positions; `text` as one reads it. */
export type Selected = { revision: number; from: number; to: number; text: string }

export type Past = {
  /** The revision that was asked for last, by the address or by `enter`; null: the present. */
  revision: number | null
  /** The earlier revision that it's compared with, if it is. */
  from: number | null
  /** Of what one looks at the life. */
  selected: Selected | null
  enter: (revision: number, more?: { from?: number; selected?: Selected }) => void
  /** Notes where one has come to; the address follows when one rests. */
  show: (revision: number) => void
  /** Compares what's shown with an earlier revision; null: no more. */
  compare: (from: number | null) => void
  select: (selected: Selected | null) => void
  leave: () => void
}

// Browsers take so many changes of the address in a time and no more.
const restAfter = 200

/** What the address names of the past (revision-in.ts), without the page being loaded again. */
export function useRevisionInAddress(requested: Named | null): Past {
  const [named, setNamed] = useState(requested)
  const [selected, select] = useState<Selected | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(requested)

  useEffect(() => {
    const follow = () => {
      if (timer.current) clearTimeout(timer.current)
      latest.current = pastIn(window.location.search)
      setNamed(latest.current)
    }
    window.addEventListener('popstate', follow)
    return () => {
      window.removeEventListener('popstate', follow)
      if (timer.current) clearTimeout(timer.current)
    }
  }, [])

  const actions = useMemo(() => {
    const write = (how: 'pushState' | 'replaceState') => {
      if (timer.current) clearTimeout(timer.current)
      const address = new URL(window.location.href)
      namePast(address, latest.current)
      window.history[how](null, '', address)
    }
    const go = (next: Named | null) => {
      latest.current = next
      write('pushState')
      setNamed(next)
    }
    return {
      enter: (revision: number, { from, selected }: { from?: number; selected?: Selected } = {}) => {
        select(selected ?? null)
        go({ revision, from: from ?? null })
      },
      show: (revision: number) => {
        if (!latest.current) return
        latest.current = { ...latest.current, revision }
        if (timer.current) clearTimeout(timer.current)
        timer.current = setTimeout(() => write('replaceState'), restAfter)
      },
      compare: (from: number | null) => {
        if (!latest.current || latest.current.from === from) return
        latest.current = { ...latest.current, from }
        setNamed(now => now && { ...now, from })
        if (timer.current) clearTimeout(timer.current)
        timer.current = setTimeout(() => write('replaceState'), restAfter)
      },
      leave: () => {
        select(null)
        go(null)
      },
    }
  }, [])
  return { revision: named?.revision ?? null, from: named?.from ?? null, selected, select, ...actions }
}
