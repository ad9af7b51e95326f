import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { describe, expect, test } from 'vitest'
import type { RevisedEvent } from '@/lib/document/document'
import { MoveStep } from '@/lib/document/move'
import { type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { undo } from '@/lib/history/weave/undo/undo'
import { Weave } from '@/lib/history/weave/weave'
import { weaveEvent } from '@/lib/history/weave/weaver'
import { ids } from '../../support/deciding'
import { paragraphs } from '../../support/scribe'

/** A document that Anna and Ben edit by turns. */
class Sheet {
  readonly weave = new Weave()
  doc: Node

  constructor(...texts: string[]) {
    this.doc = paragraphs(...texts)
    this.take('carl', { type: 'DocumentCreated', data: { title: '', doc: this.doc.toJSON() as NodeJSON } })
  }

  edit(author: string, change: (transform: Transform) => unknown): this {
    const transform = new Transform(this.doc)
    change(transform)
    this.doc = transform.doc
    return this.take(author, { type: 'ContentEdited', data: { steps: transform.steps.map(stepJSON), origin: 'typed' } })
  }

  /** Types behind a piece of text, or at the beginning of what's empty. */
  type(author: string, text: string, after: string): this {
    return this.edit(author, transform => transform.insert(this.at(after) + after.length, schema.text(text)))
  }

  erase(author: string, text: string): this {
    return this.edit(author, transform => transform.delete(this.at(text), this.at(text) + text.length))
  }

  at(text: string): number {
    let at = -1
    this.doc.descendants((node, pos) => {
      if (at < 0 && node.isText && node.text!.includes(text)) at = pos + node.text!.indexOf(text)
    })
    if (at < 0) throw new Error(`There is no "${text}"`)
    return at
  }

  without(author: string) {
    const { doc, overlaps } = undo(this.weave, revision => this.weave.revisions.authorOf(revision) === author)
    return {
      text: doc.children.map(child => child.textContent).join('|'),
      doc,
      overlaps: overlaps.map(({ kind, from, to, text }) => [kind, text ?? doc.textBetween(from, to, '|')]),
    }
  }

  private take(authorId: string, body: object): this {
    const revision = this.weave.revision + 1
    const header = { documentId: ids.document, schemaVersion, commandId: 'c', baseRevision: revision - 1, via: 'api' }
    const recordedAt = new Date(revision * 1_000).toISOString()
    weaveEvent(this.weave, { ...header, revision, authorId, recordedAt, ...body } as RevisedEvent)
    return this
  }
}

describe('selective undo', () => {
  test('[WV17] takes out what one wrote and brings back what they took, in the midst of what others did since', () => {
    const sheet = new Sheet('The cat sat', 'on the mat')
      .type('anna', ' black', 'The')
      .erase('anna', ' mat')
      .type('ben', ' there', 'sat')
    expect(sheet.without('anna')).toMatchObject({ text: 'The cat sat there|on the mat', overlaps: [] })
    expect(sheet.without('ben')).toMatchObject({ text: 'The black cat sat|on the', overlaps: [] })
  })

  test('[WV18] tells what others wrote into what goes or comes back, and beside it', () => {
    const within = new Sheet('The cat').type('anna', ' big black', 'The').type('ben', ', very', 'big')
    expect(within.without('anna')).toMatchObject({ text: 'The, very cat', overlaps: [['within', ', very']] })
    const beside = new Sheet('The').type('anna', ' cat', 'The').type('ben', ' sat', 'cat')
    expect(beside.without('anna')).toMatchObject({ text: 'The sat', overlaps: [['beside', ' sat']] })
  })

  test('[WV19] leaves a block that others have written in, and tells it', () => {
    const paragraph = schema.node('paragraph', null, schema.text('New'))
    const sheet = new Sheet('One', 'Two')
      .edit('anna', transform => transform.insert(5, [paragraph, paragraph]))
      .type('ben', ' words', 'New')
    expect(sheet.without('anna')).toMatchObject({ text: 'One| words|Two', overlaps: [['structure', ' words']] })
    expect(sheet.without('ben')).toMatchObject({ text: 'One|New|New|Two', overlaps: [] })
  })

  test('[WV19] gives what comes back a block of its own where there is none, or tells that it finds no place', () => {
    const sheet = new Sheet('One', 'Two words', 'Three').erase('anna', ' words')
    sheet.edit('ben', transform => transform.delete(sheet.at('Two') - 1, sheet.at('Two') + 4))
    const { text, overlaps } = sheet.without('anna')
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
    expect(table.without('anna')).toMatchObject({
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
    const { doc, overlaps } = sheet.without('anna')
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
    expect(moved.without('anna')).toMatchObject({ text: 'One|Two|Three', overlaps: [] })
    moved.edit('ben', transform => transform.addMark(1, 4, schema.marks.bold!.create()))
    expect(
      moved
        .without('anna')
        .doc.child(1)
        .child(0)
        .marks.map(({ type }) => type.name),
    ).toEqual(['bold'])
    moved.type('ben', ' words', 'Two')
    expect(moved.without('anna')).toMatchObject({ text: 'Two words|One|Three', overlaps: [['moved', 'Two words']] })
  })
})
