import { describe, expect, test } from 'vitest'
import { MoveStep } from '@/lib/document/move'
import { schema } from '@/lib/document/schema'
import { authorship } from '@/lib/history/weave/authorship'
import { diff } from '@/lib/history/weave/diff'
import { life } from '@/lib/history/weave/life'
import { search } from '@/lib/history/weave/search'
import { Sheet } from '../../support/sheet'

/** A difference in words. */
function told(sheet: Sheet, a: number, b = sheet.weave.revision): unknown[] {
  return diff(sheet.weave, a, b).map(segment => {
    if (segment.kind === 'formatted')
      return ['~', sheet.docs[b]!.textBetween(segment.from, segment.to), ...segment.changes.map(({ name }) => name)]
    const { content } = segment.kind === 'deleted' ? segment.slice : sheet.docs[b]!.slice(segment.from, segment.to)
    return [segment.kind === 'deleted' ? '-' : '+', content.textBetween(0, content.size, '|'), segment.runs[0]!.author]
  })
}

/** Who wrote what, in words. */
const writers = ({ weave, doc }: Sheet) =>
  authorship(weave, weave.revision)
    .map(({ from, to, author }) => [doc.textBetween(from, to), author])
    .filter(([text]) => text !== '')

describe('a difference', () => {
  test('[WV3] of a word that was typed over letter by letter is one deletion and one insertion', () => {
    const sheet = new Sheet('The cat sat')
    for (const letter of ['t', 'a', 'c'])
      sheet.erase('anna', letter === 't' && sheet.doc.textContent === 'The cat sat' ? 't ' : letter)
    sheet.type('anna', 'dog ', 'The ')
    expect(told(sheet, 1)).toEqual([
      ['-', 'cat ', 'anna'],
      ['+', 'dog ', 'anna'],
    ])
  })

  test('[WV6] of a block that became another one is a change of that block', () => {
    const sheet = new Sheet('One', 'Two').edit('anna', transform =>
      transform.setBlockType(1, 1, schema.nodes.heading!, { level: 2 }),
    )
    expect(told(sheet, 1)).toEqual([['~', '', 'type', 'level']])
  })

  test('[WV22] tells nothing of what was taken and brought back, by undo or by restoring', () => {
    const undone = new Sheet('One', 'Two').erase('anna', 'One').undo('anna').erase('ben', 'Two').undo('ben')
    expect([told(undone, 1), told(undone, 2)]).toEqual([[], [['+', 'One', 'anna']]])
    expect(told(undone, 1, 4)).toEqual([['-', 'Two', 'ben']])
    const restored = new Sheet('One', 'Two').erase('anna', 'One').type('ben', ' words', 'Two').restore('anna', 1)
    expect(told(restored, 1)).toEqual([])
  })

  test('[WV5] of what was moved says where it was and is', () => {
    const sheet = new Sheet('One', 'Two', 'Three')
    sheet.edit('anna', transform => transform.step(MoveStep.to(transform.doc, 0, 5, 17)!))
    const segments = diff(sheet.weave, 1, 2)
    expect(segments.map(segment => segment.kind !== 'formatted' && [segment.kind, segment.runs])).toMatchObject([
      ['deleted', [{ from: 0, to: 5, moved: 12 }]],
      ['inserted', [{ from: 12, to: 17, moved: 0 }]],
    ])
  })
})

describe('authorship', () => {
  test('[WV22] of what an undo brought back stays with who wrote it', () => {
    const sheet = new Sheet('One').type('anna', ' two', 'One').erase('ben', 'e two').undo('ben')
    expect(writers(sheet)).toEqual([
      ['On', 'carl'],
      ['e', 'carl'],
      [' two', 'anna'],
    ])
    // Who types the same again has written it.
    sheet.erase('ben', 'two').type('ben', 'two', ' ')
    expect(writers(sheet).at(-1)).toEqual(['two', 'ben'])
  })
})

describe('the past of a phrase', () => {
  test('[WV8] is one place through erasing, undo and moving', () => {
    const sheet = new Sheet('One', 'Two', 'Three').erase('anna', 'Two').undo('anna')
    sheet.edit('ben', transform => transform.step(MoveStep.to(transform.doc, 5, 10, 0)!)).erase('ben', 'w')
    expect(search(sheet.weave, 'two').places).toEqual([
      [
        { from: 1, position: 6, to: 2 },
        { from: 3, position: 6, to: 5 },
      ],
    ])
  })

  test('[WV10] tells a selection when it came, changed and went, wherever it stood', () => {
    const sheet = new Sheet('One', 'Two', 'Three').type('anna', ' words', 'Two').type('anna', 's', 'Three')
    sheet.edit('ben', transform => transform.step(MoveStep.to(transform.doc, 5, 16, 0)!)).erase('ben', 'words')
    const revisions = (r: number, from: number, to: number) =>
      life(sheet.weave, r, from, to).map(({ revision }) => revision)
    expect(revisions(2, 9, 15)).toEqual([2, 4, 5])
    expect(revisions(5, 1, 5)).toEqual([1, 2, 4])
    expect(revisions(5, 12, 17)).toEqual([1])
    sheet.type('ben', '!', 'T').erase('ben', '!').type('ben', '!', 'O')
    expect(revisions(2, 6, 15)).toEqual([1, 2, 4, 5, 6, 7])
  })
})
