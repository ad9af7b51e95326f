import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { ReplaceStep, type Step } from '@tiptap/pm/transform'
import { schema } from '@/lib/document/schema'
import type { Patch } from './format'

const paragraph = (line: string): Node => schema.node('paragraph', null, line ? [schema.text(line)] : [])

/** A text as a document: each line a paragraph. */
export function toDocument(text: string): Node {
  return schema.node('doc', null, text.split('\n').map(paragraph))
}

/** A document of paragraphs as a text: each paragraph a line. */
export function toText(doc: Node): string {
  const lines: string[] = []
  doc.forEach(block => {
    lines.push(block.textContent)
  })
  return lines.join('\n')
}

/** Makes patches of a text into steps of the document that stands for it. */
export class Typist {
  // Where the last edit began: the next one is seldom far, and a long document's beginning always is.
  private block = 0
  private codePointsBefore = 0
  private positionBefore = 0

  constructor(private current: Node) {}

  get doc(): Node {
    return this.current
  }

  /** Goes on in a document that changed otherwise. */
  moveTo(doc: Node): void {
    if (doc === this.current) return
    this.current = doc
    this.block = this.codePointsBefore = this.positionBefore = 0
  }

  /** The steps of some patches, each with the document before it; the last one leads to `doc`. */
  type(patches: readonly Patch[]): { step: Step; before: Node }[] {
    return patches.map(([position, deleteCount, inserted]) => {
      const before = this.current
      const to = deleteCount > 0 ? this.seek(position + deleteCount) : null
      const from = this.seek(position)
      const step = new ReplaceStep(from, to ?? from, toSlice(inserted))
      const { doc, failed } = step.apply(before)
      if (!doc) throw new RangeError(`A patch does not fit the text: ${failed}`)
      this.current = doc
      return { step, before }
    })
  }

  /** The document position of a position in the text. */
  private seek(target: number): number {
    while (target < this.codePointsBefore) {
      const { content, textContent } = this.current.child(--this.block)
      this.codePointsBefore -= codePoints(textContent) + 1
      this.positionBefore -= content.size + 2
    }
    for (;;) {
      if (this.block >= this.current.childCount) throw new RangeError(`Position ${target} is beyond the text`)
      const { content, textContent } = this.current.child(this.block)
      const length = codePoints(textContent)
      const offset = target - this.codePointsBefore
      if (offset <= length) return this.positionBefore + 1 + unitsOf(textContent, length, offset)
      this.codePointsBefore += length + 1
      this.positionBefore += content.size + 2
      this.block++
    }
  }
}

function toSlice(text: string): Slice {
  if (text === '') return Slice.empty
  if (!text.includes('\n')) return new Slice(Fragment.from(schema.text(text)), 0, 0)
  return new Slice(Fragment.from(text.split('\n').map(paragraph)), 1, 1)
}

const pairs = /[\ud800-\udbff][\udc00-\udfff]/g

function codePoints(text: string): number {
  return text.length - (text.match(pairs)?.length ?? 0)
}

/** UTF-16 units of the first `offset` of a text's `length` code points. */
function unitsOf(text: string, length: number, offset: number): number {
  if (length === text.length) return offset
  let units = 0
  for (let i = 0; i < offset; i++) units += text.codePointAt(units)! > 0xffff ? 2 : 1
  return units
}

/** The text after the patches, by nothing but the text itself: what the documents are compared with. */
export function patched(text: string, patches: Iterable<Patch>): string {
  let points = Array.from(text)
  for (const [position, deleteCount, inserted] of patches) {
    if (inserted.length < 1_000) points.splice(position, deleteCount, ...inserted)
    else points = [...points.slice(0, position), ...inserted, ...points.slice(position + deleteCount)]
  }
  return points.join('')
}
