import type { Node } from '@tiptap/pm/model'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import type { Way } from '@/app/_client/history-controller'
import { scrollBehavior } from '@/app/_client/motion'
import type { RecordedEvent } from '@/lib/document/events'
import { changedBy, type Place } from '@/lib/history/changed'

// More marks than anybody could look at; a restore may have thousands.
const most = 200

/** Where an event changed a document, and how that is drawn: what came is underlaid, where something went stands a line. */
export function marksOfChange(
  doc: Node,
  event: RecordedEvent | null,
  color: string | undefined,
): { places: Place[]; decorations: DecorationSet } {
  const places = event ? changedBy(event).filter(({ to }) => to <= doc.content.size) : []
  const attributes = { class: 'changed', ...(color && { 'data-color': color }) }
  const decorations = places.slice(0, most).map(({ from, to }) => {
    const node = to === from + 1 ? doc.nodeAt(from) : null
    // An attribute of a block: a box that was ticked, say.
    if (node?.isBlock) return Decoration.node(from, from + node.nodeSize, attributes)
    if (to > from) return Decoration.inline(from, to, attributes)
    return Decoration.widget(from, () => line(color), { side: -1, ignoreSelection: true })
  })
  return { places, decorations: decorations.length > 0 ? DecorationSet.create(doc, decorations) : DecorationSet.empty }
}

function line(color: string | undefined): HTMLElement {
  const element = document.createElement('span')
  element.className = 'changed-gone'
  element.ariaHidden = 'true'
  if (color) element.dataset.color = color
  return element
}

// While it's played, the page needn't follow each letter.
const calmFor = 400
let lastMoved = 0

/** Scrolls where a place isn't well in sight between what stands above and below the text. */
export function bringIntoSight(view: EditorView, { from }: Place, by: Way): void {
  const { top, bottom } = view.coordsAtPos(Math.min(from, view.state.doc.content.size))
  const ceiling = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
  const floor = document.querySelector('.dock')?.getBoundingClientRect().top ?? window.innerHeight
  const room = (floor - ceiling) * 0.1
  if (top >= ceiling + room && bottom <= floor - room) return
  const now = performance.now()
  if (by === 'play' && now - lastMoved < calmFor) return
  lastMoved = now
  const middle = ceiling + (floor - ceiling) * 0.4
  window.scrollTo({ top: window.scrollY + top - middle, behavior: scrollBehavior() })
}
