import type { Weave } from '../weave'
import type { Part } from './assemble'
import { Fate } from './fates'
import type { FormsWithout } from './forms'

/**
 * Where others have built on what is undone, at positions of the document that it leads to, with the others' revisions.
 * `within`, `beside`: they wrote into or next to what goes or comes back. `form`: they changed again what was changed there.
 * `moved`: it stays where it was moved, because they wrote into it. `structure`: blocks stay as they are, because what they wrote hangs on them. `unplaced`: text comes back nowhere, because they took the
 * block that it was in.
 */
export type Overlap = {
  kind: 'within' | 'beside' | 'form' | 'moved' | 'structure' | 'unplaced'
  from: number
  to: number
  revisions: number[]
  /** Of what's unplaced. */
  text?: string
}

/** The revision that is undone of a token: that brought what goes, or took what comes back. */
type Undone = (id: number) => number | null

export function overlapsOf(
  weave: Weave,
  fates: Uint8Array,
  parts: readonly Part[],
  isUndone: (revision: number) => boolean,
): Overlap[] {
  const { birth, death } = weave.tokens
  const undone: Undone = id => {
    if (fates[id] === Fate.goes) return birth[id]!
    return fates[id] === Fate.returns ? death[id]! : null
  }
  const overlaps: Overlap[] = []
  let position = 0
  for (const part of parts) {
    if (part.isMended) {
      const others = part.ids.filter(id => fates[id] !== Fate.goes && !isUndone(birth[id]!)).map(id => birth[id]!)
      const since = Math.min(...part.ids.map(id => undone(id) ?? Number.POSITIVE_INFINITY))
      const took = part.ids.filter(id => fates[id] === Fate.returns).length
      const revisions = rising(others.filter(revision => revision > since))
      if (revisions.length > 0 || took > 0 || since < Number.POSITIVE_INFINITY)
        overlaps.push({ kind: 'structure', from: position, to: position + part.size, revisions })
      for (const node of part.unplaced)
        overlaps.push({ kind: 'unplaced', from: position, to: position, revisions: [], text: node.textContent })
    } else overlaps.push(...neighbours(weave, fates, part.ids, position, undone))
    position += part.size
  }
  return overlaps
}

/** What others wrote into or next to what is undone, after it. */
function neighbours(weave: Weave, fates: Uint8Array, ids: readonly number[], start: number, undone: Undone): Overlap[] {
  const { tokens, forms } = weave
  const overlaps: Overlap[] = []
  let position = start
  let stays: number[] = []
  let before: number | null = null
  const end = (after: number | null) => {
    const from = position - stays.length
    const newer = (birth: number, than: number | null) => than !== null && birth > than
    const [left, right] = [
      stays.findIndex(birth => !newer(birth, before)),
      stays.findLastIndex(birth => !newer(birth, after)),
    ]
    const tell = (kind: Overlap['kind'], i: number, j: number) => {
      if (i < j) overlaps.push({ kind, from: from + i, to: from + j, revisions: rising(stays.slice(i, j)) })
    }
    if (left < 0 && right < 0) tell('within', 0, stays.length)
    else {
      tell('beside', 0, left < 0 ? stays.length : left)
      tell('beside', right + 1, stays.length)
    }
    stays = []
  }
  for (const id of ids) {
    const { kind } = forms.list[tokens.form[id]!]!
    const isInline = kind === 'text' || kind === 'leaf'
    const by = isInline ? undone(id) : null
    if (by === null && isInline) stays.push(tokens.birth[id]!)
    else {
      end(by)
      before = by
    }
    if (fates[id] !== Fate.goes) position++
  }
  end(null)
  return overlaps
}

/** Where others changed again what was changed there. */
export function formOverlaps(
  fates: Uint8Array,
  parts: readonly Part[],
  contested: FormsWithout['contested'],
): Overlap[] {
  if (contested.length === 0) return []
  const by = new Map<number, number[]>()
  for (const { first, count, revisions } of contested)
    for (let id = first; id < first + count; id++) by.set(id, revisions)
  const overlaps: Overlap[] = []
  for (const [id, from, to] of positions(fates, parts)) {
    const revisions = by.get(id)
    const last = overlaps.at(-1)
    if (revisions && last?.revisions === revisions && last.to >= from) last.to = to
    else if (revisions) overlaps.push({ kind: 'form', from, to, revisions })
  }
  return overlaps
}

/**
 * What stays where it was moved.
 * @param left the tokens, each with the revision that moved it
 */
export function moveOverlaps(
  { tokens }: Weave,
  fates: Uint8Array,
  parts: readonly Part[],
  left: ReadonlyMap<number, number>,
): Overlap[] {
  if (left.size === 0) return []
  const all = [...positions(fates, parts)]
  const ends = new Map<number, [first: number, last: number]>()
  for (const [i, [id]] of all.entries()) {
    const move = left.get(id)
    if (move !== undefined) ends.set(move, [ends.get(move)?.[0] ?? i, i])
  }
  return [...ends].map(([move, [first, last]]) => {
    const births = all.slice(first, last + 1).map(([id]) => tokens.birth[id]!)
    const revisions = rising(births.filter(birth => birth > move))
    return { kind: 'moved', from: all[first]![1], to: all[last]![2], revisions }
  })
}

/** The tokens that stay or come back, each with where it is: itself, or the part in which it is somewhere. */
function* positions(fates: Uint8Array, parts: readonly Part[]): Generator<[id: number, from: number, to: number]> {
  let start = 0
  for (const { ids, size, isMended } of parts) {
    let at = start
    for (const id of ids)
      if (isMended) yield [id, start, start + size]
      else if (fates[id] !== Fate.goes) yield [id, at, ++at]
    start += size
  }
}

const rising = (revisions: readonly number[]) => [...new Set(revisions)].sort((a, b) => a - b)
