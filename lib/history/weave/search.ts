import { type Occurrence, occurrences } from './occurrences'
import { type Asked, positionsOf } from './positions'
import { never } from './tokens'
import type { Weave } from './weave'

/** How long a phrase stood in its place without a break. */
export type Stay = {
  /** The revision that made it stand there, and where it begins in the document at that revision. */
  from: number
  position: number
  /** The revision that ended it; null while it still stands there. */
  to: number | null
}

export type Search = {
  /** For each place where the phrase ever stood, in the order of the document, its stays, the first one first. */
  places: Stay[][]
  /** There are more places than are told. */
  more: boolean
}

type Options = { caseSensitive?: boolean; most?: number }
type Place = { occurrences: Occurrence[]; letters: number[] }

/**
 * Every place where a phrase ever stood within one line, also what stands nowhere any more. Where some of its letters are the
 * same, or were moved or brought back, it's the same place.
 * @param options.most how many places are told at most
 */
export function search(weave: Weave, phrase: string, { caseSensitive = false, most = 1_000 }: Options = {}): Search {
  if (phrase === '') return { places: [], more: false }
  const { order, tokens } = weave
  const found = new Set<Place>()
  const byLetter = new Map<number, Place>()
  let more = false
  for (const occurrence of occurrences(weave, phrase, caseSensitive)) {
    const letters = occurrence.places.map(place => tokens.root(order.ids[place]!))
    const [place = { occurrences: [], letters: [] }, ...others] = new Set(
      letters.map(letter => byLetter.get(letter)).filter(place => place !== undefined),
    )
    if (!found.has(place) && found.size === most) {
      more = true
      continue
    }
    const add = (occurrences: Occurrence[], letters: number[]) => {
      for (const occurrence of occurrences) place.occurrences.push(occurrence)
      for (const letter of letters)
        if (byLetter.get(letter) !== place) {
          byLetter.set(letter, place)
          place.letters.push(letter)
        }
    }
    found.add(place)
    add([occurrence], letters)
    for (const other of others) {
      found.delete(other)
      add(other.occurrences, other.letters)
    }
  }
  return { places: stays(weave, [...found]), more }
}

function stays(weave: Weave, places: readonly Place[]): Stay[][] {
  const asked: Asked[] = []
  const found = places.map(({ occurrences }) => {
    const stays: Stay[] = []
    for (const { places, from, to } of occurrences.sort((a, b) => a.from - b.from)) {
      const last = stays.at(-1)
      const end = to === never ? null : to
      if (last && (last.to === null || from <= last.to)) {
        if (last.to !== null && (end === null || end > last.to)) last.to = end
        continue
      }
      stays.push({ from, position: asked.push({ place: places[0]!, revision: from }) - 1, to: end })
    }
    return stays
  })
  const positions = positionsOf(weave, asked)
  return found.map(stays => stays.map(stay => ({ ...stay, position: positions[stay.position]! })))
}
