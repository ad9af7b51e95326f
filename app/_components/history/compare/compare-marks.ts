import type { Node } from '@tiptap/pm/model'
import { Decoration } from '@tiptap/pm/view'
import type { Stop } from '@/lib/history/told/stops'
import type { Author } from '@/lib/protocol/people'
import type { Marked } from '../who/who-marks'
import { deletedIn } from './deleted'
import { tellingsOf } from './tellings'

/** What differs, drawn into the later document: what came, in the place of what went its text, and what has another form. */
export function marksOfStops(doc: Node, stops: readonly Stop[], authors: ReadonlyMap<string, Author>): Marked {
  const colorOf = (authorId: string | undefined) => (authorId && authors.get(authorId)?.color) || ''
  const decorations: Decoration[] = []
  for (const [i, { differences }] of stops.entries())
    for (const difference of differences) {
      const spot = { 'data-spot': String(i) }
      if (difference.kind === 'inserted')
        for (const { from, to, authorId } of difference.runs) {
          const attributes = { ...spot, 'data-color': colorOf(authorId) }
          decorations.push(Decoration.inline(from, to, { ...attributes, nodeName: 'ins', class: 'came' }))
          decorations.push(...blocksIn(doc, from, to, { ...attributes, class: 'came-block' }))
        }
      else if (difference.kind === 'deleted') {
        const { at } = difference
        const inline = doc.resolve(at).parent.inlineContent
        decorations.push(
          Decoration.widget(at, () => deletedIn(difference, inline, colorOf, i), {
            side: -1,
            ignoreSelection: true,
            key: `gone ${i} ${at} ${difference.runs.map(({ authorId, to }) => `${to}${colorOf(authorId)}`)}`,
          }),
        )
      } else {
        const { from, to, changes } = difference
        const attributes = { ...spot, 'data-color': colorOf(changes[0]?.authorId) }
        decorations.push(Decoration.inline(from, to, { ...attributes, class: 'formed' }))
        decorations.push(...blocksIn(doc, from, to, { ...attributes, class: 'formed-block' }))
      }
    }
  const spots = stops.map(({ from, to, differences }) => ({
    from,
    to,
    tell: () => tellingsOf(doc, differences, authors),
  }))
  return { spots, decorations }
}

/** Blocks that begin in a stretch, each marked as one. */
function blocksIn(doc: Node, from: number, to: number, attributes: Record<string, string>): Decoration[] {
  const found: Decoration[] = []
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isBlock && position >= from && position < to && (node.isTextblock || node.isLeaf))
      found.push(Decoration.node(position, position + node.nodeSize, attributes))
    return node.isBlock
  })
  return found
}
