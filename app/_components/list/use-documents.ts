'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type Failure, listDocuments } from '@/app/_client/api'
import type { DocumentRow, ListQuery } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { comeBackTo } from './list-memory'

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
const page = 30
const largestPage = 100

/**
 * The list for a request. While one types, asks when the typing pauses; an answer that something newer has overtaken is
 * dropped, and the rows stay until the next ones are here. Who comes back finds the rows they left, and then the new ones.
 */
export function useDocuments({ query, sort, trashed }: ListRequest) {
  const [state, setState] = useState(() => comeBackTo({ query, sort, trashed })?.state ?? empty)
  const running = useRef<AbortController | null>(null)
  const typed = useRef(query)
  const comeBack = useRef(state.request !== null)
  const shown = useRef(0)
  shown.current = state.rows.length

  const load = useCallback(
    async (what: 'first' | 'again' | 'more', from: string | null = null) => {
      running.current?.abort()
      const abort = new AbortController()
      running.current = abort
      const { signal } = abort
      setState(before => ({ ...before, loading: what === 'more' ? 'more' : 'first', failure: null }))
      try {
        const asked = { query: query.trim(), sort, trashed: trashed ? 'true' : 'false' } as const
        const result = await rowsOf(asked, from, what === 'again' ? shown.current : page, signal)
        if (signal.aborted) return
        setState(before => {
          if (!result.ok) return { ...before, loading: null, failure: result.failure }
          const { documents, authors, cursor } = result.value
          const known = new Map([...before.authors, ...authors.map(author => [author.authorId, author] as const)])
          const rows = what === 'more' ? joined(before.rows, documents) : documents
          return { request: { query, sort, trashed }, rows, authors: known, cursor, loading: null, failure: null }
        })
      } catch (error) {
        if (!signal.aborted) throw error
      }
    },
    [query, sort, trashed],
  )

  useEffect(() => {
    const pause = typed.current === query ? 0 : typingPause
    const what = comeBack.current ? 'again' : 'first'
    typed.current = query
    const timer = setTimeout(() => {
      comeBack.current = false
      void load(what)
    }, pause)
    return () => {
      clearTimeout(timer)
      running.current?.abort()
    }
  }, [load, query])

  useEffect(() => {
    const again = () => void load('again')
    const seen = () => document.visibilityState === 'visible' && again()
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', seen)
    return () => {
      window.removeEventListener('online', again)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [load])

  const { cursor, loading } = state
  return {
    state,
    /** Asks again for as many rows as there are, so that nobody loses their place. */
    reload: useCallback(() => void load('again'), [load]),
    loadMore: useCallback(() => {
      if (cursor && !loading) void load('more', cursor)
    }, [cursor, loading, load]),
    /** Shows at once what a command will have done; the next answer tells the truth. */
    change: useCallback(
      (change: (rows: DocumentRow[]) => DocumentRow[]) =>
        setState(before => ({ ...before, rows: change(before.rows) })),
      [],
    ),
  }
}

type Asked = Pick<ListQuery, 'query' | 'sort' | 'trashed'>

/** Rows from a cursor on: so many at least, where there are. */
async function rowsOf(asked: Asked, from: string | null, atLeast: number, signal: AbortSignal) {
  const value = { documents: [] as DocumentRow[], authors: [] as Author[], cursor: from }
  do {
    const limit = Math.min(Math.max(page, atLeast - value.documents.length), largestPage)
    const result = await listDocuments({ ...asked, limit, ...(value.cursor && { cursor: value.cursor }) }, signal)
    if (!result.ok) return result
    value.documents = joined(value.documents, result.value.documents)
    value.authors.push(...result.value.authors)
    value.cursor = result.value.cursor ?? null
  } while (value.cursor && value.documents.length < atLeast)
  return { ok: true as const, value }
}

/** A row that has moved between two questions comes once. */
function joined(rows: DocumentRow[], more: DocumentRow[]): DocumentRow[] {
  const known = new Set(rows.map(({ documentId }) => documentId))
  return [...rows, ...more.filter(({ documentId }) => !known.has(documentId))]
}
