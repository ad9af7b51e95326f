import { Fragment, Node, type NodeType } from '@tiptap/pm/model'
import { type Step, StepMap } from '@tiptap/pm/transform'
import { applyHere, isValid, near, type Range, rangeOf } from './apply'
import { type NodeJSON, schema } from './schema'

/** A block that is still JSON text. Its type and size are known; what's in it is read once somebody touches it. */
export interface UnreadBlock {
  readonly type: NodeType
  readonly nodeSize: number
  readonly text: string
}

type Block = Node | UnreadBlock

/**
 * A document as the list of its blocks, for going through many steps. Most steps are about one block, and the next one is
 * near the last: so the others aren't read, the list isn't copied, and the way from step to step is short. It comes to
 * the same document as `applyStep` does, or nowhere as that does.
 */
export class Blocks {
  /** The block at which the last step began, and where in the content it begins. */
  private index = 0
  private start = 0
  /** The whole document, where it has been built since the last change. */
  private whole: Node | null = null

  /** @param root the document's own node; what's in it doesn't matter */
  constructor(
    private root: Node,
    private blocks: Block[],
  ) {}

  static of(doc: Node): Blocks {
    const blocks = new Blocks(doc, doc.content.content.slice())
    blocks.whole = doc
    return blocks
  }

  /** The document, read and built. */
  get doc(): Node {
    this.whole ??= this.root.copy(Fragment.fromArray(this.read(0, this.blocks.length)))
    return this.whole
  }

  /** The document's JSON in parts: text, and the blocks that nobody has touched, as they were. */
  get parts(): (string | UnreadBlock)[] {
    const { content: _, ...own } = this.root.toJSON() as NodeJSON
    if (this.blocks.length === 0) return [JSON.stringify(own)]
    const parts: (string | UnreadBlock)[] = [JSON.stringify({ ...own, content: [] }).slice(0, -2)]
    for (const [i, block] of this.blocks.entries()) {
      if (i > 0) parts.push(',')
      parts.push(block instanceof Node ? JSON.stringify(block.toJSON()) : block)
    }
    parts.push(']}')
    return parts
  }

  /** Applies a step. @returns false where it doesn't fit: then nothing has changed */
  apply(step: Step): boolean {
    const range = rangeOf(step)
    if (range && this.applyNear(step, range)) return true
    const after = applyHere(this.doc, step)
    if (!after) return false
    this.root = after
    this.blocks = after.content.content.slice()
    this.index = this.start = 0
    this.whole = after
    return true
  }

  private applyNear(step: Step, { from, to }: Range): boolean {
    if (this.blocks.length === 0) return false
    this.seek(from)
    const { index, start } = this
    const [block] = this.read(index, index + 1)
    let end = start + block!.nodeSize
    const isInside = from > start && to < end
    const inside = isInside && near(block!, step, { from: from - start - 1, to: to - start - 1 }, start + 1)
    if (inside) return this.put(index, index + 1, [inside])
    let past = index + 1
    while (end <= to && past < this.blocks.length) end += this.blocks[past++]!.nodeSize
    const local = step.map(StepMap.offset(-start))
    const few = this.root.copy(Fragment.fromArray(this.read(index, past)))
    const after = local && applyHere(few, local)
    return after !== null && this.put(index, past, after.content.content)
  }

  /** Goes to the first block that ends at a position or behind it, or else to the last one. */
  private seek(position: number): void {
    const { blocks } = this
    while (this.index > 0 && this.start >= position) this.start -= blocks[--this.index]!.nodeSize
    for (; this.index + 1 < blocks.length; this.index++) {
      const { nodeSize } = blocks[this.index]!
      if (this.start + nodeSize >= position) break
      this.start += nodeSize
    }
  }

  private read(from: number, to: number): Node[] {
    const { blocks } = this
    const nodes: Node[] = []
    for (let i = from; i < to; i++) {
      const block = blocks[i]!
      const node = block instanceof Node ? block : schema.nodeFromJSON(JSON.parse(block.text))
      blocks[i] = node
      nodes.push(node)
    }
    return nodes
  }

  /** @returns false where the document doesn't take these blocks there */
  private put(from: number, to: number, by: readonly Node[]): boolean {
    const { blocks, root } = this
    const same = by.length === to - from && by.every((block, i) => block.type === blocks[from + i]!.type)
    if (same) for (let i = 0; i < by.length; i++) blocks[from + i] = by[i]!
    else {
      const changed = [...blocks.slice(0, from), ...by, ...blocks.slice(to)]
      if (!isValid(root, changed)) return false
      this.blocks = changed
      if (this.index >= changed.length) this.index = this.start = 0
    }
    this.whole = null
    return true
  }
}
