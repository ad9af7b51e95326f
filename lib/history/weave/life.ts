import { never, none } from './tokens'
import type { Weave } from './weave'

/** How much of a selection a revision brought, took and gave another form, in positions. */
export type Touching = { revision: number; born: number; died: number; formed: number }

/**
 * All revisions that touched what stands between two positions of the document at a revision, those before it and after: what
 * brought it and all that stood in between, took it, formed it, moved it or brought it back.
 */
export function life(weave: Weave, revision: number, from: number, to: number): Touching[] {
  const { tokens, touches } = weave
  const isIn = stretchOf(weave, weave.at(revision).subarray(from, to))
  const touching = new Map<number, Touching>()
  const at = (revision: number) => {
    const found = touching.get(revision) ?? { revision, born: 0, died: 0, formed: 0 }
    touching.set(revision, found)
    return found
  }
  const before = new Int32Array(tokens.count + 1)
  for (let id = 0; id < tokens.count; id++) {
    before[id + 1] = before[id]! + isIn[id]!
    if (isIn[id] === 0 || tokens.birth[id] === tokens.death[id]) continue
    at(tokens.birth[id]!).born++
    if (tokens.death[id] !== never) at(tokens.death[id]!).died++
  }
  for (const { revision, first, count } of touches) {
    const formed = before[first + count]! - before[first]!
    if (formed > 0) at(revision).formed += formed
  }
  return [...touching.values()].sort((a, b) => a.revision - b.revision)
}

/** Whether each token, by number, stands among some, now or where these were moved from or to, or brought back. */
function stretchOf(weave: Weave, selected: Int32Array): Uint8Array {
  const { order, tokens } = weave
  const { origin, birth, count } = tokens
  const { ids } = order
  const isIn = new Uint8Array(count)
  if (selected.length === 0) return isIn
  const places = new Int32Array(count)
  for (const [place, id] of ids.entries()) places[id] = place
  const fill = ([from, to]: Stretch) => {
    for (let place = from; place <= to; place++) isIn[ids[place]!] = 1
  }
  fill([places[selected[0]!]!, places[selected.at(-1)!]!])
  // What went together from a place to another. Origins are earlier tokens: one way down finds all, and so does one way up.
  const [left, reached] = [new Map<number, Stretch>(), new Map<number, Stretch>()]
  for (let id = count - 1; id >= 0; id--)
    if (isIn[id] === 1 && origin[id] !== none) {
      isIn[origin[id]!] = 1
      widen(left, birth[id]!, places[origin[id]!]!)
    }
  for (let id = 0; id < count; id++)
    if (origin[id] !== none && isIn[origin[id]!] === 1) {
      isIn[id] = 1
      widen(reached, birth[id]!, places[id]!)
    }
  for (const stretch of [...left.values(), ...reached.values()]) fill(stretch)
  return isIn
}

type Stretch = [from: number, to: number]

function widen(stretches: Map<number, Stretch>, revision: number, place: number): void {
  const stretch = stretches.get(revision)
  if (!stretch) stretches.set(revision, [place, place])
  else {
    stretch[0] = Math.min(stretch[0], place)
    stretch[1] = Math.max(stretch[1], place)
  }
}
