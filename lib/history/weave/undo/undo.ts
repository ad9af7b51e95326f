import type { Node } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import type { Weave } from '../weave'
import { assembled, type Part } from './assemble'
import { Fate, type Fates, fatesWithout } from './fates'
import { formsWithout } from './forms'
import { wholeLetters } from './letters'
import { formOverlaps, moveOverlaps, type Overlap, overlapsOf } from './overlaps'

export type { Overlap }

/** What the document would be, and where that's not plainly what was asked for. */
export type Undone = { doc: Node; overlaps: Overlap[] }

/**
 * The document as it would be now if some revisions hadn't been and all others had. What the others wrote stays, wherever it
 * stands. Their work that hangs on what is undone is told.
 * @param isUndone whether a revision is to be undone; of the first one, which made the document, it isn't asked
 */
export function undo(weave: Weave, isUndone: (revision: number) => boolean): Undone {
  const undone = (revision: number) => revision > 1 && isUndone(revision)
  const { fates, movedBack } = fatesWithout(weave, undone)
  const { forms, contested } = formsWithout(weave, undone)
  for (const [id, from] of movedBack) forms[from] = forms[id]!
  wholeLetters(weave, fates, forms)
  let parts = assembled(weave, fates, forms)
  const left = new Map<number, number>()
  while (leaveMoved(weave, { fates, movedBack }, parts, left)) parts = assembled(weave, fates, forms)
  const nodes = parts.flatMap(({ nodes }) => nodes)
  const doc = schema.topNodeType.createAndFill(null, nodes)
  if (!doc) throw new RangeError('Blocks that make no document')
  doc.check()
  const overlaps = [
    ...overlapsOf(weave, fates, parts, undone),
    ...formOverlaps(fates, parts, contested),
    ...moveOverlaps(weave, fates, parts, left),
  ]
  return { doc, overlaps: overlaps.sort((a, b) => a.from - b.from || a.to - b.to) }
}

/**
 * What can't go back because blocks stay as they are stays where it was moved, with all that went with it.
 * @param left is told these tokens, each with the revision that moved it
 * @returns whether there were any
 */
function leaveMoved(
  { tokens: { birth, count } }: Weave,
  { fates, movedBack }: Fates,
  parts: readonly Part[],
  left: Map<number, number>,
): boolean {
  const isStuck = new Uint8Array(count)
  for (const { ids, isMended } of parts) if (isMended) for (const id of ids) isStuck[id] = 1
  const moves = new Set<number>()
  for (const [id, from] of movedBack) if (isStuck[id] === 1 || isStuck[from] === 1) moves.add(birth[id]!)
  for (const [id, from] of movedBack)
    if (moves.has(birth[id]!)) {
      fates[id] = Fate.stays
      fates[from] = Fate.gone
      movedBack.delete(id)
      left.set(id, birth[id]!)
    }
  return moves.size > 0
}
