import { useMemo } from 'react'
import { comparison as fetchComparison } from '@/app/_client/api'
import { type Amounts, amountsOf, type Stop, stopsOf } from '@/lib/history/told/stops'
import type { Comparison } from '@/lib/protocol/past'
import { type Asked, useAnswer } from '../asking/use-answer'
import type { History } from '../use-history'
import type { Marked } from '../who/who-marks'
import { marksOfStops } from './compare-marks'

export type Compare = {
  /** The earlier revision; the later one is the one that's shown. null: nothing is compared. */
  from: number | null
  asked: Asked<unknown>
  /** Of what's shown; null until that's known. */
  comparison: Comparison | null
  stops: Stop[]
  amounts: Amounts | null
  marked: Marked | null
}

const restAfter = 120
const none: Stop[] = []

/** What differs between an earlier revision and the one that's shown. */
export function useCompare(history: History | null, from: number | null): Compare {
  const { documentId = '', version = '', authors, meet } = history ?? {}
  const frame = history?.state.frame ?? null
  const to = history?.state.wanted ?? 0
  const active = history !== null && from !== null && from <= to
  const asked = useAnswer(
    active ? `${documentId} ${from}-${to} ${version}` : null,
    async signal => {
      const answer = await fetchComparison(documentId, { from: from ?? to, to }, version, signal)
      if (answer.ok) meet?.(answer.value.authors)
      return answer
    },
    restAfter,
  )
  const { value } = asked
  const comparison = active && value?.from === from && value?.to === frame?.revision ? value : null
  const doc = frame?.doc
  const stops = useMemo(() => (comparison ? stopsOf(comparison.differences) : none), [comparison])
  const amounts = useMemo(() => (doc && comparison ? amountsOf(doc, comparison.differences) : null), [doc, comparison])
  const marked = useMemo(
    () => (doc && comparison && authors ? marksOfStops(doc, stops, authors) : null),
    [doc, comparison, stops, authors],
  )
  return { from, asked, comparison, stops, amounts, marked }
}
