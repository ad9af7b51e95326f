import type { Life } from '@/lib/protocol/past'

export type Touch = Life['touches'][number]

/** Touches by one person in one go: what they brought, took and formed in all. */
export type Spell = {
  from: number
  to: number
  authorId: string
  start: string
  end: string
  born: number
  died: number
  formed: number
}

// Who rests so long comes back to it.
const rest = 2 * 60_000

/** A selection's touches, those that somebody made in one go together. */
export function spellsOf(touches: readonly Touch[]): Spell[] {
  const spells: Spell[] = []
  for (const { revision, authorId, at, born, died, formed } of touches) {
    const last = spells.at(-1)
    if (last?.authorId === authorId && Date.parse(at) - Date.parse(last.end) <= rest) {
      last.to = revision
      last.end = at
      last.born += born
      last.died += died
      last.formed += formed
    } else spells.push({ from: revision, to: revision, authorId, start: at, end: at, born, died, formed })
  }
  return spells
}
