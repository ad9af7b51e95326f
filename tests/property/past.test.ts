import type { Node } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { MoveStep } from '@/lib/document/move'
import { storedStep } from '@/lib/document/steps'
import { life } from '@/lib/history/weave/life'
import { search } from '@/lib/history/weave/search'
import { type MadeHistory, somePast } from '../support/histories'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { type Mark, positionsOf, slowPast, written } from '../support/slow-past'

/** A document as a text of one unit a position. */
const lineOf = (doc: Node) =>
  positionsOf(doc)
    .map(({ sign }) => (sign.length === 1 ? sign : '\n'))
    .join('')

/** The places where a phrase ever stood, by looking at every document: each one's revisions, with where it began. */
function slowSearch(lines: readonly string[], past: readonly Mark[][], phrase: string): Map<number, Set<number>>[] {
  const places: { roots: Set<Mark>; stood: Map<number, Set<number>> }[] = []
  for (const [r, line] of lines.entries())
    for (let at = line.indexOf(phrase); at >= 0; at = line.indexOf(phrase, at + 1)) {
      const roots = past[r]!.slice(at, at + phrase.length).map(written)
      const place = { roots: new Set(roots), stood: new Map([[r, new Set([at])]]) }
      for (let i = places.length - 1; i >= 0; i--) {
        const other = places[i]!
        if (!roots.some(root => other.roots.has(root))) continue
        places.splice(i, 1)
        for (const root of other.roots) place.roots.add(root)
        for (const [revision, starts] of other.stood)
          place.stood.set(revision, new Set([...(place.stood.get(revision) ?? []), ...starts]))
      }
      places.push(place)
    }
  return places.map(({ stood }) => stood)
}

/** From when to when something stood that stood at these revisions; null where it still does. */
function stretches(revisions: Iterable<number>, head: number): [number, number | null][] {
  const found: [number, number | null][] = []
  for (const r of [...revisions].sort((a, b) => a - b)) {
    const last = found.at(-1)
    if (last?.[1] === r) last[1] = r + 1
    else found.push([r, r + 1])
  }
  return found.map(([from, to]) => [from, to === head + 1 ? null : to])
}

const sorted = (list: unknown[]) => list.map(item => JSON.stringify(item)).sort()

describe('search through time', () => {
  test('[WV8] finds each place where a phrase ever stood, from when to when', () => {
    let [found, again] = [0, 0]
    forSeeds(120, random => {
      const made = somePast(random)
      const past = slowPast(made)
      const head = made.documents.length - 1
      const caseSensitive = random.chance(0.5)
      const lines = made.documents.map((document, r) => (r === 0 ? '' : lineOf(document.doc)))
      const low = caseSensitive ? lines : lines.map(line => line.replace(/[A-ZÄ]/g, letter => letter.toLowerCase()))
      for (let i = 0; i < 25; i++) {
        const line = random.pick(low.slice(1))
        const start = random.below(line.length)
        const phrase = line.slice(start, start + 1 + random.below(4))
        if (phrase.includes('\n')) continue
        const slow = slowSearch(low, past, phrase)
        const { places, more } = search(made.weave, caseSensitive ? phrase : phrase.toUpperCase(), { caseSensitive })
        expect(more).toBe(false)
        expect(sorted(places.map(stays => stays.map(({ from, to }) => [from, to])))).toEqual(
          sorted(slow.map(stood => stretches(stood.keys(), head))),
        )
        for (const stays of places) {
          found++
          if (stays.length > 1) again++
          for (const { from, position } of stays)
            expect(low[from]!.slice(position, position + phrase.length)).toBe(phrase)
        }
      }
    })
    expect([found > 1_000, again > 50]).toEqual([true, true])
  })

  test('[WV9] tells as many places as one asks for, and that there are more', () => {
    forSeeds(30, random => {
      const { weave } = somePast(random)
      const all = search(weave, 'e').places
      const some = search(weave, 'e', { most: 2 })
      expect(some.places.length).toBe(Math.min(2, all.length))
      expect(some.more).toBe(all.length > 2)
    })
  })
})

/** Some positions of a document at a revision. */
function selection(random: Random, { documents }: MadeHistory): { r: number; from: number; to: number } {
  const r = 1 + random.below(documents.length - 1)
  const { size } = documents[r]!.doc.content
  const from = random.below(size)
  return { r, from, to: from + 1 + random.below(Math.min(20, size - from)) }
}

describe('the life of a selection', () => {
  test('[WV10] is all that brought, took or formed what stands in it', () => {
    forSeeds(150, random => {
      const made = somePast(random)
      const past = slowPast(made)
      const { r, from, to } = selection(random, made)
      const revisions = life(made.weave, r, from, to).map(({ revision }) => revision)
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
      const own = past[r]!.slice(from, to)
      const roots = new Set(own.map(written))
      const content = (revision: number) => {
        const positions = revision === 0 ? [] : positionsOf(made.documents[revision]!.doc)
        return new Map(past[revision]!.flatMap((mark, k) => (roots.has(written(mark)) ? [[mark, positions[k]!]] : [])))
      }
      for (let revision = 1; revision < past.length; revision++) {
        const [before, after] = [content(revision - 1), content(revision)]
        const isSame =
          before.size === after.size && [...after].every(([mark, position]) => same(before.get(mark), position))
        if (!isSame) expect(revisions).toContain(revision)
      }
    })
  })

  test('[WV11] is also all that came and went between its ends, and nothing that happened elsewhere', () => {
    let [touched, untouched] = [0, 0]
    forSeeds(800, random => {
      const made = somePast(random, 25)
      const isPlain = made.events.every(event => event.type !== 'RevisionRestored' && !moves(event))
      if (!isPlain) return
      const past = slowPast(made)
      const { r, from, to } = selection(random, made)
      const revisions = new Set(life(made.weave, r, from, to).map(({ revision }) => revision))
      const [first, last] = [past[r]![from]!, past[r]![to - 1]!]
      const between = (revision: number) => {
        const [start, end] = [past[revision]!.indexOf(first), past[revision]!.indexOf(last)]
        if (start < 0 || end < 0) return null
        const positions = positionsOf(made.documents[revision]!.doc)
        return past[revision]!.slice(start, end + 1).map((mark, k) => [mark, positions[start + k]!] as const)
      }
      for (let revision = 2; revision < past.length; revision++) {
        const [before, after] = [between(revision - 1), between(revision)]
        if (!before || !after) continue
        const isSame =
          before.length === after.length &&
          before.every(([mark, position], k) => mark === after[k]![0] && same(position, after[k]![1]))
        if (isSame) untouched++
        else touched++
        if (!isSame) expect(revisions).toContain(revision)
        else if (!formsOften(made, revision)) expect(revisions).not.toContain(revision)
      }
    })
    expect(Math.min(touched, untouched)).toBeGreaterThan(100)
  })
})

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function moves(event: MadeHistory['events'][number]): boolean {
  return 'steps' in event.data && event.data.steps.some(json => storedStep(json) instanceof MoveStep)
}

/** An event of several steps may take back the form that it gave; that's told too. */
function formsOften({ events }: MadeHistory, revision: number): boolean {
  const event = events[revision - 1]!
  return 'steps' in event.data && event.data.steps.filter(({ stepType }) => /mark|attr/i.test(stepType)).length > 1
}
