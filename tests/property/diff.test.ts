import { describe, expect, test } from 'vitest'
import { authorship } from '@/lib/history/weave/authorship'
import type { Change } from '@/lib/history/weave/changes'
import { diff, type Segment } from '@/lib/history/weave/diff'
import { somePast } from '../support/histories'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { type Mark, type Position, positionsOf, slowPast, written } from '../support/slow-past'

/** Two revisions, the earlier one first. */
function two(random: Random, documents: readonly unknown[]): [number, number] {
  const [a, b] = [1 + random.below(documents.length - 1), 1 + random.below(documents.length - 1)]
  return a < b ? [a, b] : [b, a]
}

/** What a difference says becomes of the earlier document; each stretch that it leaves out must be there already. */
function applied(segments: readonly Segment[], before: readonly Position[], after: readonly Position[]): Position[] {
  const made: Position[] = []
  let at = 0
  const upTo = (position: number) => {
    while (made.length < position) made.push(before[at++]!)
  }
  for (const segment of segments) {
    upTo(segment.kind === 'deleted' ? segment.at : segment.from)
    if (segment.kind === 'deleted') {
      expect([segment.from, segment.slice.size]).toEqual([at, segment.to - segment.from])
      at = segment.to
    } else if (segment.kind === 'inserted') made.push(...after.slice(segment.from, segment.to))
    else while (made.length < segment.to) made.push(changed(before[at++]!, segment.changes))
  }
  upTo(after.length)
  expect(at).toBe(before.length)
  return made
}

function changed(position: Position, changes: readonly Change[]): Position {
  const copy = structuredClone(position)
  for (const { of, name, before, after } of changes)
    if (of === 'type') {
      expect(copy.type).toBe(before)
      copy.type = after as string
    } else {
      expect(copy[of][name] ?? null).toEqual(before)
      copy[of][name] = after
    }
  return copy
}

/** Marks that are not there, and attributes that a block of another type hasn't, say nothing. */
function plainly(positions: readonly Position[]): unknown[] {
  const filled = (record: Record<string, unknown>) =>
    Object.entries(record)
      .filter(([, value]) => value !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
  return positions.map(({ sign, type, attribute, mark }) => [sign, type, filled(attribute), filled(mark)])
}

/** The tokens of a mark's past. */
const chain = (mark: Mark): Mark[] => [mark, ...(mark.from ? chain(mark.from) : [])]

describe('a difference', () => {
  test('[WV3] makes of the document at one revision that at a later one', () => {
    let segments = 0
    forSeeds(150, random => {
      const { documents, weave } = somePast(random)
      for (let i = 0; i < 10; i++) {
        const [a, b] = two(random, documents)
        const [before, after] = [positionsOf(documents[a]!.doc), positionsOf(documents[b]!.doc)]
        const found = diff(weave, a, b)
        segments += found.length
        expect(plainly(applied(found, before, after))).toEqual(plainly(after))
      }
    })
    expect(segments).toBeGreaterThan(2_000)
  })

  test('[WV4] tells nothing as new that was there, and nothing as gone that is', () => {
    forSeeds(150, random => {
      const made = somePast(random)
      const past = slowPast(made)
      for (let i = 0; i < 10; i++) {
        const [a, b] = two(random, made.documents)
        const [before, after] = [new Set(past[a]), new Set(past[b])]
        for (const segment of diff(made.weave, a, b)) {
          if (segment.kind === 'inserted')
            for (const mark of past[b]!.slice(segment.from, segment.to)) expect(before.has(mark)).toBe(false)
          if (segment.kind === 'deleted')
            for (const mark of past[a]!.slice(segment.from, segment.to)) expect(after.has(mark)).toBe(false)
        }
      }
    })
  })

  test('[WV5] says of all that came and went who did it, and where it stands if it was moved', () => {
    let moved = 0
    forSeeds(150, random => {
      const made = somePast(random)
      const past = slowPast(made)
      const [a, b] = two(random, made.documents)
      for (const segment of diff(made.weave, a, b))
        if (segment.kind !== 'formatted') {
          expect([segment.runs[0]!.from, segment.runs.at(-1)!.to]).toEqual([segment.from, segment.to])
          for (const run of segment.runs)
            for (let k = run.from; k < run.to; k++) {
              const mark = past[segment.kind === 'inserted' ? b : a]![k]!
              const by =
                segment.kind === 'inserted' ? mark.put : past.findIndex((marks, r) => r > a && !marks.includes(mark))
              expect(run.first <= by && by <= run.last).toBe(true)
              expect(run.author).toBe(made.events[by - 1]!.authorId)
              if (run.moved === null) continue
              moved++
              const other = past[segment.kind === 'inserted' ? a : b]![run.moved + k - run.from]!
              expect(segment.kind === 'inserted' ? chain(mark) : chain(other)).toContain(
                segment.kind === 'inserted' ? other : mark,
              )
            }
        }
    })
    expect(moved).toBeGreaterThan(100)
  })

  test('[WV6] says of all that changed its form which revision did it last', () => {
    let count = 0
    forSeeds(400, random => {
      const made = somePast(random)
      const past = slowPast(made)
      const [a, b] = two(random, made.documents)
      const places = new Map<number, Position[]>()
      const positions = (r: number) => places.get(r) ?? places.set(r, positionsOf(made.documents[r]!.doc)).get(r)!
      for (const segment of diff(made.weave, a, b))
        if (segment.kind === 'formatted')
          for (const { of, name, after, revision } of segment.changes) {
            count++
            expect(revision > a && revision <= b).toBe(true)
            const marks = chain(past[b]![segment.from]!)
            const valueAt = (r: number) => {
              const k = past[r]!.findIndex(mark => marks.includes(mark))
              const position = positions(r)[k]
              return position && (of === 'type' ? position.type : (position[of][name] ?? null))
            }
            for (let r = revision; r <= b; r++) if (valueAt(r) !== undefined) expect(valueAt(r)).toEqual(after)
            expect(valueAt(revision)).toEqual(after)
            expect(valueAt(revision - 1)).not.toEqual(after)
          }
    })
    expect(count).toBeGreaterThan(200)
  })
})

describe('authorship', () => {
  test('[WV7] names for every position who wrote it, whatever was moved or restored since', () => {
    let brought = 0
    forSeeds(100, random => {
      const made = somePast(random)
      const past = slowPast(made)
      for (let r = 1; r < made.documents.length; r++) {
        const runs = authorship(made.weave, r)
        expect(runs.map(({ to }) => to)).toEqual([...runs.slice(1).map(({ from }) => from), past[r]!.length])
        for (const run of runs) {
          const marks = past[r]!.slice(run.from, run.to)
          const by = marks.map(mark => written(mark).put)
          expect(new Set(by.map(revision => made.events[revision - 1]!.authorId))).toEqual(new Set([run.author]))
          expect([run.first, run.last]).toEqual([Math.min(...by), Math.max(...by)])
          expect(new Set(marks.map(mark => (mark.from ? mark.put : null)))).toEqual(new Set([run.brought]))
          if (run.brought !== null) brought++
        }
      }
    })
    expect(brought).toBeGreaterThan(1_000)
  })
})
