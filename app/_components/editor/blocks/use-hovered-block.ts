import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { type Block, blockAround } from './blocks'

/** The block that a place on the page belongs to, whether it's left of the text or in it. */
export function blockAt({ view, state }: Editor, y: number): Block | null {
  const { left, right, top, bottom } = view.dom.getBoundingClientRect()
  if (y < top || y > bottom) return null
  // The innermost element of that line is asked for: in the middle, and where it's too narrow for that, further out.
  for (const x of [(left + right) / 2, left + 40, left + 2]) {
    const element = document.elementFromPoint(x, y)
    if (!element || element === view.dom || !view.dom.contains(element)) continue
    try {
      const found = blockAround(state.doc.resolve(view.posAtDOM(element, 0)))
      if (found) return found
    } catch {
      // A decoration that stands nowhere in the document.
    }
  }
  return null
}

/** Position of the block that the mouse is at, also in the margin beside it. It goes along with what's written before it. */
export function useHoveredBlock(editor: Editor, paused: boolean): number | null {
  const [pos, setPos] = useState<number | null>(null)
  useEffect(() => {
    if (paused) return
    const ground = editor.view.dom.closest('main') ?? editor.view.dom
    const move = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse' || event.buttons > 0) return
      const isOver = event.target instanceof Element && event.target.closest('[data-handle]')
      if (!isOver) setPos(current => blockAt(editor, event.clientY)?.pos ?? current)
    }
    const clear = () => setPos(null)
    const follow = ({ transaction }: { transaction: { docChanged: boolean; mapping: Mapped } }) => {
      if (!transaction.docChanged) return
      setPos(current => {
        const mapped = current === null ? null : transaction.mapping.mapResult(current)
        return mapped && !mapped.deletedAfter ? mapped.pos : null
      })
    }
    ground.addEventListener('pointermove', move as EventListener)
    ground.addEventListener('pointerleave', clear)
    // Who writes isn't looking for a handle.
    editor.view.dom.addEventListener('keydown', clear)
    editor.on('transaction', follow)
    return () => {
      ground.removeEventListener('pointermove', move as EventListener)
      ground.removeEventListener('pointerleave', clear)
      editor.view.dom.removeEventListener('keydown', clear)
      editor.off('transaction', follow)
    }
  }, [editor, paused])
  return pos
}

type Mapped = { mapResult(pos: number): { pos: number; deletedAfter: boolean } }
