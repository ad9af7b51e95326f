'use client'

import { type KeyboardEvent, useEffect, useRef } from 'react'
import { words } from '@/app/_words'
import { position } from './describe'
import { River, VersionMarks } from './river'
import type { History } from './use-history'

/** The slider over all revisions: drag, arrows one by one, PageUp and PageDown by session, Home and End. */
export function Slider({ history }: { history: History }) {
  const { controller, state, timeline, authors, toSession } = history
  const slider = useRef<HTMLInputElement>(null)
  useEffect(() => slider.current?.focus({ preventScroll: true }), [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'PageUp') void toSession('next')
    else if (event.key === 'PageDown') void toSession('previous')
    else if (event.key === ' ') state.playing ? controller.pause() : controller.play()
    else return
    event.preventDefault()
  }
  return (
    <div className="relative">
      <VersionMarks timeline={timeline} head={state.head} onSeek={revision => controller.seek(revision)} />
      <div className="px-2">
        <River timeline={timeline} head={state.head} authors={authors} />
      </div>
      <input
        ref={slider}
        type="range"
        min={1}
        max={state.head}
        step={1}
        value={state.wanted}
        aria-label={words.history.slider}
        aria-valuetext={position(state, authors)}
        onChange={event => {
          controller.pause()
          controller.seek(event.target.valueAsNumber)
        }}
        onKeyDown={onKeyDown}
        className="history-slider block h-6 w-full"
      />
    </div>
  )
}
