import type { Node } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'
import { useMemo, useState } from 'react'
import { searchPast } from '@/app/_client/api'
import { placesOf } from '@/lib/history/told/phrase'
import type { PastSearch as Found, Moment } from '@/lib/protocol/past'
import { type Asked, useAnswer } from '../asking/use-answer'
import type { History } from '../use-history'

/** One thing that happened to a phrase at a place; `again`: it had been there before. */
export type Coming = { kind: 'came' | 'went'; again: boolean; moment: Moment; position: number; place: number }

export type PastSearch = {
  /** What stands in the field; what's under an input method isn't looked for yet. */
  typed: string
  phrase: string
  caseSensitive: boolean
  look: (wanted: { typed?: string; phrase?: string; caseSensitive?: boolean }) => void
  asked: Asked<unknown>
  found: Found | null
  /** Of all places, in their order. */
  comings: Coming[]
  /** Which of these one went to last. */
  current: number | null
  setCurrent: (current: number | null) => void
  decorations: Decoration[]
}

// Each letter that's typed is another question.
const restAfter = 250
const none: Coming[] = []
const nothing: Decoration[] = []

/** Looks for a phrase in all of the past, and marks it in the document that's shown. */
export function usePastSearch(history: History | null, active: boolean): PastSearch {
  const [{ typed, phrase, caseSensitive }, setWanted] = useState({ typed: '', phrase: '', caseSensitive: false })
  const [current, setCurrent] = useState<number | null>(null)
  const { documentId = '', meet } = history ?? {}
  // Another head, another answer.
  const head = history?.state.head ?? 0
  const key = history && active && phrase ? JSON.stringify([documentId, phrase, caseSensitive, head]) : null
  const asked = useAnswer(
    key,
    async signal => {
      const answer = await searchPast(documentId, { phrase, caseSensitive }, signal)
      if (!answer.ok) return answer
      meet?.(answer.value.authors)
      return { ok: true, value: { of: `${phrase} ${caseSensitive}`, ...answer.value } }
    },
    restAfter,
  )
  const found = key !== null && asked.value?.of === `${phrase} ${caseSensitive}` ? asked.value : null
  const comings = useMemo(() => found?.places.flatMap(comingsOf) ?? none, [found])
  const doc = history?.state.frame?.doc
  const decorations = useMemo(
    () => (doc && active ? marksOf(doc, phrase, caseSensitive) : nothing),
    [doc, active, phrase, caseSensitive],
  )
  const look: PastSearch['look'] = wanted => {
    setWanted(before => ({ ...before, ...wanted }))
    setCurrent(null)
  }
  return { typed, phrase, caseSensitive, look, asked, found, comings, current, setCurrent, decorations }
}

function comingsOf(stays: Found['places'][number], place: number): Coming[] {
  return stays.flatMap(({ came, position, went }, i) => {
    const of = { again: i > 0, position, place }
    const coming: Coming = { kind: 'came', moment: came, ...of }
    return went ? [coming, { kind: 'went' as const, moment: went, ...of }] : [coming]
  })
}

// More than that nobody looks through.
const most = 500

const marksOf = (doc: Node, phrase: string, caseSensitive: boolean): Decoration[] =>
  placesOf(doc, phrase, caseSensitive)
    .slice(0, most)
    .map(({ from, to }) => Decoration.inline(from, to, { class: 'sought' }))
