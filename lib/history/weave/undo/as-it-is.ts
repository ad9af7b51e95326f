import { Fragment, type Node } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import { contentOf } from '../document'
import type { Form } from '../forms'
import type { Weave } from '../weave'
import { Fate } from './fates'

/** What comes back and has no block any more that could take it. */
export type Unplaced = Node

/** Something in a block. `isSpare`: nothing is left of it but what goes. `isLoose`: it comes back beside the blocks. */
type Item = { node: Node; isSpare?: boolean; isLoose?: boolean }
type Frame = { opening: number; form: Form; items: Item[]; inline: number[] }

/**
 * Blocks that stay as they are, while what is in them goes, stays and comes back; those that are to go do so where that leaves
 * nothing in them. What comes back where no block is any more gets a paragraph of its own, where one may stand.
 */
export function asItIs(weave: Weave, fates: Uint8Array, ids: readonly number[], forms: Int32Array) {
  const { list } = weave.forms
  const unplaced: Unplaced[] = []
  const root: Frame = {
    opening: -1,
    form: { kind: 'opening', type: schema.topNodeType, attrs: {}, marks: [] },
    items: [],
    inline: [],
  }
  const stack = [root]
  for (const id of ids) {
    const frame = stack.at(-1)!
    const form = list[forms[id]!]!
    const isKept = fates[id] !== Fate.goes
    if (form.kind === 'text' || (form.kind === 'leaf' && form.type!.isInline)) {
      if (isKept) frame.inline.push(id)
    } else if (form.kind === 'leaf') {
      flush(weave, frame, forms)
      const node = form.type!.create(form.attrs)
      frame.items.push({ node, isSpare: !isKept, isLoose: fates[id] === Fate.returns })
    } else if (fates[id] !== Fate.returns) {
      flush(weave, frame, forms)
      if (form.kind === 'opening') stack.push({ opening: id, form, items: [], inline: [] })
      else {
        const { form: opened, items, opening } = stack.pop()!
        const node = opened.type!.create(opened.attrs, fitting(opened.type!, items, unplaced))
        const isSpare = fates[opening] === Fate.goes && items.every(item => item.isSpare)
        stack.at(-1)!.items.push({ node, isSpare })
      }
    } else flush(weave, frame, forms)
  }
  flush(weave, root, forms)
  return { nodes: root.items.filter(({ isSpare }) => !isSpare).map(({ node }) => node), unplaced }
}

/** What a block has in it: without the spare, with the loose, as far as it takes that. */
function fitting(type: Node['type'], items: readonly Item[], unplaced: Unplaced[]): Fragment {
  for (const [spare, loose] of [
    [false, true],
    [true, true],
    [false, false],
  ]) {
    const left = items.filter(({ isLoose, isSpare }) => (spare || !isSpare) && (loose || !isLoose))
    const content = Fragment.from(left.map(({ node }) => node))
    if (!type.validContent(content)) continue
    if (!loose) unplaced.push(...items.filter(({ isLoose }) => isLoose).map(({ node }) => node))
    return content
  }
  unplaced.push(...items.filter(({ isLoose }) => isLoose).map(({ node }) => node))
  return Fragment.from(items.filter(({ isLoose }) => !isLoose).map(({ node }) => node))
}

/** Makes nodes of the inline tokens that have come together. */
function flush(weave: Weave, { form, items, inline }: Frame, forms: Int32Array): void {
  if (inline.length === 0) return
  const type = form.type!
  const nodes = contentOf(weave, inline, forms).content
  inline.length = 0
  if (!type.inlineContent) {
    items.push({ node: schema.nodes.paragraph!.create(null, nodes), isLoose: true })
    return
  }
  // Code takes neither marks nor breaks.
  const taken = nodes.map(node =>
    type.contentMatch.matchType(node.type) ? node.mark(type.allowedMarks(node.marks)) : schema.text('\n'),
  )
  for (const node of Fragment.fromArray(taken).content) items.push({ node })
}
