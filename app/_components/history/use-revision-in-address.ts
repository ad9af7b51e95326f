'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { revisionIn } from './revision-in'

export type Past = {
  /** The revision that was asked for last, by the address or by `enter`; null: the present. */
  revision: number | null
  enter: (revision: number) => void
  /** Notes where one has come to; the address follows when one rests. */
  show: (revision: number) => void
  leave: () => void
}

// Browsers take so many changes of the address in a time and no more.
const restAfter = 200

/** Which revision the address names (`?revision=812`), without the page being loaded again. */
export function useRevisionInAddress(requested: number | null): Past {
  const [revision, setRevision] = useState(requested)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  useEffect(() => {
    const follow = () => {
      if (timer.current) clearTimeout(timer.current)
      setRevision(revisionIn(window.location.search))
    }
    window.addEventListener('popstate', follow)
    return () => {
      window.removeEventListener('popstate', follow)
      if (timer.current) clearTimeout(timer.current)
    }
  }, [])

  const write = useCallback((next: number | null, how: 'pushState' | 'replaceState') => {
    if (timer.current) clearTimeout(timer.current)
    const address = new URL(window.location.href)
    if (next === null) address.searchParams.delete('revision')
    else address.searchParams.set('revision', String(next))
    window.history[how](null, '', address)
  }, [])

  const actions = useMemo(
    () => ({
      enter: (next: number) => {
        write(next, 'pushState')
        setRevision(next)
      },
      show: (next: number) => {
        if (timer.current) clearTimeout(timer.current)
        timer.current = setTimeout(() => write(next, 'replaceState'), restAfter)
      },
      leave: () => {
        write(null, 'pushState')
        setRevision(null)
      },
    }),
    [write],
  )
  return { revision, ...actions }
}
