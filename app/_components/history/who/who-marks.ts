import type { Node } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'
import { words } from '@/app/_words'
import { withText } from '@/lib/history/told/shares'
import type { Authorship } from '@/lib/protocol/past'
import type { Author } from '@/lib/protocol/people'
import type { Spot } from '../asking/spots'

/** As many kinds of line stand under the text (past.css), so that authors are told apart without their colours. */
export const patterns = 5

export type Marked = { spots: Spot[]; decorations: Decoration[] }

/** A document in its authors' colours. @param hidden authors whose text stays as it is read */
export function marksOfAuthors(
  doc: Node,
  { runs }: Authorship,
  authors: ReadonlyMap<string, Author>,
  order: readonly string[],
  hidden: ReadonlySet<string>,
): Marked {
  const shown = withText(doc, runs).filter(({ authorId }) => !hidden.has(authorId))
  const spots = shown.map(({ from, to, authorId, way, first, last, at, brought }): Spot => {
    const author = authors.get(authorId)
    const name = author?.name ?? words.people.somebody
    const text = [`${name} · ${words.past.way(way)}`, brought !== null && words.who.brought(brought)]
    return {
      from,
      to,
      tell: () => [
        {
          color: author?.color,
          text: text.filter(Boolean).join(', '),
          at,
          revisions: words.past.revisions(first, last),
          revision: last,
        },
      ],
    }
  })
  const decorations = shown.map(({ from, to, authorId }, i) =>
    Decoration.inline(from, to, {
      class: 'wrote',
      'data-spot': String(i),
      'data-color': authors.get(authorId)?.color ?? '',
      'data-pattern': String(Math.max(0, order.indexOf(authorId)) % patterns),
    }),
  )
  return { spots, decorations }
}
