/** Speeds that playback offers; 1 is as it was written. */
export const speeds = [0.5, 1, 2, 4, 8, 16, 32, 64] as const

// A pause in the writing takes no longer than this, in ms of recorded time.
const longestPause = 1_000
// Events of one flush carry nearly the same time; each is still seen.
const shortestPause = 16

/** Recorded time between two events as it's played: pauses are squeezed. */
export function playedPause(before: string, after: string): number {
  const gap = Date.parse(after) - Date.parse(before)
  return Math.min(Math.max(gap, shortestPause), longestPause)
}

export type Advance = {
  revision: number
  /** Played time that's left over for the next call, in ms of recorded time. */
  left: number
  /** Playing has to wait: the event after `revision` isn't loaded. */
  waiting: boolean
}

/**
 * Where playback stands after some more time.
 * @param timeOf when a revision was recorded; null where that isn't loaded
 * @param ms recorded time to play, what was left over from the last call included
 */
export function advance(timeOf: (revision: number) => string | null, from: number, head: number, ms: number): Advance {
  let revision = from
  let left = ms
  while (revision < head) {
    const [before, after] = [timeOf(revision), timeOf(revision + 1)]
    if (after === null) return { revision, left: 0, waiting: true }
    const pause = before === null ? shortestPause : playedPause(before, after)
    if (pause > left) return { revision, left, waiting: false }
    left -= pause
    revision++
  }
  return { revision, left: 0, waiting: false }
}
