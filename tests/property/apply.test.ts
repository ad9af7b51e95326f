import type { Node } from '@tiptap/pm/model'
import { AttrStep, type Step } from '@tiptap/pm/transform'
import { expect, test } from 'vitest'
import { canonicalJSON } from '@/lib/document/schema'
import { applyStep, stepJSON } from '@/lib/document/steps'
import { randomEdits } from '../support/habits'
import { mutate } from '../support/mutate'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { everything } from '../support/sample'
import { readable } from '../support/steps'

/** ProseMirror's own way, on the whole document. */
function plainly(doc: Node, step: Step): Node | null {
  try {
    if (step instanceof AttrStep && !Object.hasOwn(doc.nodeAt(step.pos)?.attrs ?? {}, step.attr)) return null
    return step.apply(doc).doc ?? null
  } catch {
    return null
  }
}

/** Steps that people make, steps made for another document, and steps in which something has been changed. */
function someSteps(doc: Node, random: Random): Step[] {
  const made = randomEdits(doc, random, 1 + random.below(4)).steps
  const elsewhere = randomEdits(randomEdits(doc, random, 3).doc, random, 2).steps
  const spoiled = mutate(made.map(stepJSON), random)
  return [...made, ...elsewhere, ...(Array.isArray(spoiled) ? spoiled : []).flatMap(json => readable(json, doc))]
}

test('[HI1] a step applied to the nodes around it leads where applying it to everything does, or nowhere as it does', () => {
  let [fit, unfit] = [0, 0]
  forSeeds(400, random => {
    const doc = randomEdits(everything(), random, random.below(12)).doc
    for (const step of someSteps(doc, random)) {
      const [after, expected] = [applyStep(doc, step), plainly(doc, step)]
      if (!expected) unfit++
      else fit++
      expect(after && canonicalJSON(after)).toBe(expected && canonicalJSON(expected))
      expect(after?.content.size).toBe(expected?.content.size)
    }
  })
  expect(Math.min(fit, unfit)).toBeGreaterThan(200)
})
