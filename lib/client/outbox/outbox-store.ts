import type { Command } from '@/lib/document/commands'
import type { StepJSON } from '@/lib/document/steps'
import type { Wish } from '@/lib/replica/batch'
import type { Making } from '@/lib/replica/making'

/** A batch as it rests on the device. Its steps stand on the record's `revision`; `sent` is what went out, frozen. */
export type KeptBatch = { commandId: string; sent: Command | null } & (
  | { making: Making; steps: { step: StepJSON; sent: number | null; madeAt: number }[] }
  | { wish: Wish }
)

/** Whose unconfirmed commands rest under an id, and what they stand on. One per open document and tab. */
export type OutboxHeader = {
  replicaId: string
  documentId: string
  authorId: string
  schemaVersion: number
  historyEpoch: number
  /** The confirmed revision that the first batch stands on. */
  revision: number
  /** By this device's clock, in ms. */
  savedAt: number
}
export type OutboxRecord = OutboxHeader & { batches: KeptBatch[] }

/** Why words couldn't be stored where they were meant: a refusal's code, or what became of their place. */
export type DraftReason = 'target_deleted' | 'other_author' | 'older_version' | 'document_gone' | 'replaced' | string

/** Words that couldn't be stored where they were meant, kept for their author until they let them go. */
export type Draft = {
  id: string
  documentId: string
  authorId: string
  text: string
  reason: DraftReason
  madeAt: number
}

/** The outbox was taken over by a page that thought us gone: what was in it is now its to send. */
export class OutboxTaken extends Error {}

/**
 * Where unconfirmed commands and drafts rest on the device. Every promise resolves only after the write is done.
 * A record exists while it holds a batch.
 */
export interface OutboxStore {
  /**
   * Makes an outbox ours alone for as long as this page lives; null while somebody else has it.
   * @returns how to give it back
   */
  hold(replicaId: string): Promise<(() => void) | null>
  /**
   * Writes a record: the header, the batches at the given places, and how many there are in all (0: none is left).
   * @throws OutboxTaken where it isn't ours any more; any other error: not kept
   */
  write(header: OutboxHeader, changed: ReadonlyMap<number, KeptBatch>, count: number): Promise<void>
  /** Everything that rests here, of whichever document and author, the oldest first. */
  records(): Promise<OutboxRecord[]>
  remove(replicaId: string): Promise<void>
  saveDraft(draft: Draft): Promise<void>
  drafts(documentId: string): Promise<Draft[]>
  removeDraft(id: string): Promise<void>
}
