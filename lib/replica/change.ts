import type { Node } from '@tiptap/pm/model'
import { Mapping, type Step } from '@tiptap/pm/transform'
import { settled } from '@/lib/document/move'
import { applyStep } from '@/lib/document/steps'

/** A step of ours that isn't confirmed, on top of the confirmed document and the ones before it. */
export type LocalStep = {
  readonly step: Step
  /** The document that it applies to. */
  readonly before: Node
  /** Its index in the command that's in flight; null while it hasn't been sent. */
  readonly sent: number | null
  /** When it was made, by this client's clock. */
  readonly madeAt: number
}

/**
 * How a view gets from what it shows to what it must show, in the shape that undo needs: the local steps taken back, the
 * recorded ones applied, the local ones that remain put on top again, with the mirrors between them.
 */
export type Change = {
  /** Inverses of all local steps, the last one first. */
  undone: Step[]
  /** Recorded steps; `mirror` is the index in `undone` of the local step that it confirms. */
  recorded: { step: Step; mirror: number | null }[]
  /** The surviving local steps; `mirror` as above. */
  redone: { step: Step; mirror: number }[]
  /** What the view shows before, and after each of the steps in their order; the last is what it must show at the end. */
  before: Node
  docs: Node[]
  doc: Node
  /** Who made the recorded steps; nobody where that's ourselves. */
  authorIds: readonly string[]
}

/** A recorded step, and the confirmed document after it. */
export type RecordedStep = { readonly step: Step; readonly after: Node }

/** Which local step, by index, which recorded one confirms. */
export type Confirmed = { local: number; recorded: number }

/**
 * Puts recorded steps under the local ones: what's confirmed leaves, what remains is rewritten to stand on top.
 * @param view what stands on the local steps, or on the confirmed document where there are none
 * @param confirmed the confirmed document after the recorded steps
 * @param done indexes of local steps that leave
 * @param counterparts those of them that are recorded: they're mirrored onto what they have become
 */
export function putUnder(
  view: Node,
  local: readonly LocalStep[],
  recorded: readonly RecordedStep[],
  confirmed: Node,
  done: ReadonlySet<number>,
  counterparts: readonly Confirmed[],
  authorIds: readonly string[],
): { change: Change; local: (LocalStep | null)[] } {
  const count = local.length
  const mapping = new Mapping()
  for (let i = count - 1; i >= 0; i--) mapping.appendMap(local[i]!.step.getMap().invert())
  const mirrorOf = new Map(counterparts.map(pair => [pair.recorded, count - 1 - pair.local]))
  recorded.forEach(({ step }, j) => {
    mapping.appendMap(step.getMap(), mirrorOf.get(j))
  })
  const redone: Change['redone'] = []
  const rest: (LocalStep | null)[] = []
  const docs = [...local.map(({ before }) => before).reverse(), ...recorded.map(({ after }) => after)]
  let doc = confirmed
  for (let i = 0; i < count; i++) {
    rest.push(null)
    if (done.has(i)) continue
    const step = settled(local[i]!.step.map(mapping.slice(count - i)), doc)
    const next = step && applyStep(doc, step)
    if (!next) continue
    const mirror = count - 1 - i
    mapping.appendMap(step.getMap(), mirror)
    redone.push({ step, mirror })
    rest[i] = { ...local[i]!, step, before: doc }
    docs.push(next)
    doc = next
  }
  const undone = local.map(({ step, before }) => step.invert(before)).reverse()
  const marked = recorded.map(({ step }, j) => ({ step, mirror: mirrorOf.get(j) ?? null }))
  return { change: { undone, recorded: marked, redone, before: view, docs, doc, authorIds }, local: rest }
}

/** Whether recorded steps are exactly those that were sent. */
export function sameSteps(local: readonly LocalStep[], recorded: readonly Step[]): boolean {
  return (
    local.length === recorded.length &&
    local.every(
      ({ step, sent }, i) => sent === i && JSON.stringify(step.toJSON()) === JSON.stringify(recorded[i]!.toJSON()),
    )
  )
}
