import type { Command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import type { RecordedEvent, Via } from '@/lib/document/events'
import type { Refusal } from '@/lib/document/refusal'
import type { NodeJSON } from '@/lib/document/schema'
import type { Pay } from './budget'

/** Who sends a command, as the session says; never as the payload does. Without `pay` nothing is too heavy. */
export type Sender = { authorId: string; via: Via; pay?: Pay }

export type NewDocument = {
  documentId: string
  title: string
  content?: NodeJSON
  source?: { documentId: string; revision: number }
}

export type Outcome = { event: RecordedEvent } | { refusal: Refusal }

/** A document as committed; `quarantinedFrom` where its log goes on with an event that can't be read for now. */
export type CurrentDocument = Document & { historyEpoch: number; quarantinedFrom?: number }

/** The documents of this process: the one door to everything that writes. */
export interface Documents {
  /** Creates a document; again with the same id by the same author answers as the first time. */
  create(wish: NewDocument, sender: Sender): Promise<Outcome>

  /** Decides a command and answers once its event is durable. Policy is asked inside, against the state it's decided on. */
  submit(command: Command, sender: Sender): Promise<Outcome>

  /**
   * The document as committed; null where there's none or it was deleted.
   * @param revision the least that's asked for: where it has that, what other processes did half a second ago may be missing
   */
  current(documentId: string, revision?: number): Promise<CurrentDocument | null>
}
