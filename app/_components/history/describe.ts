import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import type { RecordedEvent } from '@/lib/document/events'
import type { Frame } from '@/lib/history/frame'
import type { Author } from '@/lib/protocol/people'

/** Who made a revision, as one reads it. */
export function who(frame: Frame | null, authors: ReadonlyMap<string, Author>): string {
  return (frame && authors.get(frame.authorId)?.name) || words.people.somebody
}

/** What happened in a few words, where it's something else than an edit. */
export function whatHappened(event: RecordedEvent): string | null {
  const { change } = words.history
  if ('redacted' in event.data) return change.taken
  switch (event.type) {
    case 'DocumentCreated':
      return change.created
    case 'DocumentRenamed':
      return change.renamed(event.data.title)
    case 'VersionNamed':
      return change.named(event.data.name)
    case 'RevisionRestored':
      return change.restored(event.data.restoredFrom)
    case 'DocumentTrashed':
      return change.trashed
    case 'DocumentUntrashed':
      return change.untrashed
    case 'DocumentDeleted':
      return change.deleted
    case 'ContentEdited':
      return null
    default:
      return event satisfies never
  }
}

/** What happened at a revision, in a few words; null while that isn't known. */
export function what({ event, amount }: Frame): string | null {
  if (!event) return null
  const said = whatHappened(event)
  if (said !== null || event.type !== 'ContentEdited' || 'redacted' in event.data) return said
  if (!amount) return null
  const { change } = words.history
  const { inserted, deleted } = amount
  const parts = [inserted > 0 && change.added(inserted), deleted > 0 && change.removed(deleted)].filter(Boolean)
  if (parts.length > 0) return parts.join(', ')
  return event.data.steps.length > 0 ? change.formatting : change.nothing
}

/** A place on the slider in words: "Revision 812 of 4,310, 3 May 14:02, Ana, 26 characters added". */
export function position(
  { wanted, head, frame }: { wanted: number; head: number; frame: Frame | null },
  authors: ReadonlyMap<string, Author>,
): string {
  const place = words.history.position(wanted, head)
  if (frame?.revision !== wanted) return place
  return [place, moment(frame.recordedAt), who(frame, authors), what(frame)].filter(Boolean).join(', ')
}
