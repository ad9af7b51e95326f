import { words } from '@/app/_words'
import type { Spots } from './asking/use-spots'
import type { Compare } from './compare/use-compare'
import type { SelectedLife } from './life/use-life'
import type { PastSearch } from './search/use-past-search'
import type { Who } from './who/use-who'

/** What one steps through. */
export type Mode = {
  name: keyof typeof words.past.steps
  label: string
  about: string | null
  current: number
  all: number
  step: (by: 1 | -1) => void
  close: () => void
}

const { compare: comparing, life: living, past, pastSearch, who: authors } = words

/** What keys and buttons step through: what was asked last and most particularly. null: nothing. */
export function modeOf({
  compare,
  life,
  search,
  who,
  spots,
  wanted,
  on,
}: {
  compare: Compare
  life: SelectedLife
  search: PastSearch
  who: Who
  spots: Spots
  wanted: number
  on: {
    goTo: (revision: number) => void
    stepSearch: (by: 1 | -1) => void
    endCompare: () => void
    endLife: () => void
  }
}): Mode | null {
  const atSpot = { current: (spots.at?.index ?? -1) + 1, all: spots.list.length, step: spots.step }
  if (search.comings.length > 0)
    return {
      name: 'search',
      label: pastSearch.label,
      about: past.cut(search.phrase),
      current: (search.current ?? -1) + 1,
      all: search.comings.length,
      step: on.stepSearch,
      close: () => search.look({ typed: '', phrase: '' }),
    }
  if (compare.from !== null)
    return {
      name: 'compare',
      label: comparing.nav,
      about: [compare.amounts && comparing.amounts(compare.amounts), comparing.viewing(compare.from)]
        .filter(Boolean)
        .join(' · '),
      ...atSpot,
      close: on.endCompare,
    }
  const { spells, selected } = life
  if (spells && selected)
    return {
      name: 'life',
      label: living.button,
      about: living.of(past.cut(selected.text)),
      current: spells.findLastIndex(({ to }) => to <= wanted) + 1,
      all: spells.length,
      step: by => {
        const next = by > 0 ? spells.find(({ to }) => to > wanted) : spells.findLast(({ to }) => to < wanted)
        if (next) on.goTo(next.to)
      },
      close: on.endLife,
    }
  if (!who.on) return null
  return { name: 'who', label: authors.key, about: authors.key, ...atSpot, close: () => who.setOn(false) }
}
