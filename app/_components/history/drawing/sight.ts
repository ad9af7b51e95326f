import type { EditorView } from '@tiptap/pm/view'
import type { Span } from '@/lib/history/pieces'

/** The blocks that are in sight. @param around in windows: what's seen when one scrolls a little */
export function blocksInSight(view: EditorView, around = 0): Span {
  const { children } = view.dom
  const { doc } = view.state
  const room = window.innerHeight * around
  const indexOf = (child: number) => {
    const element = children[child]
    if (!element) return doc.childCount
    return doc.resolve(Math.min(view.posAtDOM(element, 0), doc.content.size)).index(0)
  }
  const first = firstWhere(children.length, i => children[i]!.getBoundingClientRect().bottom > -room)
  const last = firstWhere(children.length, i => children[i]!.getBoundingClientRect().top > window.innerHeight + room)
  return { from: indexOf(first), to: Math.max(indexOf(first), indexOf(last)) }
}

/** The first index for which something holds that holds for all after it. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
