import type { LifeInSpells } from '@/lib/protocol/past'

type Amounts = { born: number; died: number; formed: number }
/** A revision that touched a selection, its time in ms. */
export type Touch = { revision: number; authorId: string; at: number } & Amounts

type Going = { from: number; to: number; authorId: string } & Amounts
/** Touches by one person in one go: what they brought, took and formed in all. Times are ISO 8601. */
export type Spell = Going & { start: string; end: string }
/** The same with times in ms. */
export type Timed = Going & { start: number; end: number }

// Who rests so long comes back to it.
const rest = 2 * 60_000

/** A selection's touches, those that somebody made in one go together. */
export function spellsOf(touches: Iterable<Touch>): Timed[] {
  const spells: Timed[] = []
  let last: Timed | undefined
  for (const { revision, authorId, at, born, died, formed } of touches) {
    if (last?.authorId === authorId && at - last.end <= rest) {
      last.to = revision
      last.end = at
      last.born += born
      last.died += died
      last.formed += formed
    } else {
      last = { from: revision, to: revision, authorId, start: at, end: at, born, died, formed }
      spells.push(last)
    }
  }
  return spells
}

/** Spells as they're told: people by number, revisions and times as differences to what's before. */
export function packedSpells(spells: readonly Timed[]): Pick<LifeInSpells, 'people' | 'spells'> {
  const people: string[] = []
  let [revision, time] = [0, 0]
  const packed = spells.map(
    ({ from, to, authorId, start, end, born, died, formed }): LifeInSpells['spells'][number] => {
      if (!people.includes(authorId)) people.push(authorId)
      const row = [from - revision, to - from, start - time, end - start, born, died, formed] as const
      ;[revision, time] = [to, end]
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
