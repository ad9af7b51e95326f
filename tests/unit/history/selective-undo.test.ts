import { describe, expect, test } from 'vitest'
import { MoveStep } from '@/lib/document/move'
import { schema } from '@/lib/document/schema'
import { undo } from '@/lib/history/weave/undo/undo'
import { Sheet } from '../../support/sheet'

/** What undoing all that somebody did leads to. */
function without({ weave }: Sheet, author: string) {
  const { doc, overlaps } = undo(weave, revision => weave.revisions.authorOf(revision) === author)
  return {
    text: doc.children.map(child => child.textContent).join('|'),
    doc,
    overlaps: overlaps.map(({ kind, from, to, text }) => [kind, text ?? doc.textBetween(from, to, '|')]),
  }
}

describe('selective undo', () => {
  test('[WV17] takes out what one wrote and brings back what they took, in the midst of what others did since', () => {
    const sheet = new Sheet('The cat sat', 'on the mat')
      .type('anna', ' black', 'The')
      .erase('anna', ' mat')
      .type('ben', ' there', 'sat')
    expect(without(sheet, 'anna')).toMatchObject({ text: 'The cat sat there|on the mat', overlaps: [] })
    expect(without(sheet, 'ben')).toMatchObject({ text: 'The black cat sat|on the', overlaps: [] })
  })

  test('[WV18] tells what others wrote into what goes or comes back, and beside it', () => {
    const within = new Sheet('The cat').type('anna', ' big black', 'The').type('ben', ', very', 'big')
    expect(without(within, 'anna')).toMatchObject({ text: 'The, very cat', overlaps: [['within', ', very']] })
    const beside = new Sheet('The').type('anna', ' cat', 'The').type('ben', ' sat', 'cat')
    expect(without(beside, 'anna')).toMatchObject({ text: 'The sat', overlaps: [['beside', ' sat']] })
  })

  test('[WV19] leaves a block that others have written in, and tells it', () => {
    const paragraph = schema.node('paragraph', null, schema.text('New'))
    const sheet = new Sheet('One', 'Two')
      .edit('anna', transform => transform.insert(5, [paragraph, paragraph]))
      .type('ben', ' words', 'New')
    expect(without(sheet, 'anna')).toMatchObject({ text: 'One| words|Two', overlaps: [['structure', ' words']] })
    expect(without(sheet, 'ben')).toMatchObject({ text: 'One|New|New|Two', overlaps: [] })
  })

  test('[WV19] gives what comes back a block of its own where there is none, or tells that it finds no place', () => {
    const sheet = new Sheet('One', 'Two words', 'Three').erase('anna', ' words')
    sheet.edit('ben', transform => transform.delete(sheet.at('Two') - 1, sheet.at('Two') + 4))
    const { text, overlaps } = without(sheet, 'anna')
    expect(text).toBe('One| words|Three')
    expect(overlaps).toEqual([['structure', ' words']])

    const row = (text: string) => {
      const paragraph = schema.node('paragraph', null, schema.text(text))
      return schema.node('tableRow', null, schema.node('tableCell', null, paragraph))
    }
    const table = new Sheet('One').edit('carl', transform =>
      transform.insert(5, schema.node('table', null, [row('Two'), row('Three words')])),
    )
    table
      .erase('anna', ' words')
      .edit('ben', transform => transform.delete(table.at('Three') - 3, table.at('Three') + 8))
    expect(without(table, 'anna')).toMatchObject({
      text: 'One|Two',
      overlaps: [
        ['unplaced', ' words'],
        ['structure', 'Two'],
      ],
    })
  })

  test('[WV20] takes formats back, and tells which ones others have changed since', () => {
    const [bold, italic] = [schema.marks.bold!.create(), schema.marks.italic!.create()]
    const sheet = new Sheet('The cat sat')
      .edit('anna', transform => transform.addMark(1, 8, bold))
      .edit('ben', transform => transform.addMark(5, 12, italic))
      .edit('ben', transform => transform.removeMark(1, 4, bold))
    const { doc, overlaps } = without(sheet, 'anna')
    expect(doc.child(0).children.map(({ text, marks }) => [text, marks.map(({ type }) => type.name)])).toEqual([
      ['The ', []],
      ['cat sat', ['italic']],
    ])
    expect(overlaps).toEqual([['form', 'The']])
  })

  test('[WV21] moves back what one moved, with what others did to its form, unless they wrote into it', () => {
    const moved = new Sheet('One', 'Two', 'Three').edit('anna', transform =>
      transform.step(MoveStep.to(transform.doc, 5, 10, 0)!),
    )
    expect(moved.doc.textContent).toBe('TwoOneThree')
    expect(without(moved, 'anna')).toMatchObject({ text: 'One|Two|Three', overlaps: [] })
    moved.edit('ben', transform => transform.addMark(1, 4, schema.marks.bold!.create()))
    const back = without(moved, 'anna').doc.child(1)
    expect(back.child(0).marks.map(({ type }) => type.name)).toEqual(['bold'])
    moved.type('ben', ' words', 'Two')
    expect(without(moved, 'anna')).toMatchObject({ text: 'Two words|One|Three', overlaps: [['moved', 'Two words']] })
    const gone = new Sheet('One', 'Two').edit('anna', transform =>
      transform.step(MoveStep.to(transform.doc, 5, 10, 0)!),
    )
    gone.edit('ben', transform => transform.delete(0, 5))
    expect(without(gone, 'anna').text).toBe('One')
  })

  test('[WV16] leaves letters of two units whole, though they are of two', () => {
    // Of Carl's letter and Anna's, which are the same, Ben takes the middle.
    const sheet = new Sheet('😀').type('anna', '😀', '😀').edit('ben', transform => transform.delete(2, 4))
    expect(without(sheet, 'anna').text).toBe('😀')
    expect(without(sheet.erase('anna', '😀'), 'anna').text).toBe('')
  })
})
