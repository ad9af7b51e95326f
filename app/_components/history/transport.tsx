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
  const { controller, state, timeline } = history
  const { wanted, head, playing, speed } = state
  const marked = timeline !== null && timeline.versions.length + timeline.restores.length > 0
  return (
    <fieldset aria-label={words.history.controls} className="flex items-center">
      <IconButton
        label={words.history.first}
        disabled={wanted <= 1}
        onClick={() => go(history, 1)}
        className="max-sm:hidden"
      >
        <ChevronFirst />
      </IconButton>
      {marked && (
        <IconButton
          label={words.history.previousMark}
          disabled={!markBeside(timeline, wanted, 'previous')}
          onClick={() => toMark(history, 'previous')}
          className="max-sm:hidden"
        >
          <SkipBack />
        </IconButton>
      )}
      <IconButton
        label={words.history.previousSession}
        disabled={wanted <= 1}
        onClick={() => void toSession(history, 'previous')}
        className={thumbSized}
      >
        <ChevronsLeft />
      </IconButton>
      <IconButton
        label={words.history.previous}
        disabled={wanted <= 1}
        onClick={() => go(history, wanted - 1)}
        className={thumbSized}
      >
        <ChevronLeft />
      </IconButton>
      <IconButton
        label={playing ? words.history.pause : words.history.play}
        disabled={head <= 1}
        onClick={() => playOrPause(history)}
        className={`bg-past-line/20 ${thumbSized}`}
      >
        {playing ? <Pause className="fill-current" /> : <Play className="fill-current" />}
      </IconButton>
      <IconButton
        label={words.history.next}
        disabled={wanted >= head}
        onClick={() => go(history, wanted + 1)}
        className={thumbSized}
      >
        <ChevronRight />
      </IconButton>
      <IconButton
        label={words.history.nextSession}
        disabled={wanted >= head}
        onClick={() => void toSession(history, 'next')}
        className={thumbSized}
      >
        <ChevronsRight />
      </IconButton>
      {marked && (
        <IconButton
          label={words.history.nextMark}
          disabled={!markBeside(timeline, wanted, 'next')}
          onClick={() => toMark(history, 'next')}
          className="max-sm:hidden"
        >
          <SkipForward />
        </IconButton>
      )}
      <IconButton
        label={words.history.last}
        disabled={wanted >= head}
        onClick={() => go(history, head)}
        className="max-sm:hidden"
      >
        <ChevronLast />
      </IconButton>
      <label className="ms-1 flex items-center">
        <span className="sr-only">{words.history.speed}</span>
        <select
          value={speed}
          onChange={event => controller.setSpeed(Number(event.target.value) as Speed)}
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
}
