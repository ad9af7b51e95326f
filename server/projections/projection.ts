import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import type { Prisma } from '@/prisma/generated/client'

export type Tx = Prisma.TransactionClient

/** One event, with the document before and after it. */
export type Stage = { event: RecordedEvent; before: Document | null; after: Document }

/** A table of a read model. It has a column `document_id`; `key` tells a document's rows apart and orders them. */
export type Table = { name: string; key: readonly string[] }

/** What a document is in a read model, or as much of it as folding on needs. */
export type Rows = { readonly documentId: string; readonly revision: number }

/**
 * A read model: rows that follow from a document's events alone, so that they can be thrown away and made again.
 * `revision` says how far a document's rows have come; by it an event that is already in them is recognised.
 */
export interface Projection<R extends Rows = Rows> {
  /** Names the checkpoint; never changes. */
  readonly name: string
  /** Raised when the same events make other rows; a server with a newer version rebuilds when it starts. */
  readonly version: number
  readonly tables: readonly Table[]

  /** A document's rows before its first event. */
  begin(documentId: string): R

  /** The stored rows, as much of them as `fold` needs; documents without rows are absent. */
  load(tx: Tx, documentIds: readonly string[]): Promise<Map<string, R>>

  /** The rows after some more events. Pure; the stages follow `rows.revision` without a hole. */
  fold(rows: R, stages: readonly Stage[]): R

  /** Stores what `fold` made, for many documents at once. Rows of deleted documents are taken out by the caller. */
  write(tx: Tx, documents: readonly R[]): Promise<void>
}
