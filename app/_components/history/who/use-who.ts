import { useCallback, useMemo, useState } from 'react'
import { authorship as fetchAuthorship } from '@/app/_client/api'
import { type Share, sharesOf } from '@/lib/history/told/shares'
import { type Asked, useAnswer } from '../asking/use-answer'
import type { History } from '../use-history'
import { type Marked, marksOfAuthors } from './who-marks'

export type Who = {
  /** Whether the authors' colours are wanted. */
  on: boolean
  setOn: (on: boolean) => void
  asked: Asked<unknown>
  /** In the order in which they came; so everybody keeps their pattern. */
  order: readonly string[]
  /** Of the revision that's shown; null until that's known. */
  shares: Share[] | null
  hidden: ReadonlySet<string>
  toggle: (authorId: string) => void
  /** Only ever of the document that's shown. */
  marked: Marked | null
}

// Who moves on doesn't want to know about where they were.
const restAfter = 120

/** Who wrote what of the document that's shown. */
export function useWho(history: History | null, active: boolean): Who {
  const [on, setOn] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const { documentId = '', version = '', authors, meet, timeline } = history ?? {}
  const frame = history?.state.frame ?? null
  const wanted = history?.state.wanted ?? 0
  const wantedNow = history !== null && on && active
  const asked = useAnswer(
    wantedNow ? `${documentId} ${wanted} ${version}` : null,
    async signal => {
      const answer = await fetchAuthorship(documentId, wanted, version, signal)
      if (answer.ok) meet?.(answer.value.authors)
      return answer
    },
    restAfter,
  )
  const authorship = wantedNow && asked.value?.revision === frame?.revision ? asked.value : null
  const doc = frame?.doc
  const order = useMemo(() => timeline?.authors.map(({ authorId }) => authorId) ?? [], [timeline])
  const shares = useMemo(() => (doc && authorship ? sharesOf(doc, authorship.runs) : null), [doc, authorship])
  const marked = useMemo(
    () => (doc && authorship && authors ? marksOfAuthors(doc, authorship, authors, order, hidden) : null),
    [doc, authorship, authors, order, hidden],
  )
  const toggle = useCallback((authorId: string) => {
    setHidden(hidden => {
      const next = new Set(hidden)
      if (!next.delete(authorId)) next.add(authorId)
      return next
    })
  }, [])
  return { on, setOn, asked, order, shares, hidden, toggle, marked }
}
