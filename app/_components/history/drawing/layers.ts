import type { Node } from '@tiptap/pm/model'
import { type Decoration, DecorationSet } from '@tiptap/pm/view'
import type { Span } from '@/lib/history/pieces'

// So many are laid over all of a document in no time.
const few = 200

/** What's laid over a document: marks of its own, and what was asked about it. */
export class Layers {
  static readonly none = new Layers(DecorationSet.empty, [])

  constructor(
    private readonly own: DecorationSet,
    private readonly over: readonly Decoration[],
  ) {}

  get isEmpty(): boolean {
    return this.over.length === 0
  }

  /** More than can be drawn where nobody looks. */
  get isMuch(): boolean {
    return this.over.length > few
  }

  /** As decorations; what isn't in a span's blocks is left out. */
  drawn(doc: Node, span: Span): DecorationSet {
    if (this.isEmpty) return this.own
    if (!this.isMuch) return this.own.add(doc, [...this.over])
    let [from, to, at] = [0, 0, 0]
    for (let i = 0; i < Math.min(span.to, doc.childCount); i++) {
      if (i === span.from) from = at
      at += doc.child(i).nodeSize
    }
    to = at
    return this.own.add(
      doc,
      this.over.filter(each => each.to >= from && each.from <= to),
    )
  }
}
