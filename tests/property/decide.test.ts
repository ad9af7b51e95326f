import { describe, expect, test } from 'vitest'
import { checkChange, checkWhole, documentNodes } from '@/lib/document/check'
import { command } from '@/lib/document/commands'
import { decide } from '@/lib/document/decide'
import { evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { defaultLimits } from '@/lib/document/limits'
import { canonicalJSON, schema, schemaVersion } from '@/lib/document/schema'
import { applyStep, type StepJSON, stepJSON, storedStep } from '@/lib/document/steps'
import { documentOf, ids, rebased, wish } from '../support/deciding'
import { randomEdits } from '../support/habits'
import { damaged, mutate } from '../support/mutate'
import { forSeeds } from '../support/property'
import type { Random } from '../support/random'
import { everything } from '../support/sample'
import { expectSound } from '../support/sound'

const start = everything()

/** Some document that people might have written, and two who edit it without knowing of each other. */
function twoEdits(random: Random) {
  const doc = randomEdits(start, random, random.below(12)).doc
  return { doc, mine: randomEdits(doc, random, 1 + random.below(6)), theirs: randomEdits(doc, random, random.below(6)) }
}

describe('decide', () => {
  test('[SP10] never throws, whatever steps are made of, and what it accepts leaves a sound document', () => {
    let [accepted, refused] = [0, 0]
    forSeeds(2_000, random => {
      const behind = random.chance(0.5)
      const { doc, mine, theirs } = twoEdits(random)
      const steps = mutate(mine.steps.map(stepJSON), random)
      const fields = { documentId: ids.document, baseRevision: 5, schemaVersion, commandId: ids.document }
      const parsed = command.safeParse({ ...fields, type: 'EditContent', steps })
      if (!parsed.success) return
      const decision = decide(parsed.data, documentOf(behind ? theirs.doc : doc), {
        limits: defaultLimits,
        since: behind ? theirs.mapping.maps : [],
      })
      if ('refusal' in decision) {
        refused++
        return expect(['invalid_steps', 'document_too_large', 'command_too_large']).toContain(decision.refusal.code)
      }
      accepted++
      const after = decision.content!.doc
      expectSound(after)
      // And it's the same once it has rested in the log.
      expect(after.eq(schema.nodeFromJSON(JSON.parse(JSON.stringify(after.toJSON()))))).toBe(true)
      const stored = JSON.parse(JSON.stringify((decision.body.data as { steps: StepJSON[] }).steps)) as StepJSON[]
      let replayed = behind ? theirs.doc : doc
      for (const step of stored) replayed = applyStep(replayed, storedStep(step))!
      expect(canonicalJSON(replayed)).toBe(canonicalJSON(after))
    })
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    expect(Math.min(accepted, refused)).toBeGreaterThan(200)
  })

  test('[SP11] checks what changed exactly as a check of everything would, and counts the same nodes', () => {
    let [taken, refused] = [0, 0]
    forSeeds(1_500, random => {
      const { doc, mine } = twoEdits(random)
      for (const after of [
        mine.doc,
        damaged(doc, random),
        damaged(mine.doc, random),
        randomEdits(doc, random, 1).doc,
      ]) {
        const whole = outcome(() => checkWhole(after, defaultLimits))
        const change = outcome(() => checkChange(doc, after, defaultLimits))
        expect(change === null).toBe(whole === null)
        if (whole === null || change === null) refused++
        else {
          taken++
          expect(documentNodes(doc) + change).toBe(whole)
        }
      }
    })
    expect(Math.min(taken, refused)).toBeGreaterThan(500)
  })

  test('[DC1] is pure: the same answer for the same question, and nothing given is changed', () => {
    forSeeds(200, random => {
      const { doc, mine, theirs } = twoEdits(random)
      if (mine.steps.length === 0) return
      const question = wish({ type: 'EditContent', steps: mine.steps.map(stepJSON) as StepJSON[] })
      const context = { limits: defaultLimits, since: Object.freeze([...theirs.mapping.maps]) }
      const [document, asked, was] = [Object.freeze(documentOf(theirs.doc)), JSON.stringify(question), theirs.doc]
      const [first, again] = [decide(question, document, context), decide(question, document, context)]
      expect(JSON.stringify('body' in again && again.body)).toBe(JSON.stringify('body' in first && first.body))
      expect(JSON.stringify(question)).toBe(asked)
      expect(document.doc).toBe(was)
      expect(doc.eq(mine.before)).toBe(true)
    })
  })

  test('[DC2] leads to the document that its event makes of the one before', () => {
    forSeeds(300, random => {
      const { doc, mine, theirs } = twoEdits(random)
      if (mine.steps.length === 0) return
      const decided = rebased(doc, mine, theirs)
      const header = { documentId: ids.document, revision: 6, position: '', schemaVersion, commandId: ids.document }
      const event = {
        ...header,
        baseRevision: 5,
        authorId: ids.anna,
        via: 'api',
        recordedAt: '2026-01-01T10:00:01.000Z',
      }
      const body = JSON.parse(JSON.stringify(decided.body))
      const evolved = evolve(documentOf(theirs.doc), { ...event, ...body } as RecordedEvent)
      expect(canonicalJSON(evolved.doc)).toBe(canonicalJSON(decided.doc))
      expectSound(evolved.doc)
      expect(documentNodes(decided.doc)).toBe(checkWhole(evolved.doc, defaultLimits))
    })
  })
})

function outcome(check: () => number): number | null {
  try {
    return check()
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError)
    return null
  }
}
