import { Fragment, type Node } from '@tiptap/pm/model'

/**
 * The same document, made of another one's blocks where these are equal, from its beginning and from its end: what goes from one to
 * the other by identity, as the editor's view does, finds at once what differs, and what doesn't is in memory once.
 */
export function sharing(doc: Node, other: Node): Node {
  const blocks = [...doc.content.content]
  const others = other.content.content
  const most = Math.min(blocks.length, others.length)
  let start = 0
  for (; start < most && blocks[start]!.eq(others[start]!); start++) blocks[start] = others[start]!
  for (let end = 1; end <= most - start && blocks.at(-end)!.eq(others.at(-end)!); end++)
    blocks[blocks.length - end] = others.at(-end)!
  return doc.copy(Fragment.fromArray(blocks))
}
