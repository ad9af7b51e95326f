'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { moment } from '@/app/_format'
import { words } from '@/app/_words'
import type { Bucket } from '@/lib/protocol/http'
import { position } from '../describe'
import { type Stretch, useHighlight, useHighlighted } from '../highlight'
import { marksOf } from '../moves'
import type { History } from '../use-history'
import { Bars } from './bars'
import { FromHandle } from './from-handle'
import { Labels, recordedAt } from './labels'
import { Marks } from './marks'
import { type OnRiver, Overlay } from './on-river'
import { Tip } from './tip'
import { useGestures } from './use-gestures'
import type { RiverView } from './use-view'
import type { Track } from './view'

/**
 * The slider over all revisions, on the picture of the work. The native range has the whole past and the keys; what one points
 * at goes through the view, which may be nearer and by time.
 */
export function River({
  history,
  river,
  on,
  width,
}: {
  history: History
  river: RiverView
  on: OnRiver
  width: number
}) {
  const { controller, state, timeline, authors, sessions } = history
  const { cells, pauses, track, by, zoom, pan, show } = river
  const place = useRef<HTMLDivElement>(null)
  const slider = useRef<HTMLInputElement>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const highlight = useHighlight()
  const marks = useMemo(() => marksOf(timeline), [timeline])
  const height = useHeight(place)
  useEffect(() => slider.current?.focus({ preventScroll: true }), [])

  const take = (revision: number) => {
    controller.pause()
    // Two handles don't cross.
    controller.seek(Math.max(revision, on.from ?? 1), 'thumb')
  }
  const at = (x: number) => Math.min(Math.max(Math.round(track.revisionAt(x)), 1), state.head)
  const point = (session: Stretch | undefined) => {
    if (session?.from !== highlight.current?.from)
      highlight.set(session ? { from: session.from, to: session.to } : null)
  }
  const gestures = useGestures(place, {
    seek: x => {
      slider.current?.focus({ preventScroll: true })
      take(at(x))
    },
    zoom,
    pan: pixels => pan(pixels / Math.max(width, 1)),
    hover: x => {
      setPointed(x)
      point(x === null ? undefined : sessions.state.sessions.find(({ from, to }) => from <= at(x) && to >= at(x)))
    },
  })
  const onSeek = useCallback(
    (revision: number) => {
      controller.pause()
      controller.seek(revision)
    },
    [controller],
  )
  const thumb = track.place(state.wanted)
  return (
    <div className="relative">
      <div className={marks.length > 0 ? 'pt-6' : 'pt-1.5'}>
        <div
          ref={place}
          {...gestures}
          className="relative h-12 cursor-ew-resize touch-none rounded-sm select-none has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent max-sm:h-16"
        >
          <Lit track={track} width={width} />
          <Bars {...{ cells, pauses, track, width, height, authors }} gaps={by === 'time'} />
          <Overlay {...{ on, track, width, height }} to={state.wanted} />
          <div
            aria-hidden
            className="river-thumb"
            style={{
              transform: `translateX(${thumb}px)`,
              visibility: thumb < 0 || thumb > width ? 'hidden' : 'visible',
            }}
          />
          <input
            ref={slider}
            type="range"
            min={1}
            max={state.head}
            step={1}
            value={state.wanted}
            aria-label={words.history.slider}
            aria-valuetext={position(state, authors)}
            onChange={event => take(event.target.valueAsNumber)}
            className="pointer-events-none absolute inset-0 m-0 size-full opacity-0"
          />
          {on.from !== null && (
            <FromHandle
              {...{ track, width }}
              from={on.from}
              to={state.wanted}
              text={placeInWords(on.from, state.head, cells)}
              onChange={on.setFrom}
            />
          )}
        </div>
        <Labels {...{ cells, pauses, track, width }} />
      </div>
      <Marks marks={marks} track={track} width={width} onSeek={onSeek} onShow={show} />
      {pointed !== null && <Tip {...{ cells, authors, width }} x={pointed} revision={at(pointed)} />}
    </div>
  )
}

const placeInWords = (revision: number, head: number, cells: readonly Bucket[]): string =>
  [words.history.position(revision, head), cells.length > 0 && moment(recordedAt(cells, revision))]
    .filter(Boolean)
    .join(', ')

/** The stretch that one points at in the list. */
function Lit({ track, width }: { track: Track; width: number }) {
  const stretch = useHighlighted(each => each)
  if (!stretch) return null
  const left = Math.max(0, track.place(stretch.from - 0.48))
  const right = Math.min(width, track.place(stretch.to + 0.48))
  if (right < 0 || left > width) return null
  return (
    <div
      aria-hidden
      data-testid="lit"
      className="pointer-events-none absolute inset-y-0 rounded-[2px] bg-past-line/20 outline-1 outline-past-line"
      style={{ left, width: Math.max(3, right - left) }}
    />
  )
}

function useHeight(place: React.RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(48)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const watch = new ResizeObserver(() => setHeight(element.clientHeight))
    watch.observe(element)
    return () => watch.disconnect()
  }, [place])
  return height
}
