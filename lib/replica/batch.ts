import type { Step } from '@tiptap/pm/transform'
import type { Command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import { schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import type { LocalStep } from './change'
import type { Making } from './making'

type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never

/** A wish that isn't about content: what makes its command, without the envelope. */
export type Wish = DistributiveOmit<
  Exclude<Command, { type: 'EditContent' }>,
  'documentId' | 'commandId' | 'baseRevision' | 'schemaVersion'
>

/**
 * What becomes one command: local steps, or a wish. `sent` is the command as it went out, frozen. Nothing joins a closed one,
 * sent or not: its first copy may be in the log already.
 */
export type Batch = StepBatch | WishBatch
export type StepBatch = {
  commandId: string
  sent: Command | null
  making: Making
  steps: LocalStep[]
  /** How large they are on the wire, about; absent where nothing joins any more. */
  bytes?: number
  closed?: true
}
export type WishBatch = { commandId: string; sent: Command | null; wish: Wish }

export type ReplicaOptions = {
  /** Who we are: an event confirms our command when author and command id are ours. */
  authorId: string
  newCommandId: () => string
  now: () => number
  /** Steps in one command, and bytes of them. */
  maxSteps: number
  maxBytes: number
  /** Hears of local steps that have lost their target: what they meant to write is in no document. */
  onLost?: ((steps: Step[]) => void) | undefined
}

/** A batch as it goes out, at the confirmed revision. Its steps learn their places in it. */
export function toCommand(batch: Batch, { documentId, revision }: Document, now: number): Command {
  const envelope = { documentId, baseRevision: revision, schemaVersion, commandId: batch.commandId }
  if ('wish' in batch) return { ...envelope, ...batch.wish } as Command
  batch.steps = batch.steps.map((step, sent) => ({ ...step, sent }))
  const first = batch.steps[0]?.madeAt ?? now
  return {
    ...envelope,
    type: 'EditContent',
    ...batch.making,
    steps: batch.steps.map(({ step }) => stepJSON(step)),
    madeAt: new Date(first).toISOString(),
    stepTimes: batch.steps.map(({ madeAt }) => Math.max(0, madeAt - first)),
  }
}

/** How many bytes a step is long on the wire. */
export const bytesOf = (step: Step): number => bytesIn(stepJSON(step))

export function bytesIn(value: unknown): number {
  const text = JSON.stringify(value)
  // Each unit of UTF-16 is three bytes of UTF-8 at most; most are one.
  return text.length < 1_000 ? text.length * 3 : new TextEncoder().encode(text).length
}
