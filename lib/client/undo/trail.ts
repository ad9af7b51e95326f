import { Mapping, type StepMap } from '@tiptap/pm/transform'
import { MoveMap } from '@/lib/document/move'

/** A way from an earlier document to a later one, in which what was taken away and came back is found again. */
class Way extends Mapping {
  constructor(
    steps: readonly StepMap[],
    private readonly returns: ReadonlyMap<number, number>,
    from: number,
  ) {
    super(steps, [], from)
  }

  override getMirror(index: number): number | undefined {
    return this.returns.get(index)
  }
}

/** A stretch of a document: from, to. */
export type Stretch = [from: number, to: number]

/**
 * All that has happened to the document that the writer sees, in order: one's own steps, others', and one's own again where
 * they were taken back and put on top of others'. A place in it is a number that stays.
 */
export class Trail {
  private steps: StepMap[] = []
  /** Which step brings back what one takes away, or takes away again what one brings. */
  private returns = new Map<number, number>()
  private forgotten = 0

  /** The place where the next step will stand. */
  get end(): number {
    return this.forgotten + this.steps.length
  }

  /** @param undoes places of the steps that this one is the exact opposite of @returns the step's place */
  add(step: StepMap, ...undoes: (number | undefined)[]): number {
    this.steps.push(step)
    for (const place of undoes)
      if (place !== undefined && place >= this.forgotten)
        this.returns.set(place - this.forgotten, this.steps.length - 1)
    return this.end - 1
  }

  /** The same trail, to try out how it might go on. */
  fork(): Trail {
    const fork = new Trail()
    fork.steps = [...this.steps]
    fork.returns = new Map(this.returns)
    fork.forgotten = this.forgotten
    return fork
  }

  /** From the document before the step at `place` to the one at the end. */
  since(place: number): Mapping {
    return new Way(this.steps, this.returns, place - this.forgotten)
  }

  /**
   * What's left, at the end, of a stretch of the document before the step at `place`: without what was deleted from it since,
   * and without what was inserted into it.
   */
  remains(stretch: Stretch, place: number): Stretch[] {
    let left: Stretch[] = stretch[0] < stretch[1] ? [stretch] : []
    // What's away, by the step that brings it back.
    const away = new Map<number, Away[]>()
    for (let i = place - this.forgotten; i < this.steps.length; i++) {
      const map = this.steps[i]!
      const back = this.returns.get(i)
      if (back !== undefined) away.set(back, [...(away.get(back) ?? []), ...departing(map, left)])
      left = left.flatMap(part => through(map, part))
      const returning = away.get(i)
      if (returning) left = joined([...left, ...returning.map(part => arriving(map, part))])
    }
    return left
  }

  /** Forgets what was before `place`. */
  forget(place: number): void {
    const count = Math.min(place, this.end) - this.forgotten
    if (count <= 0) return
    this.steps = this.steps.slice(count)
    this.returns = new Map(
      [...this.returns].flatMap(([away, back]) => (away < count ? [] : [[away - count, back - count] as const])),
    )
    this.forgotten += count
  }
}

/** What a step takes away: of which of its ranges it is, and where in it. */
type Away = { range: number; from: number; to: number }

function departing(map: StepMap, stretches: readonly Stretch[]): Away[] {
  if (map instanceof MoveMap) return []
  const parts: Away[] = []
  let range = -1
  map.forEach((start, end) => {
    range++
    for (const [from, to] of stretches)
      if (from < end && to > start)
        parts.push({ range, from: Math.max(from, start) - start, to: Math.min(to, end) - start })
  })
  return parts
}

function arriving(map: StepMap, part: Away): Stretch {
  let at = -1
  let start = 0
  map.forEach((_oldStart, _oldEnd, newStart) => {
    if (++at === part.range) start = newStart
  })
  return [start + part.from, start + part.to]
}

/** A stretch after a step: its parts that the step left, without what it inserted. */
function through(map: StepMap, [from, to]: Stretch): Stretch[] {
  if (map instanceof MoveMap) return map.carry([from, to])
  const parts: Stretch[] = []
  let at = from
  const keep = (until: number) => {
    if (until > at) parts.push([map.map(at, 1), map.map(until, -1)])
  }
  map.forEach((start, end) => {
    if (end < at || start > to) return
    keep(Math.min(start, to))
    at = Math.max(at, end)
  })
  keep(to)
  return parts
}

/** Stretches in order, those that touch made one. */
function joined(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = []
  for (const [from, to] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last && last[1] >= from) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}
