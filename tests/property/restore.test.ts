import type { Node } from '@tiptap/pm/model'
import { type Step, Transform } from '@tiptap/pm/transform'
import { describe, expect, test } from 'vitest'
import { checkChange } from '@/lib/document/check'
import { defaultLimits } from '@/lib/document/limits'
import { stepsBetween } from '@/lib/document/restore'
import { canonicalJSON, emptyDoc, schema } from '@/lib/document/schema'
import { applyStep, rebase, stepJSON, storedStep } from '@/lib/document/steps'
import { randomEdits } from '../support/habits'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { everything } from '../support/sample'
import { paragraphs } from '../support/scribe'
import { expectSound } from '../support/sound'

/** Two states of one document, or of two that have nothing in common. */
function pair(random: Random): [Node, Node] {
  const start = random.pick([everything(), paragraphs('One', 'Two', 'Three'), emptyDoc()])
  const from = randomEdits(start, random, random.below(25)).doc
  const to = random.chance(0.8) ? randomEdits(from, random, 1 + random.below(25)).doc : everything()
  return random.chance(0.5) ? [from, to] : [to, from]
}

/** Positions of the top blocks, with their keys. */
function blocks(doc: Node) {
  const list: { node: Node; start: number; end: number }[] = []
  doc.forEach((node, start) => {
    list.push({ node, start, end: start + node.nodeSize })
  })
  return list
}

/** Whether steps touch anything between two positions of the document that they're made for. */
function touches(steps: readonly Step[], start: number, end: number): boolean {
  let [from, to] = [start, end]
  for (const step of steps) {
    const { from: a, to: b = a } = {
      from: Number(stepJSON(step).from ?? stepJSON(step).pos),
      to: stepJSON(step).to as number,
    }
    if (
      Math.max(a, from) < Math.min(b, to) ||
      (a > from && a < to) ||
      (stepJSON(step).stepType === 'attr' && a === from)
    )
      return true
    from = step.getMap().map(from, 1)
    to = step.getMap().map(to, -1)
  }
  return false
}

describe('a restore', () => {
  test('[RS1] leads to exactly what was, by steps that each leave a sound document', () => {
    forSeeds(300, random => {
      const [from, to] = pair(random)
      let doc = from
      for (const step of stepsBetween(from, to).map(stepJSON).map(storedStep)) {
        const next = applyStep(doc, step)!
        checkChange(doc, next, defaultLimits)
        doc = next
        doc.check()
      }
      expect(canonicalJSON(doc)).toBe(canonicalJSON(to))
      expectSound(doc)
    })
  })

  test('[RS2] makes no step where nothing differs', () => {
    forSeeds(100, random => {
      const [doc] = pair(random)
      expect(stepsBetween(doc, schema.nodeFromJSON(doc.toJSON()))).toEqual([])
    })
  })

  test('[RS3] leaves alone every block at both ends that is equal', () => {
    let untouched = 0
    forSeeds(400, random => {
      const [from, to] = pair(random)
      const steps = stepsBetween(from, to)
      const [a, b] = [blocks(from), blocks(to)]
      let head = 0
      while (head < Math.min(a.length, b.length) && a[head]!.node.eq(b[head]!.node)) head++
      let tail = 0
      while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail)!.node.eq(b.at(-1 - tail)!.node)) tail++
      const equal = [...a.slice(0, head), ...a.slice(a.length - tail)]
      untouched += equal.length
      for (const { start, end } of equal) expect(touches(steps, start, end)).toBe(false)
    })
    expect(untouched).toBeGreaterThan(400)
  })

  test('[RS4] does not swallow what somebody writes meanwhile into a block that is equal', () => {
    let survived = 0
    forSeeds(300, random => {
      const text = (n: number) => random.text(5 + n)
      const from = paragraphs(...Array.from({ length: 8 }, (_, i) => text(i)))
      const quiet = 1 + random.below(6)
      // Something happens to all others: gone, changed, doubled, moved before.
      const others = blocks(from).flatMap(({ node }, i) =>
        i === quiet
          ? [node]
          : random.pick([[], [node, node], [schema.nodes.heading!.create(null, node.content)], [node]]),
      )
      const to = schema.node('doc', null, others)
      const at = blocks(from)[quiet]!.start + 3
      const typed = new Transform(from).insert(at, schema.text('WORD'))
      const { doc } = rebase(typed.doc, stepsBetween(from, to), typed.mapping.maps)
      // The text may stand twice in the document; the word is there once, where it was typed.
      expect(doc.textContent.split('WORD')).toHaveLength(2)
      const back = rebase(
        to,
        typed.steps,
        stepsBetween(from, to).map(step => step.getMap()),
      )
      expect(back.doc.textContent.split('WORD')).toHaveLength(2)
      survived++
    })
    expect(survived).toBe(300)
  })
})

test('[RS5] holds up nobody for long, however much differs', () => {
  const texts = (word: string) => Array.from({ length: 10_000 }, (_, i) => `${word} ${i * 7_919} some words ${word}`)
  const [from, to] = [paragraphs(...texts('alpha')), paragraphs(...texts('omega').slice(7))]
  const began = performance.now()
  const steps = stepsBetween(from, to)
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(new Transform(from).step(steps[0]!).doc.eq(to)).toBe(true)
})
