import type { Node } from '@tiptap/pm/model'
import type { Command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import type { EventBody } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import type { Outcome, Sender } from './documents'
import type { NewEvent } from './event-store/event-store'
import type { Deferred } from './promises'

/** A command that somebody waits for, with the document that it restores where it's a restore. */
export type Wish = { command: Command; sender: Sender; restored?: Node; outcome: Deferred<Outcome> }

/** A wish that was granted, on its way to the disk. */
export type Undurable = Wish & { event: NewEvent; after: Document }

export function isCopy(event: NewEvent, { command, sender }: Wish): boolean {
  return event.commandId === command.commandId && event.authorId === sender.authorId
}

/** The event that a wish becomes, after everything that's in the document. Its time is never before the last one's. */
export function newEvent({ command, sender }: Wish, body: EventBody, document: Document, at: Date): NewEvent {
  const { documentId, commandId, baseRevision } = command
  const now = at.toISOString()
  return {
    documentId,
    revision: document.revision + 1,
    schemaVersion,
    commandId,
    baseRevision,
    authorId: sender.authorId,
    via: sender.via,
    recordedAt: now > document.recordedAt ? now : document.recordedAt,
    ...body,
  }
}
