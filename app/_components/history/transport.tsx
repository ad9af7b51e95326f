'use client'

import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  ChevronsLeft,
  ChevronsRight,
  Pause,
  Play,
} from 'lucide-react'
import type { Speed } from '@/app/_client/history-controller'
import { words } from '@/app/_words'
import { speeds } from '@/lib/history/playback'
import { IconButton } from '../ui/button'
import type { History } from './use-history'

/** Steps, jumps and playback, all without the slider. */
export function Transport({ history: { controller, state, toSession } }: { history: History }) {
  const { wanted, head, playing, speed } = state
  const go = (revision: number) => {
    controller.pause()
    controller.seek(revision)
  }
  const jump = (direction: 'previous' | 'next') => {
    controller.pause()
    void toSession(direction)
  }
  return (
    <fieldset aria-label={words.history.controls} className="flex flex-wrap items-center">
      <IconButton label={words.history.first} disabled={wanted <= 1} onClick={() => go(1)}>
        <ChevronFirst />
      </IconButton>
      <IconButton label={words.history.previousSession} disabled={wanted <= 1} onClick={() => jump('previous')}>
        <ChevronsLeft />
      </IconButton>
      <IconButton label={words.history.previous} disabled={wanted <= 1} onClick={() => go(wanted - 1)}>
        <ChevronLeft />
      </IconButton>
      <IconButton
        label={playing ? words.history.pause : words.history.play}
        disabled={head <= 1}
        onClick={() => (playing ? controller.pause() : controller.play())}
        className="bg-past-line/20"
      >
        {playing ? <Pause /> : <Play />}
      </IconButton>
      <IconButton label={words.history.next} disabled={wanted >= head} onClick={() => go(wanted + 1)}>
        <ChevronRight />
      </IconButton>
      <IconButton label={words.history.nextSession} disabled={wanted >= head} onClick={() => jump('next')}>
        <ChevronsRight />
      </IconButton>
      <IconButton label={words.history.last} disabled={wanted >= head} onClick={() => go(head)}>
        <ChevronLast />
      </IconButton>
      <label className="ms-1 flex items-center text-sm">
        <span className="sr-only">{words.history.speed}</span>
        <select
          value={speed}
          onChange={event => controller.setSpeed(Number(event.target.value) as Speed)}
          className="min-h-8 rounded-md border border-past-line/50 bg-transparent px-1.5"
        >
          {speeds.map(value => (
            <option key={value} value={value} className="bg-raised text-ink">
              {words.history.speeds(value)}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  )
}
