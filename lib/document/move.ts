import type { Node } from '@tiptap/pm/model'
import { type Mappable, type MapResult, ReplaceAroundStep, type Step, StepMap } from '@tiptap/pm/transform'

/**
 * Moves whole neighbours past others. On the wire and in the log it's an ordinary step around a gap: what's moved is taken away
 * on one side of the gap and stands again on its other side. But between steps that didn't know of each other it means a move:
 * what others write into the moved blocks, before or after, goes along, where a deletion and an insertion would swallow it.
 */
export class MoveStep extends ReplaceAroundStep {
  private constructor(
    step: ReplaceAroundStep,
    private readonly forth: boolean,
  ) {
    super(step.from, step.to, step.gapFrom, step.gapTo, step.slice, step.insert)
  }

  /** Moves what stands between two positions to a third one, all among the same siblings; null where that isn't possible. */
  static to(doc: Node, from: number, to: number, target: number): MoveStep | null {
    if (from >= to || (target >= from && target <= to)) return null
    const forth = target > to
    const slice = doc.slice(from, to)
    if (slice.openStart > 0 || slice.openEnd > 0) return null
    const gap = forth ? ([from, target, to, target] as const) : ([target, to, target, from] as const)
    return new MoveStep(new ReplaceAroundStep(...gap, slice, forth ? 0 : slice.size), forth)
  }

  /** The same step, as a move where it has the form of one: nothing else that an editor makes has it. */
  static read(step: Step): Step {
    if (!(step instanceof ReplaceAroundStep) || step instanceof MoveStep) return step
    const { from, to, gapFrom, gapTo, slice, insert } = step
    if (slice.size === 0 || slice.openStart > 0 || slice.openEnd > 0 || gapFrom === gapTo) return step
    if (gapTo === to && insert === 0 && gapFrom - from === slice.size) return new MoveStep(step, true)
    if (gapFrom === from && insert === slice.size && to - gapTo === slice.size) return new MoveStep(step, false)
    return step
  }

  /** What's moved: from, to. */
  get moved(): [from: number, to: number] {
    return this.forth ? [this.from, this.gapFrom] : [this.gapTo, this.to]
  }

  /** By how much. */
  get by(): number {
    const gap = this.gapTo - this.gapFrom
    return this.forth ? gap : -gap
  }

  /** The step after it was mapped: with what stands in its place now. Null where nothing is left to move, or to move past. */
  on(doc: Node): MoveStep | null {
    const [from, to] = this.moved
    const target = this.forth ? this.to : this.from
    try {
      return MoveStep.to(doc, from, to, target)
    } catch {
      return null
    }
  }

  override getMap(): StepMap {
    return new MoveMap(super.getMap(), this.moved, this.by)
  }

  override map(mapping: Mappable): MoveStep | null {
    const mapped = super.map(mapping) as ReplaceAroundStep | null
    return mapped && new MoveStep(mapped, this.forth)
  }

  override invert(doc: Node): MoveStep {
    return new MoveStep(super.invert(doc) as ReplaceAroundStep, !this.forth)
  }
}

/** A step that was mapped, as it's meant on the document that it's now for. */
export function settled(step: Step | null, doc: Node): Step | null {
  return step instanceof MoveStep ? step.on(doc) : step
}

/** What's inside of moved blocks is where they are now, and not deleted. */
export class MoveMap extends StepMap {
  constructor(
    private readonly plain: StepMap,
    private readonly moved: readonly [from: number, to: number],
    readonly by: number,
  ) {
    const { ranges, inverted } = plain as StepMap & { ranges: readonly number[]; inverted: boolean }
    super(...([ranges, inverted] as unknown as ConstructorParameters<typeof StepMap>))
  }

  override mapResult(position: number, assoc?: number): MapResult {
    // The map of nothing answers as for a place that nothing happened to.
    return this.holds(position) ? StepMap.empty.mapResult(position + this.by) : super.mapResult(position, assoc)
  }

  override map(position: number, assoc?: number): number {
    return this.holds(position) ? position + this.by : super.map(position, assoc)
  }

  override invert(): MoveMap {
    const [from, to] = this.moved
    return new MoveMap(this.plain.invert(), [from + this.by, to + this.by], -this.by)
  }

  /** The parts of a stretch that are moved, and those that aren't; each where it is afterwards. */
  carry([from, to]: readonly [number, number]): [from: number, to: number][] {
    const [start, end] = this.moved
    const parts: [number, number][] = [
      [from, Math.min(to, start)],
      [Math.max(from, start), Math.min(to, end)],
      [Math.max(from, end), to],
    ]
    return parts
      .filter(([a, b]) => a < b)
      .map(([a, b]) => (a >= start && b <= end ? [a + this.by, b + this.by] : [super.map(a, 1), super.map(b, -1)]))
  }

  private holds(position: number): boolean {
    return position > this.moved[0] && position < this.moved[1]
  }
}
