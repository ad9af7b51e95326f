'use client'

import { useEffect, useState } from 'react'
import { listDocuments } from '@/app/_client/api'
import type { DocumentRow } from '@/lib/protocol/http'

const typingPause = 120
const most = { recent: 5, found: 8 }

/**
 * The documents that a palette shows: those changed last, or while one types what's found; the last ones stay meanwhile.
 * `query` says of what they are the answer, `failure` why there are none.
 */
export function useFound(query: string) {
  const [found, setFound] = useState({ documents: [] as DocumentRow[], query: '', failure: '' })
  const [searching, setSearching] = useState(true)
  useEffect(() => {
    const abort = new AbortController()
    setSearching(true)
    const ask = async () => {
      const result = await listDocuments({ query, limit: most.found + 1 }, abort.signal)
      setSearching(false)
      setFound({
        documents: result.ok ? result.value.documents : [],
        query,
        failure: result.ok ? '' : result.failure.message,
      })
    }
    const timer = setTimeout(() => ask().catch(() => {}), query ? typingPause : 0)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query])
  const here = typeof window === 'undefined' ? '' : window.location.pathname.split('/')[2]
  const documents = found.documents
    .filter(({ documentId }) => documentId !== here)
    .slice(0, found.query ? most.found : most.recent)
  return { ...found, documents, searching: searching || found.query !== query }
}
