import { z } from 'zod'
import { uuid } from '@/lib/document/commands'
import type { NodeJSON } from '@/lib/document/schema'
import type { Author } from './people'

/** Questions about all of a document's past at once, and their answers (docs/protocol.md, "All of the past"). */

const revision = z.coerce.number().int().min(1).max(2_147_483_647)
const position = z.coerce.number().int().min(0).max(2_147_483_647)
const v = z.string().max(40).optional()

export const authorshipQuery = z.strictObject({ revision, v })
export const comparisonQuery = z.strictObject({ from: revision, to: revision, v })
export const lifeQuery = z.strictObject({
  revision,
  from: position,
  to: position,
  as: z.enum(['touches', 'spells']).default('touches'),
})
export const pastSearchQuery = z.strictObject({
  query: z.string().min(1).max(200),
  caseSensitive: z.enum(['true', 'false']).default('false'),
})
export const withoutQuery = z.strictObject({
  from: revision,
  to: revision,
  author: uuid.optional(),
})

/** A revision, with who made it and when. */
export type Moment = { revision: number; authorId: string; at: string }

/**
 * A stretch of a document, in positions, by one author in one way (`typed`, `pasted` … as the client declared it, or the type of an
 * event that isn't an edit): its revisions lie between `first` and `last`, which was at `at`.
 */
export type Stretch = {
  from: number
  to: number
  authorId: string
  way: string
  first: number
  last: number
  at: string
}

/** Who wrote what. `brought`: the revision that moved it to where it stands or brought it back, where one did. */
export type Authorship = { revision: number; runs: (Stretch & { brought: number | null })[]; authors: Author[] }

export type FormChange = Moment & {
  of: 'mark' | 'attribute' | 'type'
  name: string
  /** null where there was none. */
  before: unknown
  after: unknown
}

/**
 * What differs, in the order of the later document. Positions are the later one's; those of what was taken are the earlier one's, and
 * it stood at `at` of the later one. `moved`: where it stands in the other one, if it does.
 */
export type Difference =
  | { kind: 'inserted'; from: number; to: number; runs: (Stretch & { moved: number | null })[] }
  | {
      kind: 'deleted'
      at: number
      from: number
      to: number
      /** A ProseMirror slice, as JSON. */
      slice: unknown
      runs: (Stretch & { moved: number | null })[]
    }
  | { kind: 'formatted'; from: number; to: number; changes: FormChange[] }

export type Comparison = { from: number; to: number; differences: Difference[]; authors: Author[] }

/** The revisions that touched a selection, before and after it was made: how many positions each brought, took and formed. */
export type Life = { touches: (Moment & { born: number; died: number; formed: number })[]; authors: Author[] }

/**
 * The same in little: what one person did in one go is one spell, `[person, revisions since the last one's end, revisions it spans,
 * ms since the last one's end, ms it lasted, born, died, formed]`; the first one counts from revision 0 and 1970.
 */
export type LifeInSpells = {
  /** How many revisions touched it. */
  count: number
  people: string[]
  spells: [
    person: number,
    from: number,
    long: number,
    rest: number,
    lasted: number,
    born: number,
    died: number,
    formed: number,
  ][]
  authors: Author[]
}

/** Where a phrase ever stood: for each place its stays. It begins at `position` in the document at `came`. */
export type PastSearch = {
  places: { came: Moment; position: number; went: Moment | null }[][]
  /** There are more than are told. */
  more: boolean
  authors: Author[]
}

/** What a document would be now without some revisions, and where others have built on these. */
export type Without = {
  /** The revision that it's worked out for. */
  revision: number
  /** How many of the revisions between those asked for are left out. */
  left: number
  doc: NodeJSON
  overlaps: {
    kind: 'within' | 'beside' | 'form' | 'moved' | 'structure' | 'unplaced'
    from: number
    to: number
    revisions: number[]
    text?: string
  }[]
  authors: Author[]
}
