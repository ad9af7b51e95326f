import type { Life, LifeInSpells } from '@/lib/protocol/past'

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

/** Spells as they're told: people by number, revisions and times as differences to what's before. */
export function packedSpells(spells: readonly Spell[]): Pick<LifeInSpells, 'people' | 'spells'> {
  const people: string[] = []
  let [revision, time] = [0, 0]
  const packed = spells.map(
    ({ from, to, authorId, start, end, born, died, formed }): LifeInSpells['spells'][number] => {
      if (!people.includes(authorId)) people.push(authorId)
      const [began, ended] = [Date.parse(start), Date.parse(end)]
      const row = [from - revision, to - from, began - time, ended - began, born, died, formed] as const
      ;[revision, time] = [to, ended]
      return [people.indexOf(authorId), ...row]
    },
  )
  return { people, spells: packed }
}

export function unpackedSpells({ people, spells }: Pick<LifeInSpells, 'people' | 'spells'>): Spell[] {
  let [revision, time] = [0, 0]
  const iso = (ms: number) => new Date(ms).toISOString()
  return spells.map(([person, before, long, rest, lasted, born, died, formed]) => {
    const [from, began] = [revision + before, time + rest]
    revision = from + long
    time = began + lasted
    return { from, to: revision, authorId: people[person]!, start: iso(began), end: iso(time), born, died, formed }
  })
}
