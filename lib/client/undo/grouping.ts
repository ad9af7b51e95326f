import type { StepMap } from '@tiptap/pm/transform'
import type { Trail } from './trail'

/** When something was done, and in what connection. */
export type Moment = {
  time: number
  /** The composition of an input method that it's part of. */
  composition: unknown
  /** Done by the editor in answer to what was done before. */
  appended: boolean
  /** Begins something new in any case. */
  apart: boolean
  maps: readonly StepMap[]
}

const pause = 500

/** What's done without a pause, at one place, is undone at once. */
export class Grouping {
  /** Where the last edit left off, as of which place of the trail. */
  private ranges: [from: number, to: number][] = []
  private time = 0
  private composition: unknown
  at = Number.POSITIVE_INFINITY

  constructor(private readonly trail: Trail) {}

  /** Whether an edit begins a new group. */
  begins({ time, composition, appended, apart, maps }: Moment): boolean {
    if (apart || this.time === 0) return true
    if (appended || (composition !== undefined && composition === this.composition)) return false
    return time - this.time > pause || !this.touches(maps)
  }

  /** An edit was done, and is on the trail. */
  did({ time, composition, maps, origin }: Moment & { origin: string }): void {
    this.at = this.trail.end
    this.time = origin === 'undone' || origin === 'redone' ? 0 : time
    this.composition = composition
    this.ranges = []
    for (let i = maps.length - 1; i >= 0 && this.ranges.length === 0; i--)
      maps[i]!.forEach((_from, _to, from, to) => {
        this.ranges.push([from, to])
      })
  }

  private touches(maps: readonly StepMap[]): boolean {
    const way = this.trail.since(this.at)
    const ranges = this.ranges.map(([from, to]) => [way.map(from, 1), way.map(to, -1)] as const)
    let touching = false
    maps[0]?.forEach((start, end) => {
      if (ranges.some(([from, to]) => start <= to && end >= from)) touching = true
    })
    return touching
  }
}
