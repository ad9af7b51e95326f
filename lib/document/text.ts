import type { Node } from '@tiptap/pm/model'

/** A document's text, blocks and lines parted by line feeds. */
export function plainText(doc: Node): string {
  return doc.textBetween(0, doc.content.size, '\n', leaf => (leaf.type.name === 'hardBreak' ? '\n' : ''))
}

/** How many UTF-16 units of text stand between two positions; structure isn't counted. */
export function textLength(doc: Node, from: number, to: number): number {
  let length = 0
  if (to > from)
    doc.nodesBetween(from, to, (node, pos) => {
      if (node.isText) length += Math.min(to, pos + node.nodeSize) - Math.max(from, pos)
    })
  return length
}

/** At most `max` UTF-16 units from the beginning, never half a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const code = text.charCodeAt(max - 1)
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? max - 1 : max)
}
