import { Mapping } from '@tiptap/pm/transform'
import type { Batch } from '@/lib/replica/batch'

type Range = { from: number; to: number }

/** A stretch of the view, in the confirmed document; null where nothing of it is confirmed. @param unconfirmed in order */
export function confirmedRange(unconfirmed: readonly Batch[], { from, to }: Range): Range | null {
  const steps = unconfirmed.flatMap(batch => ('steps' in batch ? batch.steps : []))
  const back = new Mapping(steps.map(({ step }) => step.getMap().invert()).reverse())
  const range = { from: back.map(from, 1), to: back.map(to, -1) }
  return range.from < range.to ? range : null
}
