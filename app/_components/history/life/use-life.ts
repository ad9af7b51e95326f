import { useMemo } from 'react'
import { lifeOf } from '@/app/_client/api'
import { type Spell, unpackedSpells } from '@/lib/history/told/spells'
import { type Asked, useAnswer } from '../asking/use-answer'
import type { History } from '../use-history'
import type { Selected } from '../use-revision-in-address'

export type SelectedLife = {
  selected: Selected | null
  asked: Asked<unknown>
  /** What happened to it, in order; null until that's known. */
  spells: Spell[] | null
  /** How many revisions that are. */
  count: number
}

/** What brought, changed and took what somebody selected. */
export function useLife(history: History | null, selected: Selected | null): SelectedLife {
  const { documentId = '', meet } = history ?? {}
  const key = history && selected ? `${documentId} ${selected.revision} ${selected.from}-${selected.to}` : null
  const asked = useAnswer(key, async signal => {
    const answer = await lifeOf(documentId, selected ?? { revision: 1, from: 0, to: 0 }, signal)
    if (!answer.ok) return answer
    meet?.(answer.value.authors)
    return { ok: true, value: { key, ...answer.value } }
  })
  const life = key !== null && asked.value?.key === key ? asked.value : null
  const spells = useMemo(() => life && unpackedSpells(life), [life])
  return { selected, asked, spells, count: life?.count ?? 0 }
}
