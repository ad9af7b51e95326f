'use client'

import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  ChevronsLeft,
  ChevronsRight,
  Eye,
  EyeOff,
  Pause,
  Play,
  SkipBack,
  SkipForward,
} from 'lucide-react'
import { memo, type RefObject, useLayoutEffect, useRef } from 'react'
import type { Speed } from '@/app/_client/history-controller'
import { words } from '@/app/_words'
import { speeds } from '@/lib/history/playback'
import { IconButton } from '../ui/button'
import { go, markBeside, playOrPause, toMark, toSession } from './moves'
import type { History } from './use-history'

export const selectClass = 'min-h-8 rounded-md border border-past-line/50 bg-transparent px-1.5 text-sm'
const thumbSized = 'max-sm:size-10'

/** Steps, jumps and playback, all without the slider. */
export function Transport({
  history,
  following,
  onFollow,
}: {
  history: History
  following: boolean
  onFollow: (following: boolean) => void
}) {
  const { state, timeline } = history
  const { wanted, head, playing, speed } = state
  const latest = useRef(history)
  useLayoutEffect(() => {
    latest.current = history
  })
  return (
    <Controls
      {...{ latest, playing, speed, following, onFollow }}
      still={head <= 1}
      first={wanted <= 1}
      last={wanted >= head}
      marked={timeline !== null && timeline.versions.length + timeline.restores.length > 0}
      before={markBeside(timeline, wanted, 'previous') !== undefined}
      after={markBeside(timeline, wanted, 'next') !== undefined}
    />
  )
}

/** Drawn anew only when one of them can do something else. */
const Controls = memo(function Controls({
  latest,
  still,
  first,
  last,
  marked,
  before,
  after,
  playing,
  speed,
  following,
  onFollow,
}: {
  latest: RefObject<History>
  still: boolean
  first: boolean
  last: boolean
  marked: boolean
  before: boolean
  after: boolean
  playing: boolean
  speed: Speed
  following: boolean
  onFollow: (following: boolean) => void
}) {
  const step = (by: number) => go(latest.current, latest.current.state.wanted + by)
  return (
    <fieldset aria-label={words.history.controls} className="flex items-center">
      <IconButton
        label={words.history.first}
        disabled={first}
        onClick={() => go(latest.current, 1)}
        className="max-sm:hidden"
      >
        <ChevronFirst />
      </IconButton>
      {marked && (
        <IconButton
          label={words.history.previousMark}
          disabled={!before}
          onClick={() => toMark(latest.current, 'previous')}
          className="max-sm:hidden"
        >
          <SkipBack />
        </IconButton>
      )}
      <IconButton
        label={words.history.previousSession}
        disabled={first}
        onClick={() => void toSession(latest.current, 'previous')}
        className={thumbSized}
      >
        <ChevronsLeft />
      </IconButton>
      <IconButton label={words.history.previous} disabled={first} onClick={() => step(-1)} className={thumbSized}>
        <ChevronLeft />
      </IconButton>
      <IconButton
        label={playing ? words.history.pause : words.history.play}
        disabled={still}
        onClick={() => playOrPause(latest.current)}
        className={`bg-past-line/20 ${thumbSized}`}
      >
        {playing ? <Pause className="fill-current" /> : <Play className="fill-current" />}
      </IconButton>
      <IconButton label={words.history.next} disabled={last} onClick={() => step(1)} className={thumbSized}>
        <ChevronRight />
      </IconButton>
      <IconButton
        label={words.history.nextSession}
        disabled={last}
        onClick={() => void toSession(latest.current, 'next')}
        className={thumbSized}
      >
        <ChevronsRight />
      </IconButton>
      {marked && (
        <IconButton
          label={words.history.nextMark}
          disabled={!after}
          onClick={() => toMark(latest.current, 'next')}
          className="max-sm:hidden"
        >
          <SkipForward />
        </IconButton>
      )}
      <IconButton
        label={words.history.last}
        disabled={last}
        onClick={() => go(latest.current, latest.current.state.head)}
        className="max-sm:hidden"
      >
        <ChevronLast />
      </IconButton>
      <label className="ms-1 flex items-center">
        <span className="sr-only">{words.history.speed}</span>
        <select
          value={speed}
          onChange={event => latest.current.controller.setSpeed(Number(event.target.value) as Speed)}
          className={selectClass}
        >
          {speeds.map(value => (
            <option key={value} value={value} className="bg-raised text-ink">
              {words.history.speeds(value)}
            </option>
          ))}
        </select>
      </label>
      <IconButton
        label={words.history.follow}
        aria-pressed={following}
        onClick={() => onFollow(!following)}
        className={thumbSized}
      >
        {following ? <Eye /> : <EyeOff />}
      </IconButton>
    </fieldset>
  )
})
