import { UnreadableEvent } from './codec'
import type { EventStore } from './event-store'

/** The last revision of a document; null where there's no such document, or it was deleted. */
export async function livingHead(store: EventStore, documentId: string): Promise<number | null> {
  const head = await store.head(documentId)
  if (!head) return null
  try {
    const [last] = await store.read(documentId, head.revision, { events: 1 })
    return last?.type === 'DocumentDeleted' ? null : head.revision
  } catch (error) {
    // Nothing comes after a deletion, and who deletes writes no event that can't be read.
    if (error instanceof UnreadableEvent) return head.revision
    throw error
  }
}
