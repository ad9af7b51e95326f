import type { Node } from '@tiptap/pm/model'
import { castDraft, produce } from 'immer'
import type { EventBody, EventHeader } from './events'
import { schema } from './schema'
import { applyStored, storedStep } from './steps'

/** What a document is after its events up to `revision`. */
export type Document = {
  readonly documentId: string
  readonly revision: number
  /** Who made it. */
  readonly ownerId: string
  readonly title: string
  readonly doc: Node
  readonly status: 'live' | 'trashed' | 'deleted'
  /** When its last event was recorded, ISO 8601; the next one's time is never before it. */
  readonly recordedAt: string
}

/** What of an event makes a document, or tells of its past: not by which command it came, nor where in the log it stands. */
export type RevisedEvent = Pick<EventHeader, 'documentId' | 'revision' | 'authorId' | 'recordedAt'> & EventBody

/**
 * The document after one more event.
 * @param document the state at `event.revision - 1`; null before the first event
 * @param doc what the event's steps lead to, where that's known already
 * @throws RangeError when the event doesn't follow: a hole, a step that doesn't fit
 */
export function evolve(document: Document | null, event: RevisedEvent, doc?: Node): Document {
  if (!document) return created(event, doc)
  if (event.revision !== document.revision + 1)
    throw new RangeError(`Event ${event.revision} does not follow revision ${document.revision}`)
  // Nearly every event is an edit; a draft would cost as much as applying it does.
  if (event.type === 'ContentEdited' && !('redacted' in event.data)) {
    const { revision, recordedAt, data } = event
    return { ...document, revision, recordedAt, doc: doc ?? applyStored(document.doc, data.steps.map(storedStep)) }
  }
  return produce(document, draft => {
    draft.revision = event.revision
    draft.recordedAt = event.recordedAt
    if ('redacted' in event.data) return
    switch (event.type) {
      case 'ContentEdited':
      case 'RevisionRestored':
        draft.doc = castDraft(doc ?? applyStored(document.doc, event.data.steps.map(storedStep)))
        break
      case 'DocumentRenamed':
        draft.title = event.data.title
        break
      case 'DocumentTrashed':
        draft.status = 'trashed'
        break
      case 'DocumentUntrashed':
        draft.status = 'live'
        break
      case 'DocumentDeleted':
        draft.status = 'deleted'
        break
      case 'VersionNamed':
        break
      case 'DocumentCreated':
        throw new RangeError('A document is created once')
      default:
        event satisfies never
    }
  })
}

function created(event: RevisedEvent, doc?: Node): Document {
  if (event.type !== 'DocumentCreated' || event.revision !== 1)
    throw new RangeError(
      `A stream begins with DocumentCreated at revision 1, not with ${event.type} at ${event.revision}`,
    )
  const { documentId, authorId: ownerId, recordedAt, data } = event
  return {
    documentId,
    revision: 1,
    ownerId,
    title: data.title,
    doc: doc ?? schema.nodeFromJSON(data.doc),
    status: 'live',
    recordedAt,
  }
}
