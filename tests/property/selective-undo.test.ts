import type { Node } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { stepsBetween } from '@/lib/document/restore'
import { canonicalJSON } from '@/lib/document/schema'
import { applyStep } from '@/lib/document/steps'
import { undo } from '@/lib/history/weave/undo/undo'
import { somePast } from '../support/histories'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { type Mark, positionsOf, slowPast } from '../support/slow-past'
import { expectSound } from '../support/sound'

/** Letters and leaves of a document with what they are of. */
function signs(doc: Node, marks: readonly Mark[]): { sign: string; mark: Mark }[] {
  return positionsOf(doc).flatMap(({ sign }, k) => (sign.length === 1 ? [{ sign, mark: marks[k]! }] : []))
}

/** What one author did between two revisions. */
function somebody(random: Random, made: ReturnType<typeof somePast>) {
  const author = random.pick(made.people)
  const from = 2 + random.below(made.events.length)
  const to = from + random.below(made.events.length)
  return (revision: number) => revision >= from && revision <= to && made.events[revision - 1]!.authorId === author
}

describe('selective undo', () => {
  test('[WV14] of nothing changes nothing, and of everything leaves the document as it was created', () => {
    forSeeds(300, random => {
      const { weave, documents } = somePast(random)
      const nothing = undo(weave, () => false)
      expect(canonicalJSON(nothing.doc)).toBe(canonicalJSON(documents.at(-1)!.doc))
      expect(nothing.overlaps).toEqual([])
      const everything = undo(weave, () => true)
      expect(canonicalJSON(everything.doc)).toBe(canonicalJSON(documents[1]!.doc))
      expect(everything.overlaps).toEqual([])
    })
  })

  test('[WV15] of all since a revision leaves the document as it was then', () => {
    forSeeds(300, random => {
      const { weave, documents } = somePast(random)
      const since = 1 + random.below(documents.length - 1)
      const { doc, overlaps } = undo(weave, revision => revision > since)
      expect(canonicalJSON(doc)).toBe(canonicalJSON(documents[since]!.doc))
      expect(overlaps).toEqual([])
    })
  })

  test('[WV16] of what one author did leaves a sound document with all that others wrote, in order, and nothing of theirs', () => {
    const seen = { others: 0, undone: 0, overlaps: 0 }
    forSeeds(600, random => {
      const made = somePast(random)
      const isUndone = somebody(random, made)
      const past = slowPast(made)
      const { doc, overlaps } = undo(made.weave, isUndone)
      expectSound(doc)
      const now = signs(made.documents.at(-1)!.doc, past.at(-1)!)
      const written = (mark: Mark) => !isUndone(home(past, mark).put)
      const kept = now.filter(({ mark }) => written(mark))
      seen.others += kept.length
      seen.undone += now.length - kept.length
      seen.overlaps += overlaps.length
      const text = positionsOf(doc).flatMap(({ sign }) => (sign.length === 1 ? [sign] : []))
      expect(isWithin(kept.map(({ sign }) => sign).sort(), text.slice().sort())).toBe(true)
      const unmoved = kept.filter(({ mark }) => !isUndone(mark.put))
      expect(
        isWithin(
          unmoved.map(({ sign }) => sign),
          text,
        ),
      ).toBe(true)
      for (const { from, to } of overlaps) expect(from >= 0 && from <= to && to <= doc.content.size).toBe(true)
      let after = made.documents.at(-1)!.doc
      for (const step of stepsBetween(after, doc)) after = applyStep(after, step)!
      expect(canonicalJSON(after)).toBe(canonicalJSON(doc))
    })
    expect(Math.min(seen.others, seen.undone)).toBeGreaterThan(1_000)
    expect(seen.overlaps).toBeGreaterThan(200)
  })
})

/** Where the moves of something began, that stands somewhere. */
function home(past: readonly Mark[][], mark: Mark): Mark {
  const { put, from } = mark
  if (!from) return mark
  const isMove = from.put === put || (past[put - 1]!.includes(from) && !past[put]!.includes(from))
  return isMove ? home(past, from) : mark
}

function isWithin(few: readonly string[], many: readonly string[]): boolean {
  let i = 0
  for (const sign of many) if (sign === few[i]) i++
  return i === few.length
}
