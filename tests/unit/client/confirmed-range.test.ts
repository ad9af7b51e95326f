import { Transform } from '@tiptap/pm/transform'
import { expect, it } from 'vitest'
import { confirmedRange } from '@/lib/client/confirmed-range'
import { schema } from '@/lib/document/schema'
import type { Batch } from '@/lib/replica/batch'
import { paragraphs } from '../../support/scribe'

/** Batches as a replica holds them, of one step each. */
const unconfirmed = (change: (transform: Transform) => void): Batch[] => {
  const transform = new Transform(paragraphs('one two three'))
  change(transform)
  return transform.steps.map((step, i) => {
    const steps = [{ step, before: transform.docs[i]! }]
    return { commandId: String(i), sent: null, making: { origin: 'typed' }, steps } as unknown as Batch
  })
}

it('[WW4] what is selected is found in the document that is confirmed, as far as it stands there', () => {
  const typed = unconfirmed(transform =>
    transform.insert(1, schema.text('zero ')).insert(10, schema.text('and a half ')),
  )
  expect(confirmedRange([], { from: 5, to: 8 })).toEqual({ from: 5, to: 8 })
  // "two", behind what was typed at two places; "one and a"; "zero".
  expect(confirmedRange(typed, { from: 21, to: 24 })).toEqual({ from: 5, to: 8 })
  expect(confirmedRange(typed, { from: 6, to: 15 })).toEqual({ from: 1, to: 5 })
  expect(confirmedRange(typed, { from: 1, to: 5 })).toBe(null)
  // What was taken meanwhile isn't of it.
  const taken = unconfirmed(transform => transform.delete(5, 9))
  expect(confirmedRange(taken, { from: 1, to: 5 })).toEqual({ from: 1, to: 5 })
  expect(confirmedRange(taken, { from: 5, to: 10 })).toEqual({ from: 9, to: 14 })
})
