import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { expect, it } from 'vitest'
import { schema } from '@/lib/document/schema'
import { rebase } from '@/lib/document/steps'

const doc = (text: string) =>
  schema.node('doc', null, [schema.node('paragraph', null, text ? [schema.text(text)] : [])])
const typing = (before: Node, ...letters: [at: number, letter: string][]) =>
  letters.reduce((transform, [at, letter]) => transform.insert(at, schema.text(letter)), new Transform(before))

it('[TR9] a letter stays with the one before it when somebody else types at the same place', () => {
  // "b" was typed behind "a"; meanwhile somebody who has the same "a" before them typed "x".
  const others = typing(doc('a'), [2, 'x'])
  const { doc: after } = rebase(others.doc, typing(doc('a'), [2, 'b']).steps, others.mapping.maps)
  expect(after.textContent).toBe('abx')
})

it('[TR9] a run typed at once stays together, wherever its letters come to stand', () => {
  const others = typing(doc('.'), [2, 'x'], [3, 'y'])
  const own = typing(doc('.'), [2, 'a'], [3, 'b'], [4, 'c']).steps
  expect(rebase(others.doc, own, others.mapping.maps).doc.textContent).toBe('.abcxy')
})
