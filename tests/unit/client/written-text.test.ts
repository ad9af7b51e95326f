import { Transform } from '@tiptap/pm/transform'
import { expect, it } from 'vitest'
import { writtenText } from '@/lib/client/outbox/written-text'
import { stepJSON } from '@/lib/document/steps'
import { block } from '../../support/desk'
import { paragraphs } from '../../support/scribe'

/** What remains of what was done to a document of two paragraphs, "first" and "second". */
function written(change: (tr: Transform) => void): string {
  const tr = new Transform(paragraphs('first', 'second'))
  change(tr)
  return writtenText(tr.steps.map(stepJSON))
}

const type = (tr: Transform, at: number, text: string) => {
  for (const [i, letter] of [...text].entries()) tr.insert(at + i, tr.doc.type.schema.text(letter))
}

it('[OB9] is what stands at the end, letter by letter, in the order of the document', () => {
  expect(written(tr => type(tr, 3, 'hello'))).toBe('hello')
  expect(
    written(tr => {
      type(tr, 10, 'world')
      type(tr, 1, 'hello')
    }),
  ).toBe('hello\nworld')
})

it('[OB9] holds neither what was taken back nor what was there before', () => {
  expect(
    written(tr => {
      type(tr, 3, 'helxlo')
      tr.delete(6, 7).delete(1, 3)
    }),
  ).toBe('hello')
  expect(
    written(tr => {
      type(tr, 3, 'gone')
      tr.delete(1, 10)
    }),
  ).toBe('')
  expect(written(tr => tr.delete(1, 3))).toBe('')
})

it('[OB9] keeps lines apart, through splits, new blocks and what goes around them', () => {
  const inserted = written(tr => tr.insert(7, [block('one'), block('two')]))
  expect(inserted).toBe('one\ntwo')
  const split = written(tr => {
    type(tr, 3, 'leftright')
    tr.split(7)
  })
  expect(split).toBe('left\nright')
  const wrapped = written(tr => {
    const range = tr.doc.resolve(2).blockRange()!
    tr.wrap(range, [{ type: tr.doc.type.schema.nodes.blockquote! }])
    type(tr, 4, 'in')
    type(tr, 13, 'after')
  })
  expect(wrapped).toBe('in\nafter')
})
