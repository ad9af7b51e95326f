import { Counts } from './counts'
import { never } from './tokens'
import type { Weave } from './weave'

/** A token by its place in the order, at a revision. */
export type Asked = { place: number; revision: number }

const blockSize = 256

/**
 * The positions at which tokens stand in the documents of their revisions. All in one go through the births and deaths in their
 * order, so that it doesn't matter how many are asked for.
 */
export function positionsOf({ order, tokens, revision: last }: Weave, asked: readonly Asked[]): number[] {
  const { birth, death, count } = tokens
  const { ids } = order
  const blocks = new Int32Array(count)
  for (const [place, id] of ids.entries()) blocks[id] = Math.floor(place / blockSize)
  const dying = byDeath(death, count, last)
  const counts = new Counts(new Array<number>(Math.ceil(count / blockSize)).fill(0))
  const positions = new Array<number>(asked.length)
  let [born, died] = [0, 0]
  for (const i of [...asked.keys()].sort((i, j) => asked[i]!.revision - asked[j]!.revision)) {
    const { place, revision } = asked[i]!
    for (; born < count && birth[born]! <= revision; born++) counts.add(blocks[born]!, 1)
    for (; died < dying.length && death[dying[died]!]! <= revision; died++) counts.add(blocks[dying[died]!]!, -1)
    const block = Math.floor(place / blockSize)
    let position = counts.before(block)
    for (let at = block * blockSize; at < place; at++) if (tokens.isAt(ids[at]!, revision)) position++
    positions[i] = position
  }
  return positions
}

/** The tokens that died, in the order in which they did. */
function byDeath(death: Int32Array, count: number, last: number): Int32Array {
  const ends = new Int32Array(last + 2)
  let dead = 0
  for (let id = 0; id < count; id++)
    if (death[id] !== never) {
      ends[death[id]! + 1]!++
      dead++
    }
  for (let revision = 1; revision < ends.length; revision++) ends[revision]! += ends[revision - 1]!
  const sorted = new Int32Array(dead)
  for (let id = 0; id < count; id++) if (death[id] !== never) sorted[ends[death[id]!]!++] = id
  return sorted
}
