import { Fragment, type Node } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import type { Form } from './forms'
import type { Weave } from './weave'

/** The document at a revision, made of the weave alone. */
export function documentAt(weave: Weave, revision: number): Node {
  return schema.topNodeType.create(null, contentOf(weave, weave.at(revision), weave.formsAt(revision)))
}

/**
 * The content that tokens make, one a position.
 * @param forms each token's form, by its number
 * @throws RangeError where what is opened isn't closed, or the other way round
 */
export function contentOf({ tokens, forms: { list } }: Weave, ids: ArrayLike<number>, forms: Int32Array): Fragment {
  const open: { form: Form; nodes: Node[] }[] = []
  const { length } = ids
  let nodes: Node[] = []
  for (let i = 0; i < length; i++) {
    const index = forms[ids[i]!]!
    const form = list[index]!
    if (form.kind === 'text') {
      let end = i + 1
      while (end < length && forms[ids[end]!] === index) end++
      nodes.push(schema.text(textOf(tokens.unit, ids, i, end), form.marks))
      i = end - 1
    } else if (form.kind === 'leaf') nodes.push(form.type!.create(form.attrs, null, form.marks))
    else if (form.kind === 'opening') {
      open.push({ form, nodes })
      nodes = []
    } else {
      const opened = open.pop()
      if (!opened) throw new RangeError('A token closes what nothing opened')
      const { type, attrs, marks } = opened.form
      opened.nodes.push(type!.create(attrs, Fragment.fromArray(nodes), marks))
      nodes = opened.nodes
    }
  }
  if (open.length > 0) throw new RangeError('Nothing closes what a token opened')
  return Fragment.fromArray(nodes)
}

/** The text of some tokens; what isn't text stands in it as NUL. */
export function textOf(unit: Uint16Array, ids: ArrayLike<number>, from = 0, to = ids.length): string {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(unit[ids[i]!]!)
  return text
}
