import { never, none, type Tokens } from '../tokens'
import type { Weave } from '../weave'

/** What becomes of a token: it's gone and remains so, stays, goes, or comes back. */
export const Fate = { gone: 0, stays: 1, goes: 2, returns: 3 } as const

/** The fate of each token, by number; and which one each goes back to that goes because it was moved. */
export type Fates = { fates: Uint8Array; movedBack: Map<number, number> }

/**
 * The fate of each token, by number, if some revisions hadn't been: what they brought goes, what they took comes back, what they
 * moved stands where it stood. What others took, moved on or brought back after that stays as they left it.
 */
export function fatesWithout({ tokens, order }: Weave, isUndone: (revision: number) => boolean): Fates {
  const { birth, death } = tokens
  const fates = new Uint8Array(tokens.count)
  const movedBack = new Map<number, number>()
  // What stands there again already: as a copy that was made of it since it went.
  const represented = new Uint8Array(tokens.count)
  const keep = (id: number, fate: number) => {
    fates[id] = fate
    for (let from = tokens.origin[id]!; from !== none; from = tokens.origin[from]!)
      if (death[from]! <= birth[id]!) represented[from] = 1
  }
  /** Where a token stood before they moved it; `none` where they wrote it. */
  const original = (id: number) => {
    if (isUndone(birth[tokens.home(id)]!)) return none
    while (isUndone(birth[id]!)) id = tokens.movedFrom(id)
    return id
  }
  for (const id of order.ids) {
    if (death[id] !== never) continue
    const from = original(id)
    if (from !== id) fates[id] = Fate.goes
    if (from !== none) keep(from, from === id ? Fate.stays : Fate.returns)
    if (from !== none && from !== id) movedBack.set(id, from)
  }
  const moved = movedOn(tokens)
  for (let id = tokens.count - 1; id >= 0; id--) {
    if (death[id] === never || moved[id] === 1 || !isUndone(death[id]!)) continue
    const from = original(id)
    if (from !== none && fates[from] === Fate.gone && represented[from] === 0) keep(from, Fate.returns)
  }
  return { fates, movedBack }
}

/** Which tokens went by being moved. */
function movedOn(tokens: Tokens): Uint8Array {
  const moved = new Uint8Array(tokens.count)
  for (let id = 0; id < tokens.count; id++) {
    const from = tokens.movedFrom(id)
    if (from !== none) moved[from] = 1
  }
  return moved
}
