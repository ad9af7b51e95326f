import type { Source } from '@/lib/history/player'
import type { DocumentAt, EventsPage } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { documentAt, documentEvents, type Failure, type Result } from './api'

/** An answer that didn't come; what the player's caller shows. */
export class Unanswered extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

/**
 * Reads a document's past from `/api`.
 * @param version `<schemaVersion>.<historyEpoch>`: what's asked under it never changes
 * @param meet is told of every author that comes along
 */
export function historySource(documentId: string, version: string, meet: (authors: readonly Author[]) => void): Source {
  return {
    async keyframe(revision, signal): Promise<DocumentAt> {
      const value = unwrap(await documentAt(documentId, revision, version, signal))
      meet(value.authors)
      return value
    },
    async events(from, to, signal): Promise<EventsPage> {
      const value = unwrap(await documentEvents(documentId, { from, limit: to - from + 1, version }, signal))
      meet(value.authors)
      return value
    },
  }
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Unanswered(result.failure)
  return result.value
}
