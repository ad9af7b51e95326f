import type { Mark, Node } from '@tiptap/pm/model'
import { Mapping, ReplaceStep, Step, type StepMap } from '@tiptap/pm/transform'
import { applyStep } from './apply'
import { checkAttributes } from './check'
import { MoveStep, settled } from './move'
import { schema } from './schema'

export { applyStep }

// What's inserted stays with what stood before it. Otherwise it moves behind what somebody else inserts at the same place,
// letter by letter, and two who type at one place tear each other's words apart.
ReplaceStep.MAP_BIAS = -1

/** ProseMirror's JSON of a step. What else it carries depends on `stepType`. */
export type StepJSON = { stepType: string; [field: string]: unknown }

const positions: Record<string, readonly string[]> = {
  replace: ['from', 'to'],
  replaceAround: ['from', 'gapFrom', 'gapTo', 'to'],
  addMark: ['from', 'to'],
  removeMark: ['from', 'to'],
  attr: ['pos'],
}

/**
 * Reads a step that came from outside. Step.fromJSON and Step.apply accept positions that are no whole numbers or stand
 * in the wrong order, and then duplicate or tear content; so the order is judged here, and the kinds of steps are
 * a closed list.
 * @param size content size of the document that the step is meant for
 * @throws RangeError that says what's wrong
 */
export function readStep(json: StepJSON, size: number): Step {
  const fields = Object.hasOwn(positions, json.stepType) ? positions[json.stepType]! : null
  if (!fields) throw new RangeError('Unknown kind of step')
  let last = 0
  for (const field of fields) {
    const position = json[field]
    if (!Number.isSafeInteger(position) || (position as number) < last || (position as number) > size)
      throw new RangeError(`Step position ${field} must be a whole number between the one before it and ${size}`)
    last = position as number
  }
  if (json.slice !== undefined && json.slice !== null) readOpenness(json.slice)
  if (json.stepType === 'attr' && typeof json.attr !== 'string')
    throw new RangeError('A step names an attribute by text')
  try {
    const step: Step & { mark?: Mark } = Step.fromJSON(schema, json)
    if (json.stepType === 'replaceAround') checkInsert(json)
    // What's missing is read as its default, unasked whether that may stand: in the document a check sees it, but not every
    // mark of a step comes there, and the log could never be read again.
    if (step.mark) checkAttributes(step.mark)
    return MoveStep.read(step)
  } catch (error) {
    throw new RangeError(`Unreadable step: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

/** Reads a step of the log; it was checked when it came in. */
export function storedStep(json: StepJSON): Step {
  return MoveStep.read(Step.fromJSON(schema, json))
}

export function stepJSON(step: Step): StepJSON {
  return step.toJSON() as StepJSON
}

/** Applies steps of the log. @throws RangeError when one doesn't fit: then the log and the document don't belong together */
export function applyStored(doc: Node, steps: readonly Step[]): Node {
  return steps.reduce((before, step) => {
    const after = applyStep(before, step)
    if (!after) throw new RangeError('A recorded step does not fit the document')
    return after
  }, doc)
}

/** By how much a document's content size grows through `maps`. */
export function growth(maps: readonly StepMap[]): number {
  let grown = 0
  for (const map of maps)
    map.forEach((oldStart, oldEnd, newStart, newEnd) => {
      grown += newEnd - newStart - (oldEnd - oldStart)
    })
  return grown
}

/** Steps as they came out of a rebase: `kept[i]` is the index that `steps[i]` had before. */
export type Rebased = { steps: Step[]; kept: number[]; doc: Node }

/**
 * Rewrites steps, made on some document, so that they mean the same on a newer one. What has lost its target, or doesn't
 * fit any more, is left out. A step's own earlier neighbours are mirrored, so that a position inside what they
 * inserted survives the way back and forth (the algorithm of ProseMirror's collab guide).
 * @param doc the newer document: the old one after `over`
 * @param accept judges the document after a step; a step whose result it refuses is left out
 */
export function rebase(
  doc: Node,
  steps: readonly Step[],
  over: readonly StepMap[],
  accept: (before: Node, after: Node) => boolean = () => true,
): Rebased {
  const mapping = new Mapping()
  for (let i = steps.length - 1; i >= 0; i--) mapping.appendMap(steps[i]!.getMap().invert())
  for (const map of over) mapping.appendMap(map)
  const rebased: Rebased = { steps: [], kept: [], doc }
  for (let i = 0; i < steps.length; i++) {
    const step = settled(steps[i]!.map(mapping.slice(steps.length - i)), rebased.doc)
    const after = step && applyStep(rebased.doc, step)
    if (!after || !accept(rebased.doc, after)) continue
    mapping.appendMap(step.getMap(), steps.length - 1 - i)
    rebased.steps.push(step)
    rebased.kept.push(i)
    rebased.doc = after
  }
  return rebased
}

function readOpenness(slice: unknown): void {
  if (typeof slice !== 'object' || slice === null || Array.isArray(slice)) throw new RangeError('A slice is an object')
  const { openStart = 0, openEnd = 0, content } = slice as Record<string, unknown>
  for (const [open, edge] of [
    [openStart, 0],
    [openEnd, -1],
  ] as const) {
    if (!Number.isSafeInteger(open) || (open as number) < 0) throw new RangeError('A slice is open by a whole number')
    let level = content
    for (let depth = 0; depth < (open as number); depth++) {
      const node = Array.isArray(level) ? level.at(edge) : null
      if (typeof node !== 'object' || node === null) throw new RangeError('A slice is open deeper than it is')
      level = (node as Record<string, unknown>).content ?? []
    }
  }
}

function checkInsert(json: StepJSON): void {
  const insert = json.insert
  const slice = json.slice as { content?: unknown } | null | undefined
  const limit = slice ? sliceSize(slice) : 0
  if (!Number.isSafeInteger(insert) || (insert as number) < 0 || (insert as number) > limit)
    throw new RangeError(`A step inserts its gap at a whole number from 0 to ${limit}`)
}

function sliceSize(slice: { content?: unknown; openStart?: number; openEnd?: number }): number {
  const content = (slice.content ?? []) as Parameters<typeof schema.nodeFromJSON>[0][]
  const size = content.reduce((sum: number, json) => sum + schema.nodeFromJSON(json).nodeSize, 0)
  return size - (slice.openStart ?? 0) - (slice.openEnd ?? 0)
}
