import { DOMSerializer, type Fragment, type Slice } from '@tiptap/pm/model'
import { words } from '@/app/_words'
import { schema } from '@/lib/document/schema'
import { type Deleted, sliceOf } from '@/lib/history/told/stops'

const serializer = DOMSerializer.fromSchema(schema)

/** What went, as it's drawn in its place: struck through, each part in the colour of who took it. */
export function deletedIn(
  deleted: Deleted,
  inline: boolean,
  colorOf: (authorId: string | undefined) => string,
  spot: number,
): HTMLElement {
  const element = document.createElement('del')
  element.className = inline ? 'went' : 'went went-block'
  element.dataset.spot = String(spot)
  element.dataset.color = colorOf(deleted.runs[0]?.authorId)
  const slice = sliceOf(deleted)
  const whole = !inline && slice.openStart === 0 && slice.openEnd === 0
  element.append(spoken(words.compare.removedFrom))
  element.append(...(whole ? [drawn(slice.content)] : parts(deleted, slice, colorOf)))
  element.append(spoken(words.compare.removedTo))
  return element
}

const drawn = (content: Fragment) => serializer.serializeFragment(content)

/** Text of a slice, in the parts that each somebody took. */
function parts({ from, runs }: Deleted, slice: Slice, colorOf: (authorId: string | undefined) => string): Node[] {
  const parts: Node[] = []
  const { content, openStart } = slice
  let blocks = 0
  content.descendants((node, at) => {
    const position = from + at - openStart
    if (node.isTextblock && blocks++ > 0) parts.push(lineBreak())
    if (!node.isText) {
      if (node.isLeaf && node.isInline) parts.push(lineBreak())
      return
    }
    const end = position + node.nodeSize
    for (const run of runs) {
      const [start, stop] = [Math.max(run.from, position), Math.min(run.to, end)]
      if (start >= stop) continue
      const part = document.createElement('span')
      part.dataset.color = colorOf(run.authorId)
      part.className = 'went-part'
      part.append(serializer.serializeNode(node.cut(start - position, stop - position)))
      parts.push(part)
    }
  })
  // Nothing but the end of a line: two blocks have become one.
  return parts.length > 0 ? parts : [lineBreak()]
}

function lineBreak(): HTMLElement {
  const element = document.createElement('span')
  element.textContent = ' ¶ '
  return element
}

function spoken(text: string): HTMLElement {
  const element = document.createElement('span')
  element.className = 'sr-only'
  element.textContent = text
  return element
}
