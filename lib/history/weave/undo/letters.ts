import { never } from '../tokens'
import type { Weave } from '../weave'
import { Fate } from './fates'

/**
 * Keeps letters of two units whole. Such a letter may be of two that were equal, torn and joined: where one of its units stays,
 * the other one does too, in the same form; and a unit that comes back alone doesn't.
 */
export function wholeLetters(weave: Weave, fates: Uint8Array, forms: Int32Array): void {
  const { order, tokens } = weave
  const letters = (ids: Int32Array) => {
    const pairs: [number, number][] = []
    const lone: number[] = []
    for (let i = 0; i < ids.length; i++) {
      const [unit, next] = [tokens.unit[ids[i]!]!, tokens.unit[ids[i + 1]!] ?? 0]
      if (isHigh(unit) && isLow(next)) pairs.push([ids[i]!, ids[++i]!])
      else if (isHigh(unit) || isLow(unit)) lone.push(ids[i]!)
    }
    return { pairs, lone }
  }
  for (const pair of letters(order.ids.filter(id => tokens.death[id] === never)).pairs)
    if (pair.some(id => fates[id] === Fate.stays)) for (const id of pair) fates[id] = Fate.stays
  const { pairs, lone } = letters(order.ids.filter(id => fates[id] === Fate.stays || fates[id] === Fate.returns))
  for (const [high, low] of pairs) forms[low] = forms[high]!
  for (const id of lone) fates[id] = fates[id] === Fate.stays ? Fate.goes : Fate.gone
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000
