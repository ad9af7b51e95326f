'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type Failure, listDocuments } from '@/app/_client/api'
import type { DocumentRow, ListQuery } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'

export type ListRequest = { query: string; sort: ListQuery['sort']; trashed: boolean }
export type ListState = {
  /** The request whose answer `rows` is; null before the first answer. */
  request: ListRequest | null
  rows: DocumentRow[]
  authors: ReadonlyMap<string, Author>
  cursor: string | null
  loading: 'first' | 'more' | null
  failure: Failure | null
}

const empty: ListState = { request: null, rows: [], authors: new Map(), cursor: null, loading: 'first', failure: null }
const typingPause = 150

/**
 * The list for a request. While one types, asks when the typing pauses; an answer that something newer has overtaken is
 * dropped, and the rows stay until the next ones are here.
 */
export function useDocuments({ query, sort, trashed }: ListRequest) {
  const [state, setState] = useState(empty)
  const running = useRef<AbortController | null>(null)
  const typed = useRef(query)

  const load = useCallback(
    async (cursor: string | null) => {
      running.current?.abort()
      const abort = new AbortController()
      running.current = abort
      const { signal } = abort
      setState(before => ({ ...before, loading: cursor ? 'more' : 'first', failure: null }))
      try {
        const result = await listDocuments(
          { query: query.trim(), sort, trashed: trashed ? 'true' : 'false', ...(cursor && { cursor }) },
          signal,
        )
        if (signal.aborted) return
        setState(before => {
          if (!result.ok) return { ...before, loading: null, failure: result.failure }
          const { documents, authors, cursor: next = null } = result.value
          const known = new Map([...before.authors, ...authors.map(author => [author.authorId, author] as const)])
          const rows = cursor ? [...before.rows, ...documents] : documents
          return { request: { query, sort, trashed }, rows, authors: known, cursor: next, loading: null, failure: null }
        })
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
    [query, sort, trashed],
  )

  useEffect(() => {
    const pause = typed.current === query ? 0 : typingPause
    typed.current = query
    const timer = setTimeout(() => void load(null), pause)
    return () => {
      clearTimeout(timer)
      running.current?.abort()
    }
  }, [load, query])

  useEffect(() => {
    const again = () => void load(null)
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [load])

  const { cursor, loading } = state
  return {
    state,
    reload: useCallback(() => void load(null), [load]),
    loadMore: useCallback(() => {
      if (cursor && !loading) void load(cursor)
    }, [cursor, loading, load]),
    /** Shows at once what a command will have done; the next answer tells the truth. */
    change: useCallback(
      (change: (rows: DocumentRow[]) => DocumentRow[]) =>
        setState(before => ({ ...before, rows: change(before.rows) })),
      [],
    ),
  }
}
