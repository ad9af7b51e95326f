import type { RecordedEvent } from '@/lib/document/events'
import { decodePage } from '@/lib/history/pages/decode'
import type { Source } from '@/lib/history/player'
import type { DocumentAt, EventsPage, Timeline } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { documentAt, documentEvents, documentPage, type Failure, type Result } from './api'

/** An answer that didn't come; what the player's caller shows. */
export class Unanswered extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

/**
 * Reads a document's past from `/api`: in full packed pages, which take a hundredth of the bytes, and the rest as events.
 * @param version `<schemaVersion>.<historyEpoch>`: what's asked under it never changes
 * @param meet is told of every author that comes along
 * @param pages the timeline's, as far as it's here
 */
export function historySource(
  documentId: string,
  version: string,
  meet: (authors: readonly Author[]) => void,
  pages: () => Timeline['pages'] | Promise<Timeline['pages'] | null> = () => [],
): Source {
  const packed = async (from: number, to: number, signal?: AbortSignal): Promise<RecordedEvent[]> => {
    const all = (await pages()) ?? []
    const page = all.find(page => page.from <= from && from <= page.to)
    // The last one is still open, and packed anew whenever it has grown: that's for who wants it from its beginning.
    if (page === all.at(-1) && page?.from !== from) return []
    const answer = page && (await documentPage(documentId, page.n, version, signal))
    if (!answer?.ok) return []
    try {
      return decodePage(answer.value).filter(({ revision }) => revision >= from && revision <= to)
    } catch {
      return []
    }
  }
  return {
    async keyframe(revision, signal): Promise<DocumentAt> {
      const value = unwrap(await documentAt(documentId, revision, version, signal))
      meet(value.authors)
      return value
    },
    async events(from, to, signal): Promise<EventsPage> {
      const events = await packed(from, to, signal)
      if (events[0]?.revision === from) return { events, authors: [] }
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
