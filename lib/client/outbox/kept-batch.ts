import type { Document } from '@/lib/document/document'
import { applyStep, stepJSON, storedStep } from '@/lib/document/steps'
import type { Batch } from '@/lib/replica/batch'
import type { LocalStep } from '@/lib/replica/change'
import type { KeptBatch, OutboxRecord } from './outbox-store'

export function keptBatch(batch: Batch): KeptBatch {
  const { commandId, sent } = batch
  if ('wish' in batch) return { commandId, sent, wish: batch.wish }
  const steps = batch.steps.map(({ step, sent, madeAt }) => ({ step: stepJSON(step), sent, madeAt }))
  return { commandId, sent, making: batch.making, steps }
}

/**
 * The batches of a record, on the document that they stand on. They are closed: the log may hold such a command with more in
 * it than was kept, and what joined it here would go down with it.
 * @throws RangeError where they don't fit it
 */
export function restoredBatches(record: OutboxRecord, { doc: base }: Document): Batch[] {
  let doc = base
  return record.batches.map((kept): Batch => {
    const { commandId, sent } = kept
    if ('wish' in kept) return { commandId, sent, wish: kept.wish }
    const steps = kept.steps.map((entry): LocalStep => {
      const step = storedStep(entry.step)
      const before = doc
      const after = applyStep(doc, step)
      if (!after) throw new RangeError('A kept step does not fit the document')
      doc = after
      return { step, before, sent: entry.sent, madeAt: entry.madeAt }
    })
    return { commandId, sent, making: kept.making, steps, closed: true }
  })
}

/** How many edits there are: steps, and wishes. */
export function editsIn(batches: readonly (KeptBatch | Batch)[]): number {
  return batches.reduce((sum, batch) => sum + ('steps' in batch ? batch.steps.length : 1), 0)
}
