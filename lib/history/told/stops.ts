import { type Node, Slice } from '@tiptap/pm/model'
import { schema } from '@/lib/document/schema'
import type { Difference } from '@/lib/protocol/past'

/** Differences that touch each other: one place to stop at. Positions are the later document's. */
export type Stop = { from: number; to: number; differences: Difference[] }

/** How many characters came and went, and how many places have another form. */
export type Amounts = { inserted: number; deleted: number; formatted: number }

export type Deleted = Extract<Difference, { kind: 'deleted' }>

export const placeOf = (each: Difference): { from: number; to: number } =>
  each.kind === 'deleted' ? { from: each.at, to: each.at } : { from: each.from, to: each.to }

/** The places where something differs, in the order of the document. */
export function stopsOf(differences: readonly Difference[]): Stop[] {
  const stops: Stop[] = []
  for (const difference of differences) {
    const { from, to } = placeOf(difference)
    const last = stops.at(-1)
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to)
      last.differences.push(difference)
    } else stops.push({ from, to, differences: [difference] })
  }
  return stops
}

/** How much differs. @param doc the later document */
export function amountsOf(doc: Node, differences: readonly Difference[]): Amounts {
  const amounts: Amounts = { inserted: 0, deleted: 0, formatted: 0 }
  for (const each of differences)
    if (each.kind === 'inserted') amounts.inserted += doc.textBetween(each.from, each.to).length
    else if (each.kind === 'deleted') amounts.deleted += textOf(sliceOf(each)).length
    else amounts.formatted++
  return amounts
}

/** What was taken, as it stood. */
export const sliceOf = ({ slice }: Deleted): Slice => Slice.fromJSON(schema, slice as object)

/** The text of a slice; blocks are kept apart by `between`. */
export const textOf = ({ content }: Slice, between = ''): string => content.textBetween(0, content.size, between)
