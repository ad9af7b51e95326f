import type { Speed } from '@/app/_client/history-controller'
import { speeds } from '@/lib/history/playback'
import type { Timeline } from '@/lib/protocol/http'
import type { History } from './use-history'

export type Direction = 'previous' | 'next'

/** Goes to a revision; who goes somewhere doesn't want to be played on. */
export function go({ controller }: Pick<History, 'controller'>, revision: number): void {
  controller.pause()
  controller.seek(revision)
}

/** To the end of the session of work before or after the one where one is. */
export async function toSession({ controller, sessions }: Pick<History, 'controller' | 'sessions'>, to: Direction) {
  controller.pause()
  const { wanted, head } = controller.state
  const target = to === 'previous' ? await sessions.before(wanted) : await sessions.after(wanted, head)
  if (controller.state.wanted === wanted) controller.seek(target)
}

/** A named version or a restore, as a place that one can go to. */
export type Mark = { revision: number } & ({ name: string } | { restoredFrom: number })

/** All of them, in order. */
export function marksOf(timeline: Timeline | null): Mark[] {
  if (!timeline) return []
  const versions = timeline.versions.map(({ revision, name }) => ({ revision, name }))
  const restores = timeline.restores.map(({ revision, restoredFrom }) => ({ revision, restoredFrom }))
  return [...versions, ...restores].sort((a, b) => a.revision - b.revision)
}

/** The nearest mark before or after a revision. */
export function markBeside(timeline: Timeline | null, revision: number, to: Direction): Mark | undefined {
  const marks = marksOf(timeline)
  return to === 'previous'
    ? marks.findLast(mark => mark.revision < revision)
    : marks.find(mark => mark.revision > revision)
}

export function toMark(history: History, to: Direction): void {
  const mark = markBeside(history.timeline, history.state.wanted, to)
  if (mark) go(history, mark.revision)
}

export function playOrPause({ controller }: Pick<History, 'controller'>): void {
  controller.state.playing ? controller.pause() : controller.play()
}

/** The speed so many places from the current one. */
export function changeSpeed({ controller }: Pick<History, 'controller'>, by: 1 | -1): void {
  const index = speeds.indexOf(controller.state.speed) + by
  const next: Speed | undefined = speeds[Math.min(Math.max(index, 0), speeds.length - 1)]
  if (next) controller.setSpeed(next)
}
