import type { Node } from '@tiptap/pm/model'
import { EditorState } from '@tiptap/pm/state'
import { DecorationSet, EditorView } from '@tiptap/pm/view'
import type { Place } from '@/lib/history/changed'
import { covers, differing, onTheWay, type Span, wider } from '@/lib/history/pieces'
import { TaskItemView } from '../../editor/task-item-view'
import { blockViews } from './block-views'
import { Layers } from './layers'
import { blocksInSight } from './sight'

// What's drawn in one go: as much takes some milliseconds. Where no more than that differs there's no need for pieces.
const piece = 64
const few = 32
// Who still drags isn't to be disturbed by what they don't see.
const restAfter = 80
// Between two pieces there's a frame.
const breath = 20
const ends = ['pointerdown', 'keydown'] as const
const all: Span = { from: 0, to: Number.POSITIVE_INFINITY }

/**
 * One document after another in a view that only shows. What differs is drawn again; where that's much, what's in sight at once and the
 * rest in pieces, when there's time: until then the blocks out of sight may be those of the document before. Much that's laid over it
 * is drawn where one looks.
 */
export class Drawing {
  readonly view: EditorView
  /** The blocks of the document that's drawn next. */
  private needed: ReadonlySet<Node> = new Set()
  /** What's on its way. */
  private under: Node | null = null
  private waiting: ReturnType<typeof setTimeout> | null = null
  private layers = Layers.none
  /** Where these are drawn. */
  private laid: Span = all
  private frame = 0

  constructor(place: HTMLElement, doc: Node, layers: Layers, onSelect: (range: Place | null) => void) {
    this.layers = layers
    const span = { from: 0, to: Math.min(piece, doc.childCount) }
    this.view = new EditorView(place, {
      state: EditorState.create({ doc: onTheWay(doc.copy(), doc, span) }),
      editable: () => false,
      nodeViews: {
        ...blockViews(block => this.needed.has(block)),
        taskItem: (node, view, getPos) => new TaskItemView(node, view, getPos),
      },
      attributes: () => ({
        ...{ class: 'prose', role: 'document', tabindex: '0', dir: 'auto' },
        ...(this.under && { 'aria-busy': 'true' }),
      }),
      // What's shown can be selected and copied, never changed.
      dispatchTransaction: tr => {
        if (tr.docChanged || this.under) return
        this.view.updateState(this.view.state.apply(tr))
        const { from, to, empty } = this.view.state.selection
        onSelect(empty ? null : { from, to })
      },
    })
    // What's selected, copied or printed is of the whole.
    for (const end of ends) this.view.dom.addEventListener(end, this.finish)
    window.addEventListener('beforeprint', this.printed)
    window.addEventListener('scroll', this.scrolled, { passive: true })
    this.go(doc, span)
  }

  /** @param atOnce all of it is needed, or what's laid over it */
  show(doc: Node, layers: Layers, atOnce: boolean): void {
    this.stop()
    this.layers = layers
    if (atOnce || differing(this.view.state.doc, doc) <= piece) this.draw(doc)
    else this.showInSight(doc)
  }

  /** Lays something else over the same document. */
  lay(layers: Layers, atOnce: boolean): void {
    this.layers = layers
    if (atOnce) this.finish()
    if (!this.under) this.layOver()
  }

  readonly finish = (): void => {
    const { under } = this
    this.stop()
    if (under) this.draw(under)
  }

  destroy(): void {
    this.stop()
    cancelAnimationFrame(this.frame)
    window.removeEventListener('beforeprint', this.printed)
    window.removeEventListener('scroll', this.scrolled)
    this.view.destroy()
  }

  private showInSight(doc: Node): void {
    const seen = within(blocksInSight(this.view, 0.5), doc.childCount)
    for (let span = { ...seen, to: Math.min(doc.childCount, Math.max(seen.to, seen.from + few)) }; ; ) {
      this.go(doc, span)
      // Where the new blocks are lower than those before, more of them are in sight.
      const next = within(blocksInSight(this.view), doc.childCount)
      if (!this.under || covers(span, next)) return
      span = { from: Math.min(next.from, span.from), to: Math.min(doc.childCount, Math.max(next.to, span.to) + few) }
    }
  }

  private go(doc: Node, span: Span, rest = restAfter): void {
    this.stop()
    const next = wider(span, doc.childCount, piece)
    if (!next) return void this.draw(doc)
    this.under = doc
    this.put(onTheWay(this.view.state.doc, doc, span), DecorationSet.empty)
    this.waiting = setTimeout(() => this.go(doc, next, breath), rest)
  }

  private draw(doc: Node): void {
    this.under = null
    this.laid = { from: 0, to: 0 }
    this.put(doc, this.layers.drawn(doc, this.laid))
    if (this.layers.isMuch) this.layOver()
  }

  private put(doc: Node, decorations: DecorationSet): void {
    this.needed = new Set(doc.content.content)
    this.view.setProps({ state: EditorState.create({ doc }), decorations: () => decorations })
  }

  /** Lays it over what's in sight, and so much around it that it's seldom done again. */
  private layOver(span = this.layers.isMuch ? around(blocksInSight(this.view)) : all): void {
    this.laid = span
    const decorations = this.layers.drawn(this.view.state.doc, span)
    this.view.setProps({ decorations: () => decorations })
  }

  private readonly printed = (): void => {
    this.finish()
    if (this.layers.isMuch) this.layOver(all)
  }

  private readonly scrolled = (): void => {
    if (!this.layers.isMuch || this.under) return
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => {
      if (!this.under && !covers(this.laid, blocksInSight(this.view))) this.layOver()
    })
  }

  private stop(): void {
    if (this.waiting) clearTimeout(this.waiting)
    this.waiting = null
    this.under = null
  }
}

const around = ({ from, to }: Span): Span => ({ from: Math.max(0, from - few), to: to + few })

/** As many blocks of a document that may be shorter. */
function within({ from, to }: Span, count: number): Span {
  const start = Math.min(from, Math.max(0, count - (to - from)))
  return { from: start, to: Math.min(count, Math.max(to, start)) }
}
