import type { Node } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import { contentOf } from '../document'
import type { Weave } from '../weave'
import { asItIs, type Unplaced } from './as-it-is'
import { Fate } from './fates'

/** Some of the tokens in order, and the blocks that they make: all of them or, where that's no document, as near as may be. */
export type Part = {
  ids: readonly number[]
  nodes: readonly Node[]
  size: number
  isMended: boolean
  unplaced: Unplaced[]
}

/** How far is looked for where blocks begin and end in both documents. */
const farthest = 100_000

/**
 * Makes blocks of what stays and comes back, part by part: from where a block begins in the document as it is and in that which
 * is to be, to where one ends in both. Where a part makes no blocks (others have built on what would go), its blocks stay as
 * they are, and only what's in them changes.
 */
export function assembled(weave: Weave, fates: Uint8Array, forms: Int32Array): Part[] {
  const ids = weave.order.ids.filter(id => fates[id] !== Fate.gone)
  const parts: Part[] = []
  for (let from = 0; from < ids.length; ) {
    const ends = endsOf(weave, fates, ids, from)
    const whole = ends.both === null ? null : ids.subarray(from, ends.both)
    const nodes =
      whole &&
      blocksOf(
        weave,
        whole.filter(id => fates[id] !== Fate.goes),
        forms,
      )
    const part = [...(nodes ? whole! : ids.subarray(from, ends.now))]
    if (nodes) parts.push({ ids: part, nodes, size: sizeOf(nodes), isMended: false, unplaced: [] })
    else {
      const mended = asItIs(weave, fates, part, forms)
      parts.push({ ids: part, ...mended, size: sizeOf(mended.nodes), isMended: true })
    }
    from += part.length
  }
  return parts
}

/** Where the first block ends that begins at a place: in the document as it is, and in both; null where that's nowhere near. */
function endsOf({ forms: { list }, tokens }: Weave, fates: Uint8Array, ids: Int32Array, from: number) {
  const by = (id: number) => {
    const { kind, type } = list[tokens.form[id]!]!
    return kind === 'opening' ? 1 : kind === 'closing' ? -1 : type!.isInline ? null : 0
  }
  let [isDeep, willBeDeep] = [0, 0]
  let now: number | null = null
  for (let i = from; i < Math.min(ids.length, from + farthest); i++) {
    const id = ids[i]!
    const deeper = by(id)
    if (fates[id] !== Fate.returns) isDeep += deeper ?? 0
    if (fates[id] !== Fate.goes) willBeDeep += deeper ?? 0
    if (isDeep === 0 && fates[id] !== Fate.returns) now ??= i + 1
    if (willBeDeep < 0 && now !== null) break
    // Letters without a block stay together.
    const isTorn = deeper === null && i + 1 < ids.length && by(ids[i + 1]!) === null
    if (isDeep === 0 && willBeDeep === 0 && !isTorn) return { now: now ?? i + 1, both: i + 1 }
  }
  return { now: now ?? ids.length, both: null }
}

/** The blocks that tokens make; null where they make none, or such as may not be. */
function blocksOf(weave: Weave, ids: ArrayLike<number>, forms: Int32Array): readonly Node[] | null {
  try {
    const content = contentOf(weave, ids, forms)
    if (content.size > 0 && !schema.topNodeType.validContent(content)) return null
    for (const node of content.content) node.check()
    return content.content
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const sizeOf = (nodes: readonly Node[]) => nodes.reduce((sum, { nodeSize }) => sum + nodeSize, 0)
