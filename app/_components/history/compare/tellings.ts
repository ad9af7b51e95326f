import type { Node } from '@tiptap/pm/model'
import { words } from '@/app/_words'
import { sliceOf } from '@/lib/history/told/stops'
import type { Difference, FormChange } from '@/lib/protocol/past'
import type { Author } from '@/lib/protocol/people'
import type { Telling } from '../asking/spots'

const { compare, past, people } = words

/** What's told of some differences, each part by who did it. @param doc the later document */
export function tellingsOf(
  doc: Node,
  differences: readonly Difference[],
  authors: ReadonlyMap<string, Author>,
): Telling[] {
  const nameOf = (authorId: string) => authors.get(authorId)?.name ?? people.somebody
  const colorOf = (authorId: string) => authors.get(authorId)?.color
  return differences.flatMap((difference): Telling[] => {
    if (difference.kind === 'formatted')
      return difference.changes.map(change => ({
        color: colorOf(change.authorId),
        text: formed(nameOf(change.authorId), change),
        at: change.at,
        revisions: past.revisions(change.revision, change.revision),
        revision: change.revision,
      }))
    const slice = difference.kind === 'deleted' ? sliceOf(difference) : null
    return difference.runs.map(({ from, to, authorId, first, last, at, moved }) => {
      const start = slice && difference.kind === 'deleted' ? from - difference.from + slice.openStart : 0
      const text = slice
        ? slice.content.textBetween(start, Math.min(start + to - from, slice.content.size), ' ')
        : doc.textBetween(from, to, ' ')
      const quoted = text.trim() ? past.cut(text.trim()) : compare.block
      const say = slice
        ? moved === null
          ? compare.deleted
          : compare.movedAway
        : moved === null
          ? compare.inserted
          : compare.moved
      return {
        color: colorOf(authorId),
        text: say(nameOf(authorId), quoted),
        at,
        revisions: past.revisions(first, last),
        revision: last,
      }
    })
  })
}

function formed(who: string, { of, name, before, after }: FormChange): string {
  const { formatted } = compare
  if (of === 'type') return formatted.type(who, String(after))
  if (of === 'attribute') return formatted.attribute(who, name)
  return before === null || after === null ? formatted.mark(who, name, after !== null) : formatted.other(who)
}
