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
    storedStep(json)
      .getMap()
      .forEach((from, to, newFrom, newTo) => {
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
