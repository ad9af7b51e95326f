import type { Weave } from './weave'

/** Two indexes that belong together: of what went, and of what came in its place. */
export type Pair = [gone: number, come: number]

/**
 * Which of the tokens that came in one place are those that went there, after all: what was brought back or moved to and fro,
 * in the same order; and blocks that became others.
 * @param before the token that goes on in one that came; undefined where there's none
 */
export function pairsOf(
  weave: Weave,
  gone: readonly number[],
  come: readonly number[],
  before: (id: number) => number | undefined,
): Pair[] {
  const same = lasting(gone, come, before)
  const pairs: Pair[] = []
  let [i, j] = [0, 0]
  for (const [a, b] of [...same, [gone.length, come.length] as Pair]) {
    pairs.push(...turned(weave, gone, come, [i, a], [j, b]))
    if (a < gone.length) pairs.push([a, b])
    ;[i, j] = [a + 1, b + 1]
  }
  return pairs
}

function lasting(gone: readonly number[], come: readonly number[], before: (id: number) => number | undefined): Pair[] {
  const origins = come.map(before)
  if (origins.every(origin => origin === undefined)) return []
  const indexes = new Map(gone.map((id, i) => [id, i]))
  const linked = origins.flatMap((origin, j): Pair[] => {
    const i = origin === undefined ? undefined : indexes.get(origin)
    return i === undefined ? [] : [[i, j]]
  })
  return longestRising(linked)
}

/** Nothing but openings and closings, as many and in the same order as before: other blocks around the same. */
function turned(
  { tokens, forms }: Weave,
  gone: readonly number[],
  come: readonly number[],
  [i, endI]: [number, number],
  [j, endJ]: [number, number],
): Pair[] {
  if (endI - i !== endJ - j) return []
  const kindOf = (id: number) => forms.list[tokens.form[id]!]!.kind
  const pairs: Pair[] = []
  for (; i < endI; i++, j++) {
    const kind = kindOf(gone[i]!)
    if ((kind !== 'opening' && kind !== 'closing') || kind !== kindOf(come[j]!)) return []
    pairs.push([i, j])
  }
  return pairs
}

/** The most pairs of which both sides rise; the second ones do already. */
function longestRising(pairs: readonly Pair[]): Pair[] {
  // For each length, the pair with which the lowest row of so many ends; and for each pair, the one before it in its row.
  const ends: number[] = []
  const previous: number[] = []
  for (const [k, [gone]] of pairs.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[ends[middle]!]![0] < gone) low = middle + 1
      else high = middle
    }
    previous.push(low > 0 ? ends[low - 1]! : -1)
    ends[low] = k
  }
  const row: Pair[] = []
  for (let k = ends.at(-1) ?? -1; k >= 0; k = previous[k]!) row.push(pairs[k]!)
  return row.reverse()
}
