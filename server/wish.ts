import type { Node } from '@tiptap/pm/model'
import type { Command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import type { EventBody } from '@/lib/document/events'
import { refuse } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import { charge, costs } from './budget'
import type { Outcome, Sender } from './documents'
import type { EventStore, NewEvent } from './event-store/event-store'
import { livingHead } from './event-store/living'
import type { Deferred } from './promises'

/** A command that somebody waits for. */
export type Wish = {
  command: Command
  sender: Sender
  outcome: Deferred<Outcome>
  /** The document that it restores. */
  restored?: Node
  /** An edit that needn't wait for anything any more; `paid`, where it's heavy. */
  admitted?: boolean
  paid?: boolean
}

/** A wish that was granted, on its way to the disk. */
export type Undurable = Wish & { event: NewEvent; after: Document }

export function isCopy(event: NewEvent, { command, sender }: Wish): boolean {
  return event.commandId === command.commandId && event.authorId === sender.authorId
}

/** Of a deleted document nothing is told any more, not even how long it was. */
export function ifDeleted({ status }: Document): Outcome | null {
  return status === 'deleted' ? refuse('not_found', 'There is no such document.') : null
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

/** Looks whether what an edit says that it brings back is there. @returns why the edit isn't taken, if it isn't */
export async function checkSource({ command, sender }: Wish, store: EventStore): Promise<Outcome | null> {
  if (command.type !== 'EditContent' || !command.source) return null
  const dear = charge(sender, costs.source)
  if (dear) return dear
  const { documentId, revision, from, to } = command.source
  if (from > to) return refuse('bad_request', 'A source is from one place to another behind it.')
  const head = await livingHead(store, documentId)
  if (head === null) return refuse('not_found', 'There is no such document to bring something back from.')
  if (revision > head) return refuse('future_revision', `The source's last revision is ${head}.`)
  return null
}
