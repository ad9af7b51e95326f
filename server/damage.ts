import { type Refusal, refuse } from '@/lib/document/refusal'

/**
 * A document's log that can't be read on at some revision: that event is missing, can't be read, or doesn't fit. It's
 * this document's alone, and stays until somebody mends it (npm run log).
 */
export class DamagedLog extends Error {
  /** By which who reports it finds it in the program's log. */
  readonly id = crypto.randomUUID()
  readonly #reason: string

  /** @param revision the first one that can't be reached */
  constructor(
    readonly documentId: string,
    readonly revision: number,
    cause: unknown,
  ) {
    super(`The log of document ${documentId} cannot be read at revision ${revision}`)
    this.name = 'DamagedLog'
    this.#reason = reasonOf(cause)
  }

  /** What's wrong there. May quote the document, so it's for who mends it, never for the program's log or a client. */
  get reason(): string {
    return this.#reason
  }
}

/** What an error says, for the database or a terminal; may quote a document, so never for the program's log. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}

/** What somebody is told who asks for a damaged document. */
export function damagedRefusal({ revision, id }: DamagedLog): { refusal: Refusal } {
  return refuse(
    'internal',
    `This document is damaged from revision ${revision} on and cannot be opened until that is repaired. Tell who runs this server (${id}).`,
    { id, damagedFrom: revision },
  )
}
