import type { EditorView } from '@tiptap/pm/view'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { bringIntoSight } from '../change-marks'
import type { Spot } from './spots'

/** The spot that one is at. `stepped`: one went there by a step; else one points at it. */
export type At = { index: number; stepped: boolean; rect: () => DOMRect | null }

export type Spots = {
  list: readonly Spot[]
  at: At | null
  step: (by: 1 | -1) => void
  dismiss: () => void
}

const none: readonly Spot[] = []
// On the way to what's told, the hand may leave the place that it's told of.
const leaveAfter = 250

/** Which of some spots one is at: drawn with `data-spot` and their number, they are pointed at, touched and stepped through. */
export function useSpots(view: EditorView | null, spots: readonly Spot[] | null): Spots {
  const list = spots ?? none
  const [at, setAt] = useState<At | null>(null)
  const leaving = useRef<ReturnType<typeof setTimeout> | null>(null)
  const [of, setOf] = useState(list)
  // Other spots: one is at none of them.
  if (of !== list) {
    setOf(list)
    setAt(null)
  }

  useEffect(() => {
    if (!view || list.length === 0) return
    const stay = () => {
      if (leaving.current) clearTimeout(leaving.current)
      leaving.current = null
    }
    const over = (event: Event) => {
      const { target } = event
      if (!(target instanceof Element)) return
      const element = target.closest<HTMLElement>('[data-spot]')
      if (target.closest('[data-card]')) return stay()
      if (element && view.dom.contains(element)) {
        stay()
        const index = Number(element.dataset.spot)
        const y = event instanceof MouseEvent ? event.clientY : 0
        const line = [...element.getClientRects()].findIndex(({ top, bottom }) => top <= y && y <= bottom)
        const rect = () => (element.isConnected ? (element.getClientRects()[Math.max(0, line)] ?? null) : null)
        return setAt(now => (now?.index === index ? now : { index, stepped: false, rect }))
      }
      leaving.current ??= setTimeout(() => {
        leaving.current = null
        setAt(now => (now?.stepped ? now : null))
      }, leaveAfter)
    }
    const ends = ['pointerover', 'click'] as const
    for (const end of ends) document.addEventListener(end, over)
    return () => {
      stay()
      for (const end of ends) document.removeEventListener(end, over)
    }
  }, [view, list])

  const step = useCallback(
    (by: 1 | -1) => {
      if (!view || list.length === 0) return
      setAt(now => {
        const next = now ? now.index + by : by > 0 ? 0 : list.length - 1
        const index = (next + list.length) % list.length
        const { from, to } = list[index]!
        bringIntoSight(view, { from, to }, 'step')
        return { index, stepped: true, rect: () => goneAt(view, index) ?? lineAt(view, from) }
      })
    },
    [view, list],
  )
  const dismiss = useCallback(() => setAt(null), [])
  return useMemo(() => ({ list, at: of === list ? at : null, step, dismiss }), [list, of, at, step, dismiss])
}

/** What went has no place of its own in the document, but one in sight. */
function goneAt({ dom }: EditorView, index: number): DOMRect | undefined {
  return dom.querySelector(`del[data-spot="${index}"]`)?.getBoundingClientRect()
}

function lineAt(view: EditorView, position: number): DOMRect | null {
  if (view.isDestroyed || position > view.state.doc.content.size) return null
  const { left, top, bottom } = view.coordsAtPos(position, 1)
  return new DOMRect(left, top, 1, bottom - top)
}
