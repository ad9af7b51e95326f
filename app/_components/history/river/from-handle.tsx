import { type PointerEvent, useRef } from 'react'
import { words } from '@/app/_words'
import type { Track } from './view'

/**
 * The earlier of two revisions that are compared, as a handle beside the thumb: a slider of its own, which goes up to the thumb
 * and no farther.
 */
export function FromHandle({
  from,
  to,
  track,
  width,
  text,
  onChange,
}: {
  from: number
  to: number
  track: Track
  width: number
  /** The revision in words. */
  text: string
  onChange: (from: number) => void
}) {
  const slider = useRef<HTMLInputElement>(null)
  const held = useRef(false)
  const x = track.place(from)
  const take = (event: PointerEvent<HTMLElement>) => {
    const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0
    onChange(Math.min(Math.max(Math.round(track.revisionAt(event.clientX - left)), 1), to))
  }
  return (
    <div
      className="absolute inset-y-0 w-6 -translate-x-[20px] cursor-ew-resize touch-none rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
      style={{ left: x, visibility: x < 0 || x > width ? 'hidden' : 'visible' }}
      data-testid="from-handle"
      onPointerDown={event => {
        if (event.button !== 0) return
        // The river's own gestures take the thumb along.
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        held.current = true
        slider.current?.focus({ preventScroll: true })
      }}
      onPointerMove={event => {
        event.stopPropagation()
        if (held.current) take(event)
      }}
      onPointerUp={event => {
        event.stopPropagation()
        held.current = false
      }}
      onPointerCancel={() => {
        held.current = false
      }}
    >
      <div aria-hidden className="river-from" />
      <input
        ref={slider}
        type="range"
        data-own-keys
        min={1}
        max={to}
        step={1}
        value={from}
        aria-label={words.compare.handle}
        aria-valuetext={text}
        onChange={event => onChange(event.target.valueAsNumber)}
        className="pointer-events-none absolute inset-0 m-0 size-full opacity-0"
      />
    </div>
  )
}
