import type { Node } from '@tiptap/pm/model'
import type { Place } from '../changed'

// Of what isn't text: no phrase goes across it.
const gap = '\ufffc'

/** Where a phrase stands in a document: within one line each, without overlaps, in order. */
export function placesOf(doc: Node, phrase: string, caseSensitive: boolean): Place[] {
  const sought = caseSensitive ? phrase : lowered(phrase)
  const places: Place[] = []
  if (sought === '') return places
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, gap, gap)
    const line = caseSensitive ? text : lowered(text)
    for (let at = line.indexOf(sought); at >= 0; at = line.indexOf(sought, at + sought.length)) {
      const from = position + 1 + at
      places.push({ from, to: from + sought.length })
    }
    return false
  })
  return places
}

/** Lower case, letter by letter, so that places stay where they are. */
function lowered(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from({ length: text.length }, (_, i) => {
    const letter = text[i]!.toLowerCase()
    return letter.length === 1 ? letter : text[i]!
  }).join('')
}
