import { MoveStep } from '@/lib/document/move'
import type { StepJSON } from '@/lib/document/steps'
import { storedStep } from '@/lib/document/steps'

type Json = { type?: string; text?: string; content?: Json[] }
/** What steps brought in and what still stands of it: one entry for each position, from a place in the document on. */
type Piece = { from: number; tokens: string[] }

/**
 * The words that steps leave behind, in the order in which they stand; for offering them back where the steps themselves can't
 * be stored. Needs no document: what the steps didn't bring in themselves isn't told.
 */
export function writtenText(steps: readonly StepJSON[]): string {
  let pieces: Piece[] = []
  for (const json of steps) {
    const inserted = json.stepType === 'replace' ? sliceTokens(json.slice) : null
    const step = storedStep(json)
    if (step instanceof MoveStep) pieces = carried(pieces, step)
    else
      step.getMap().forEach((from, to, newFrom, newTo) => {
        // Positions of one map are told in the document before it; `shift` is what earlier ranges of it have moved.
        const shift = newFrom - from
        pieces = cut(pieces, from + shift, to + shift)
        insert(pieces, newFrom, inserted ?? Array<string>(newTo - newFrom).fill(''))
      })
  }
  return pieces
    .map(({ tokens }) => tokens.join(''))
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

function carried(pieces: readonly Piece[], step: MoveStep): Piece[] {
  const [start, end] = step.moved
  const size = end - start
  const [first, last] = [Math.min(start, start + step.by), Math.max(end, end + step.by)]
  const place = (at: number) => {
    if (at >= start && at < end) return at + step.by
    return at >= first && at < last ? at - Math.sign(step.by) * size : at
  }
  return pieces
    .flatMap(({ from, tokens }) => {
      const cuts = [...new Set([0, ...[first, start, end, last].map(at => at - from), tokens.length])]
      const within = cuts.filter(at => at >= 0 && at <= tokens.length).sort((a, b) => a - b)
      return within.slice(0, -1).map((at, i) => ({ from: place(from + at), tokens: tokens.slice(at, within[i + 1]) }))
    })
    .sort((a, b) => a.from - b.from)
}

function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const removed = to - from
  return pieces.flatMap(piece => {
    const end = piece.from + piece.tokens.length
    if (end <= from) return [piece]
    if (piece.from >= to) return [{ ...piece, from: piece.from - removed }]
    const tokens = [...piece.tokens.slice(0, Math.max(0, from - piece.from)), ...piece.tokens.slice(to - piece.from)]
    return tokens.length > 0 ? [{ from: Math.min(piece.from, from), tokens }] : []
  })
}

function insert(pieces: Piece[], at: number, tokens: string[]): void {
  if (tokens.length === 0) return
  const touched = pieces.find(piece => piece.from <= at && at <= piece.from + piece.tokens.length)
  for (const piece of pieces) if (piece.from >= at && piece !== touched) piece.from += tokens.length
  if (touched) touched.tokens = touched.tokens.toSpliced(at - touched.from, 0, ...tokens)
  else pieces.splice(pieces.filter(piece => piece.from < at).length, 0, { from: at, tokens })
}

/** One entry for each position of a slice: its text, a line's end where a block ends, nothing for the rest. */
function sliceTokens(slice: unknown): string[] {
  if (typeof slice !== 'object' || slice === null) return []
  const { content = [], openStart = 0, openEnd = 0 } = slice as Json & { openStart?: number; openEnd?: number }
  const all = content.flatMap(tokensOf)
  return all.slice(openStart, all.length - openEnd)
}

// Of the schema's nodes only these have no content.
const leaves = new Set(['horizontalRule', 'hardBreak'])

function tokensOf({ type, text, content = [] }: Json): string[] {
  if (text !== undefined) return text.split('')
  if (leaves.has(type ?? '')) return ['\n']
  return ['', ...content.flatMap(tokensOf), '\n']
}
