import type { Node } from '@tiptap/pm/model'
import type { Transform } from '@tiptap/pm/transform'
import { schema } from '@/lib/document/schema'

/** Where some words stand in one text block: themselves, and the ends of their block. */
export function edgeOf(doc: Node, words: string): { from: number; to: number; start: number; end: number } {
  let found: ReturnType<typeof edgeOf> | null = null
  doc.descendants((node, pos) => {
    const at = node.isTextblock && !found ? node.textContent.indexOf(words) : -1
    if (at < 0) return
    const start = pos + 1
    found = { from: start + at, to: start + at + words.length, start, end: start + node.content.size }
  })
  if (!found) throw new RangeError(`The welcome document nowhere says "${words}"`)
  return found
}

const paragraph = () => schema.node('paragraph')
const wrappers: Record<string, string[]> = {
  '- ': ['bulletList', 'listItem'],
  '1. ': ['orderedList', 'listItem'],
  '[ ] ': ['taskList', 'taskItem'],
  '> ': ['blockquote'],
}

/** Makes of a paragraph that begins with a sign what the sign stands for, without the sign. */
export function turnInto(transform: Transform, caret: number, sign: string): number {
  const { depth } = transform.doc.resolve(caret)
  const start = transform.doc.resolve(caret).start(depth)
  transform.delete(start, caret)
  const wrapping = wrappers[sign]
  if (!wrapping) {
    transform.setBlockType(start, start, schema.nodes.heading!, { level: sign.trim().length })
    return start
  }
  const range = transform.doc.resolve(start).blockRange()!
  transform.wrap(
    range,
    wrapping.map(name => ({ type: schema.nodes[name]! })),
  )
  return start + wrapping.length
}

/** Puts a paragraph in place of the empty last part of a list or a quote, and the caret into it. */
export function leave(transform: Transform, caret: number): number {
  const place = transform.doc.resolve(caret)
  const after = place.after(1)
  transform.insert(after, paragraph())
  transform.delete(place.before(2), place.after(2))
  return transform.mapping.map(after, -1) + 1
}

/** Puts a table in place of an empty paragraph, with a paragraph behind it, and the caret into its first cell. */
export function insertTable(transform: Transform, caret: number, rows: number, columns: number): number {
  const place = transform.doc.resolve(caret)
  const row = (type: string) =>
    schema.node(
      'tableRow',
      null,
      Array.from({ length: columns }, () => schema.node(type, null, [paragraph()])),
    )
  const table = schema.node('table', null, [
    row('tableHeader'),
    ...Array.from({ length: rows - 1 }, () => row('tableCell')),
  ])
  transform.replaceWith(place.before(1), place.after(1), [table, paragraph()])
  return place.before(1) + 4
}

/** The next text block after the one that the caret is in. */
export function nextBlock(doc: Node, caret: number): number {
  let next = -1
  doc.nodesBetween(doc.resolve(caret).after(), doc.content.size, (node, pos) => {
    if (next < 0 && node.isTextblock && pos >= caret) next = pos + 1
  })
  return next < 0 ? doc.content.size - 1 : next
}
