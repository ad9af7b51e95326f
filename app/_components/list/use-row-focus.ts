'use client'

import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { DocumentRow } from '@/lib/protocol/http'

/**
 * Where the focus goes when a row does: to the row behind it, else before it, else to the list. And to a row that comes
 * back, once it's there.
 */
export function useRowFocus(list: RefObject<HTMLElement | null>, rows: readonly DocumentRow[]) {
  const wanted = useRef<string | 'list' | null>(null)
  const shown = useRef(rows)
  shown.current = rows

  useEffect(() => {
    const id = wanted.current
    if (id === null || !list.current) return
    const isThere = id === 'list' || rows.some(({ documentId }) => documentId === id)
    if (!isThere) return
    // A menu or a question that closes still has the focus, and gives it back to what is gone.
    const timer = setTimeout(() => {
      // Something else may be wanted by now.
      if (wanted.current !== id) return
      wanted.current = null
      const row = list.current?.querySelector<HTMLElement>(`a[data-row="${id}"]`)
      ;(row ?? list.current)?.focus()
    }, 60)
    return () => clearTimeout(timer)
  }, [list, rows])

  const focusOn = useCallback((row: DocumentRow) => {
    wanted.current = row.documentId
  }, [])
  const focusBeside = useCallback(({ documentId }: DocumentRow) => {
    const at = shown.current.findIndex(row => row.documentId === documentId)
    wanted.current = (shown.current[at + 1] ?? shown.current[at - 1])?.documentId ?? 'list'
  }, [])
  return { focusOn, focusBeside }
}
