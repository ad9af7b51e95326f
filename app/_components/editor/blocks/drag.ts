import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { moveTo } from './blocks'

/** Where a dragged block would go: a place between two siblings, and the line that shows it. */
export type Drop = { target: number; left: number; width: number; y: number }

const edge = 60

/**
 * Drags a block among its siblings until the pointer is let go. Others go on writing meanwhile, in it too.
 * @param show hears where it would go; null at the end
 * @param onClick where the pointer was never moved
 */
export function dragBlock(
  editor: Editor,
  start: number,
  down: PointerEvent,
  show: (drop: Drop | null) => void,
  onClick: () => void,
): void {
  let pos: number | null = start
  let dragging = false
  let drop: Drop | null = null
  let y = down.clientY
  const listening = new AbortController()
  const { signal } = listening
  const follow = ({ transaction }: { transaction: Transaction }) => {
    if (pos === null) return
    const mapped = transaction.mapping.mapResult(pos)
    pos = mapped.deletedAfter ? null : mapped.pos
  }
  const stop = () => {
    listening.abort()
    editor.off('transaction', follow)
    clearInterval(scrolling)
    show(null)
  }
  const look = () => {
    drop = pos === null ? null : dropAt(editor, pos, y)
    show(drop)
  }
  const scrolling = setInterval(() => {
    if (!dragging) return
    const by = y < edge * 2 ? y - edge * 2 : Math.max(0, y - (window.innerHeight - edge))
    if (by === 0) return
    window.scrollBy(0, by / 3)
    look()
  }, 30)
  editor.on('transaction', follow)
  window.addEventListener(
    'pointermove',
    event => {
      y = event.clientY
      dragging ||= Math.abs(event.clientY - down.clientY) > 4
      if (dragging) look()
    },
    { signal },
  )
  window.addEventListener(
    'pointerup',
    () => {
      if (!dragging) onClick()
      // What others wrote meanwhile has moved all places.
      else look()
      if (dragging && drop && pos !== null) {
        const { tr } = editor.state
        const node = tr.doc.nodeAt(pos)
        if (node && moveTo(tr, pos, pos + node.nodeSize, drop.target)) editor.view.dispatch(tr)
      }
      stop()
    },
    { signal },
  )
  window.addEventListener('pointercancel', stop, { signal })
  window.addEventListener('keydown', event => event.key === 'Escape' && stop(), { signal })
}

function dropAt({ view, state }: Editor, pos: number, y: number): Drop | null {
  const $pos = state.doc.resolve(pos)
  let at = $pos.posAtIndex(0)
  let best: Drop | null = null
  const nearer = (target: number, lineY: number, { left, width }: DOMRect) => {
    if (!best || Math.abs(lineY - y) < Math.abs(best.y - y)) best = { target, left, width, y: lineY }
  }
  $pos.parent.forEach(child => {
    const element = view.nodeDOM(at)
    if (element instanceof HTMLElement) {
      const box = element.getBoundingClientRect()
      nearer(at, box.top - 4, box)
      nearer(at + child.nodeSize, box.bottom + 4, box)
    }
    at += child.nodeSize
  })
  return best
}
