import { Fragment, type Node } from '@tiptap/pm/model'

/**
 * The same document, made of another one's blocks where it has the same: what goes from one to the other by identity, as the editor's
 * view does, finds at once what differs, and what doesn't is in memory once.
 */
export function sharing(doc: Node, other: Node): Node {
  const known = new Map(other.content.content.map(block => [block.textContent, block]))
  const blocks = doc.content.content.map(block => {
    const same = known.get(block.textContent)
    return same?.eq(block) ? same : block
  })
  return doc.copy(Fragment.fromArray(blocks))
}
