import type { Node } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { changesOf } from '@/lib/document/changes'
import { stepsBetween } from '@/lib/document/restore'
import { type Part, sectionsOf, withPart } from '@/lib/document/restore-part'
import { randomEdits } from '../support/habits'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { everything, plain } from '../support/sample'
import { paragraphs } from '../support/scribe'
import { expectSound } from '../support/sound'

/** A document as it was and as it became, and a part of the old one: a section, blocks, or some letters. */
function past(random: Random): { then: Node; now: Node; part: Part } {
  const then = randomEdits(random.pick([everything(), plain()]), random, random.below(10)).doc
  const now = randomEdits(then, random, random.below(30)).doc
  const section = random.pick(sectionsOf(then))
  const [from, to] = [random.below(then.content.size), random.below(then.content.size)].sort((a, b) => a - b)
  return { then, now, part: random.chance(0.5) ? section : { from: from!, to: to! } }
}

const textIn = (doc: Node, { from, to }: Part) => doc.textBetween(from, to, '\n')

describe('restoring a part', () => {
  test('[RC1] it stands again, in a sound document', () => {
    forSeeds(300, random => {
      const { then, now, part } = past(random)
      const restored = withPart(now, then, part)
      restored.doc.check()
      expectSound(restored.doc)
      expect(restored.part.from).toBeLessThanOrEqual(part.from)
      expect(restored.part.to).toBeGreaterThanOrEqual(part.to)
      expect(textIn(restored.doc, restored.place).trim()).toBe(textIn(then, restored.part).trim())
    })
  })

  test('[RC2] what stands before and after it stays as it is', () => {
    forSeeds(300, random => {
      const { then, now, part } = past(random)
      const { doc, place } = withPart(now, then, part)
      const lettersOf = (from: number, to: number) => doc.textBetween(from, to)
      expect(now.textContent.startsWith(lettersOf(0, place.from))).toBe(true)
      expect(now.textContent.endsWith(lettersOf(place.to, doc.content.size))).toBe(true)
    })
  })

  test('[RC2] where it stands already, nothing changes', () => {
    forSeeds(200, random => {
      const { then, part } = past(random)
      expect(withPart(then, then, part).doc.eq(then)).toBe(true)
    })
  })

  test('[RC3] what is shown of a change is all of it: without what came and with what went it is as before', () => {
    forSeeds(200, random => {
      const { then, now } = past(random)
      const steps = stepsBetween(now, then)
      const came = (doc: Node) =>
        changesOf(now, steps).flatMap(change =>
          change.kind === 'came' ? [doc.textBetween(change.from, change.to)] : [],
        )
      const went = changesOf(now, steps).flatMap(change =>
        change.kind === 'went' ? [change.slice.content.textBetween(0, change.slice.content.size)] : [],
      )
      const letters = (texts: string[]) => [...texts.join('')].sort().join('')
      expect(letters([now.textContent, ...came(then)])).toBe(letters([then.textContent, ...went]))
    })
  })

  test('[RC6] of a sentence that was changed, whole words come and go', () => {
    const [then, now] = [paragraphs('I have asked the mill.'), paragraphs('In writing I asked them twice.')]
    const texts = changesOf(now, stepsBetween(now, then)).map(change =>
      change.kind === 'went' ? `-${change.slice.content.textBetween(0, change.slice.content.size)}` : change.kind,
    )
    expect(texts).toEqual(['-In writing ', 'came', '-m twice', 'came'])
  })

  test('[RC2] a sentence goes back into its paragraph, whatever else became of that, and of what is gone it stands for itself', () => {
    const then = paragraphs('First.', 'We asked ten people. They answered by letter.', 'Then we counted.')
    const sentence = { from: 9 + 20, to: 9 + 45 }
    expect(then.textBetween(sentence.from, sentence.to)).toBe(' They answered by letter.')
    const texts = (now: Node) => withPart(now, then, sentence).doc.children.map(child => child.textContent)
    expect(texts(paragraphs('New.', 'We asked six people.'))).toEqual([
      'New.',
      'We asked six people. They answered by letter.',
    ])
    expect(texts(paragraphs('First.', 'Something else.'))).toEqual([
      'First.',
      ' They answered by letter.',
      'Something else.',
    ])
  })
})
