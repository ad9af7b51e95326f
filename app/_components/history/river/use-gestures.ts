import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'

type On = {
  /** The thumb is taken to a place, in pixels from the left. */
  seek: (x: number) => void
  zoom: (factor: number, x: number) => void
  /** Along by pixels. */
  pan: (pixels: number) => void
  /** One points somewhere without pressing; null: no more. */
  hover: (x: number | null) => void
}

// A finger that goes no farther may be the first of two.
const settled = 4
const wheelLine = 16

/** Dragging, pinching and the wheel: with Ctrl (or two fingers on a pad) it zooms, sideways or with Shift it pans. */
export function useGestures(place: RefObject<HTMLElement | null>, on: On) {
  const latest = useRef(on)
  const pointers = useRef(new Map<number, number>())
  // Two fingers zoom until both are gone.
  const pinching = useRef(false)
  const began = useRef(0)
  useEffect(() => {
    latest.current = on
  })

  useEffect(() => {
    const element = place.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      const unit = event.deltaMode === 1 ? wheelLine : 1
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      if (event.ctrlKey || event.metaKey)
        latest.current.zoom(Math.exp(event.deltaY * unit * 0.004), xIn(element, event))
      else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) latest.current.pan(sideways * unit)
      else return
      event.preventDefault()
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [place])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const x = xIn(event.currentTarget, event)
    pointers.current.set(event.pointerId, x)
    if (pointers.current.size > 1) pinching.current = true
    began.current = x
    latest.current.hover(null)
    if (event.pointerType !== 'touch') latest.current.seek(x)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const x = xIn(event.currentTarget, event)
    const all = pointers.current
    const before = all.get(event.pointerId)
    if (before === undefined) {
      if (event.pointerType === 'mouse') latest.current.hover(x)
      return
    }
    all.set(event.pointerId, x)
    if (all.size === 2) {
      const other = [...all].find(([id]) => id !== event.pointerId)![1]
      const [was, is] = [Math.max(24, Math.abs(before - other)), Math.max(24, Math.abs(x - other))]
      latest.current.zoom(was / is, (x + other) / 2)
      latest.current.pan((before - x) / 2)
    } else if (!pinching.current && (event.pointerType !== 'touch' || Math.abs(x - began.current) > settled)) {
      began.current = Number.NEGATIVE_INFINITY
      latest.current.seek(x)
    }
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (!pointers.current.delete(event.pointerId)) return
    if (event.type === 'pointerup' && event.pointerType === 'touch' && !pinching.current)
      latest.current.seek(xIn(event.currentTarget, event))
    if (pointers.current.size === 0) pinching.current = false
  }
  const onPointerLeave = () => latest.current.hover(null)
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onPointerLeave }
}

function xIn(element: HTMLElement, { clientX }: { clientX: number }): number {
  return clientX - element.getBoundingClientRect().left
}
