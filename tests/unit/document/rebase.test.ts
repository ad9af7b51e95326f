import type { Node } from '@tiptap/pm/model'
import { AttrStep, Transform } from '@tiptap/pm/transform'
import { describe, expect, test } from 'vitest'
import { canonicalJSON, schema } from '@/lib/document/schema'
import { rebase } from '@/lib/document/steps'
import { rebased } from '../../support/deciding'
import { paragraphs } from '../../support/scribe'

const { nodes, marks } = schema
const bold = marks.bold!.create()
const italic = marks.italic!.create()

/** Somebody's steps on a document, made without knowing of anybody else's. */
const on = (doc: Node, change: (transform: Transform) => unknown): Transform => {
  const transform = new Transform(doc)
  change(transform)
  return transform
}
/** Letter by letter, each after the one before. */
const typed = (doc: Node, text: string, at: number) =>
  on(doc, transform => {
    for (const [i, letter] of [...text].entries()) transform.insert(at + i, schema.text(letter))
  })
/** A document as its blocks' texts. */
const texts = (doc: Node) => doc.children.map(child => child.textContent)
const kept = ({ body }: ReturnType<typeof rebased>) => ('kept' in body.data ? body.data.kept : 'all')
const cellOf = (doc: Node, n: number): number => {
  const starts: number[] = []
  doc.descendants((node, pos) => {
    if (node.type.name === 'tableCell') starts.push(pos + 2)
  })
  return starts[n]!
}

describe('typing', () => {
  const doc = paragraphs('ac')

  test('[RB1] in one go stays together when somebody else types at the same place', () => {
    const result = rebased(doc, typed(doc, 'bbb', 2), typed(doc, 'XY', 2))
    expect(['abbbXYc', 'aXYbbbc']).toContain(result.doc.textContent)
    expect(kept(result)).toBe('all')
  })

  test('[RB1] in one go stays together when somebody else types before it, and after', () => {
    const theirs = on(doc, transform => transform.insert(3, schema.text('>')).insert(1, schema.text('<')))
    expect(rebased(doc, typed(doc, 'bbb', 2), theirs).doc.textContent).toBe('<abbbc>')
  })

  test('[RB2] inside of what one has typed in the same command stays inside when somebody types before it', () => {
    // "bb", then "!" between the two: its place exists only in one's own insertion.
    const mine = on(doc, transform => transform.insert(2, schema.text('bb')).insert(3, schema.text('!')))
    expect(rebased(doc, mine, typed(doc, 'XYZ', 1)).doc.textContent).toBe('XYZab!bc')
    expect(rebased(doc, mine, typed(doc, 'XYZ', 2)).doc.textContent).toMatch(/^a(XYZb!b|b!bXYZ)c$/)
  })

  test('[RB2] inside of a paragraph that one has pasted in the same command stays in it', () => {
    const pasted = nodes.paragraph!.create(null, schema.text('pasted'))
    const mine = on(doc, transform => transform.insert(0, pasted).insert(4, schema.text('-')).insert(0, pasted))
    const theirs = on(doc, transform => transform.insert(0, nodes.paragraph!.create(null, schema.text('theirs'))))
    expect(texts(rebased(doc, mine, theirs).doc).filter(text => text !== 'theirs')).toEqual(['pasted', 'pas-ted', 'ac'])
  })

  test('[RB2] and marks made on what was inserted in the same command fall on it, and on nothing else', () => {
    const mine = on(doc, transform => transform.insert(2, schema.text('bold')).addMark(3, 5, bold))
    const { doc: after } = rebased(doc, mine, typed(doc, 'XY', 2))
    const words: string[] = []
    after.descendants(node => {
      if (node.isText && bold.isInSet(node.marks)) words.push(node.text!)
    })
    expect(words).toEqual(['ol'])
  })

  test('[RB3] in a paragraph that somebody else deletes goes with it; what was typed elsewhere stays', () => {
    const two = paragraphs('One', 'Two')
    const mine = on(two, transform => transform.insert(2, schema.text('lost')).insert(13, schema.text('kept')))
    const result = rebased(
      two,
      mine,
      on(two, transform => transform.delete(0, 5)),
    )
    expect(texts(result.doc)).toEqual(['Twokept'])
    expect(kept(result)).toEqual([1])
  })

  test('[RB3] into words that somebody else deletes survives where the paragraph does', () => {
    const result = rebased(
      doc,
      typed(doc, 'bbb', 2),
      on(doc, transform => transform.delete(1, 2)),
    )
    expect(result.doc.textContent).toBe('bbbc')
  })

  test('[RB3] drops with a step also what stands on it, and names the indexes of what is kept', () => {
    const two = paragraphs('One', 'Two')
    const mine = on(two, transform => {
      transform.insert(2, schema.text('gone'))
      transform.insert(4, schema.text('too'))
      transform.insert(transform.doc.content.size - 1, schema.text('!'))
      transform.addMark(3, 5, bold)
    })
    const result = rebased(
      two,
      mine,
      on(two, transform => transform.delete(0, 5)),
    )
    expect(texts(result.doc)).toEqual(['Two!'])
    expect(kept(result)).toEqual([2])
  })
})

describe('structure', () => {
  const doc = paragraphs('aa', 'bb')

  test('[RB4] a join whose paragraphs somebody has parted by another one is dropped, and destroys nothing', () => {
    const theirs = on(doc, transform => transform.insert(4, nodes.paragraph!.create(null, schema.text('between'))))
    const result = rebased(
      doc,
      on(doc, transform => transform.join(4)),
      theirs,
    )
    expect(texts(result.doc)).toEqual(['aa', 'between', 'bb'])
    expect(kept(result)).toEqual([])
  })

  test('[RB4] a join survives a paragraph between that came and went', () => {
    const theirs = on(doc, transform =>
      transform.insert(4, nodes.paragraph!.create(null, schema.text('x'))).delete(4, 7),
    )
    expect(
      texts(
        rebased(
          doc,
          on(doc, transform => transform.join(4)),
          theirs,
        ).doc,
      ),
    ).toEqual(['aabb'])
  })

  test('[RB4] a split and a join of one paragraph by two people leave all of the words', () => {
    const result = rebased(
      doc,
      on(doc, transform => transform.join(4)),
      on(doc, transform => transform.split(2)),
    )
    expect(result.doc.textContent).toBe('aabb')
    expect(texts(result.doc)).toEqual(['a', 'abb'])
  })

  test('[RB5] what both wrap is wrapped by both', () => {
    const wrap = (name: string) =>
      on(doc, transform => transform.wrap(transform.doc.resolve(1).blockRange()!, [{ type: nodes[name]! }]))
    const { doc: after } = rebased(doc, wrap('blockquote'), wrap('blockquote'))
    expect(after.child(0).type.name).toBe('blockquote')
    expect(after.child(0).child(0).type.name).toBe('blockquote')
    expect(texts(after)).toEqual(['aa', 'bb'])
  })

  test('[RB5] different attributes that two set on one block are both kept', () => {
    const attr = (name: string, value: string) => on(doc, transform => transform.step(new AttrStep(0, name, value)))
    const { doc: after } = rebased(doc, attr('dir', 'rtl'), attr('lang', 'he'))
    expect(after.child(0).attrs).toMatchObject({ dir: 'rtl', lang: 'he' })
  })

  test('[RB5] a heading made while somebody types in the paragraph keeps what was typed', () => {
    const heading = on(doc, transform => transform.setBlockType(1, 1, nodes.heading!, { level: 2 }))
    for (const [mine, theirs] of [
      [heading, typed(doc, 'xyz', 2)],
      [typed(doc, 'xyz', 2), heading],
    ] as const) {
      const { doc: after } = rebased(doc, mine, theirs)
      expect(after.child(0).type.name).toBe('heading')
      expect(texts(after)).toEqual(['axyza', 'bb'])
    }
  })
})

describe('two people', () => {
  const doc = paragraphs('abcdef')

  test('[RB6] who delete what overlaps delete it once, and no more than the two together', () => {
    const cut = (from: number, to: number) => on(doc, transform => transform.delete(from, to))
    expect(rebased(doc, cut(2, 5), cut(3, 6)).doc.textContent).toBe('af')
    expect(rebased(doc, cut(2, 5), cut(2, 5)).doc.textContent).toBe('aef')
    expect(rebased(doc, cut(3, 4), cut(2, 5)).doc.textContent).toBe('aef')
    expect(rebased(doc, cut(1, 3), cut(5, 7)).doc.textContent).toBe('cd')
  })

  test('[RB6] of whom one deletes around the caret of the other: what is typed there goes too, in either order', () => {
    const cut = on(doc, transform => transform.delete(2, 6))
    expect(rebased(doc, cut, typed(doc, 'NEW', 4)).doc.textContent).toBe('af')
    const late = rebased(doc, typed(doc, 'NEW', 4), cut)
    expect(late.doc.textContent).toBe('af')
    expect(kept(late)).toEqual([])
    for (const edge of [2, 6]) {
      expect(rebased(doc, typed(doc, 'NEW', edge), cut).doc.textContent).toBe('aNEWf')
      expect(rebased(doc, cut, typed(doc, 'NEW', edge)).doc.textContent).toBe('aNEWf')
    }
  })

  test('[RB7] who mark the same words both find their marks there', () => {
    const marked = (mark: typeof bold, from: number, to: number) =>
      on(doc, transform => transform.addMark(from, to, mark))
    const { doc: after } = rebased(doc, marked(bold, 1, 5), marked(italic, 3, 7))
    const shown = after.child(0).children.map(node => [node.text, node.marks.map(({ type }) => type.name).join()])
    expect(shown).toEqual([
      ['ab', 'bold'],
      ['cd', 'bold,italic'],
      ['ef', 'italic'],
    ])
  })

  test('[RB7] of whom one marks while the other types inside: the new word is within the mark', () => {
    const { doc: after } = rebased(
      doc,
      on(doc, transform => transform.addMark(2, 6, bold)),
      typed(doc, 'X', 4),
    )
    expect(after.child(0).child(1).text).toBe('bcXde')
  })

  test('[RB8] who write in cells of one table, where rows come and go, stay in their cells', () => {
    const row = (...words: string[]) =>
      nodes.tableRow!.create(
        null,
        words.map(word => nodes.tableCell!.create(null, nodes.paragraph!.create(null, schema.text(word)))),
      )
    const table = schema.node('doc', null, [nodes.table!.create(null, [row('a', 'b'), row('c', 'd')])])
    const size = table.child(0).child(0).nodeSize
    const mine = typed(table, 'mine', cellOf(table, 3))
    const theirs = on(table, transform => {
      transform.insert(1, row('new', 'row'))
      transform.insert(cellOf(transform.doc, 0), schema.text('!'))
    })
    const cells: string[] = []
    rebased(table, mine, theirs).doc.descendants(node => {
      if (node.type.name === 'tableCell') cells.push(node.textContent)
    })
    expect(cells).toEqual(['!new', 'row', 'a', 'b', 'c', 'mined'])
    const gone = rebased(
      table,
      mine,
      on(table, transform => transform.delete(1 + size, 1 + 2 * size)),
    )
    expect(gone.doc.textContent).not.toContain('mine')
  })
})

describe('rebasing', () => {
  test('[RB9] over nothing changes nothing', () => {
    const doc = paragraphs('abc', 'def')
    const mine = on(doc, transform => transform.insert(2, schema.text('x')).split(3).addMark(1, 3, bold))
    const result = rebase(doc, mine.steps, [])
    expect(result.steps.map(step => step.toJSON())).toEqual(mine.steps.map(step => step.toJSON()))
    expect(result.kept).toEqual([0, 1, 2])
    expect(canonicalJSON(result.doc)).toBe(canonicalJSON(mine.doc))
  })
})
