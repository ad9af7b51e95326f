import type { Node } from '@tiptap/pm/model'
import type { SelectionBookmark, Transaction } from '@tiptap/pm/state'
import type { Step, StepMap } from '@tiptap/pm/transform'
import type { Origin, Source } from '@/lib/document/commands'
import type { Change } from '@/lib/replica/change'
import { Grouping, type Moment } from './grouping'
import { takeBack } from './take-back'
import { Trail } from './trail'

/** Something that the writer did: steps, and when and where. */
export type LocalEdit = Moment & {
  steps: { step: Step; before: Node }[]
  after: Node
  origin: Origin
  /** The commands that it takes back, where it's told to and isn't an undo of one's own. */
  undoes?: string[]
  source?: Source
  /** What was selected before. */
  selection: SelectionBookmark
  /** Takes something back, or does it again. */
  taking: Taking | null
  /** Not to be undone. */
  unrecorded: boolean
}

/** A step that can be taken back: its opposite, and its own place on the trail, which changes while it isn't confirmed. */
type Item = { inverse: Step; at: number }

/** A step that isn't confirmed; `undoes`: it's the exact opposite of that one. */
type Local = { at: number; item: Item | null; group: Group | null; undoes: Item | undefined }

/** What one undo takes back. */
type Group = { items: Item[]; commandIds: Set<string>; selection: SelectionBookmark; at: number }

/** On a transaction that takes a group back; for each of its steps, the one that it's the exact opposite of. */
export type Taking = { redo: boolean; group: Group; undoes: (Item | undefined)[] }
export const takingMeta = 'taking'

/** So many groups can be undone, and only while no more than so many steps came after. */
const depth = 1_000
const reach = 100_000

/**
 * Undo and redo of one's own edits among those of others. What's done is kept by its opposite, as of then; only when it's taken
 * back the way from there to the present is gone.
 */
export class UndoHistory {
  private trail = new Trail()
  private grouping = new Grouping(this.trail)
  private done: Group[] = []
  private undone: Group[] = []
  private local: Local[] = []

  get undoable(): number {
    return this.done.length
  }

  get redoable(): number {
    return this.undone.length
  }

  /**
   * Adds what takes back the last group (or does it again), to a transaction that's empty yet.
   * @returns whether there was one
   */
  take(tr: Transaction, redo: boolean): boolean {
    const branch = redo ? this.undone : this.done
    const group = branch.at(-1)
    if (!group) return false
    const trail = this.trail.fork()
    const undoes: Taking['undoes'] = []
    for (const item of group.items.toReversed())
      for (const { step, exact } of takeBack(item.inverse, item.at + 1, trail, tr.doc)) {
        tr.step(step)
        undoes.push(exact ? item : undefined)
        trail.add(step.getMap(), exact ? item.at : undefined)
      }
    if (tr.steps.length === 0) branch.pop()
    else tr.setSelection(group.selection.map(trail.since(group.at)).resolve(tr.doc))
    tr.setMeta(takingMeta, { redo, group, undoes } satisfies Taking)
    return true
  }

  /** The commands that an edit takes back. */
  commandsOf({ taking, undoes = [] }: LocalEdit): string[] {
    return taking ? [...taking.group.commandIds] : undoes
  }

  /** @param unconfirmed how many steps aren't confirmed, those of the edit included */
  did(edit: LocalEdit, commandId: string, unconfirmed: number): void {
    const group = this.groupFor(edit)
    group?.commandIds.add(commandId)
    for (const [i, { step, before }] of edit.steps.entries()) {
      const undoes = edit.taking?.undoes[i]
      const at = this.trail.add(step.getMap(), undoes?.at)
      const item = group && { inverse: step.invert(before), at }
      if (item) group.items.push(item)
      this.local.push({ at, item, group, undoes })
    }
    this.local = this.local.slice(-unconfirmed)
    this.grouping.did(edit)
    this.forget()
  }

  /** What's recorded came in, and was put under the steps that aren't confirmed. @param tr which did so */
  changed({ undone, recorded, redone }: Change, tr: Transaction): void {
    const before = this.local
    const steps = (index: number) => before[before.length - 1 - index]
    const back = undone.map((step, i) => this.trail.add(step.getMap(), steps(i)?.at))
    const survived = new Set<Local>()
    const place = (mirror: number | null, index: number) => {
      const step = tr.steps[index]!
      const local = mirror === null ? undefined : steps(mirror)
      const at = this.trail.add(step.getMap(), mirror === null ? undefined : back[mirror], local?.undoes?.at)
      if (!local) return undefined
      survived.add(local)
      local.at = at
      if (local.item) Object.assign(local.item, { at, inverse: step.invert(tr.docs[index]!) } satisfies Item)
      return local
    }
    for (const [i, { mirror }] of recorded.entries()) place(mirror, undone.length + i)
    const first = undone.length + recorded.length
    this.local = redone.flatMap(({ mirror }, i) => place(mirror, first + i) ?? [])
    // Before those that this change knew of there were others only if they've been confirmed.
    for (const lost of before.slice(-undone.length || before.length)) if (!survived.has(lost)) this.lose(lost)
    this.forget()
  }

  /** What the writer sees was put right. */
  corrected(maps: readonly StepMap[]): void {
    for (const map of maps) this.trail.add(map)
  }

  clear(): void {
    this.trail = new Trail()
    this.grouping = new Grouping(this.trail)
    this.done = []
    this.undone = []
    this.local = []
  }

  private groupFor(edit: LocalEdit): Group | null {
    const { taking } = edit
    if (taking) {
      this.done = this.done.filter(group => group !== taking.group)
      this.undone = this.undone.filter(group => group !== taking.group)
      return this.open(taking.redo ? this.done : this.undone, edit)
    }
    // Appended to an undo or redo, it belongs to it.
    if (edit.appended && (edit.origin === 'undone' || edit.origin === 'redone'))
      return (edit.origin === 'undone' ? this.undone : this.done).at(-1) ?? null
    if (edit.unrecorded) return null
    this.undone = []
    const last = this.done.at(-1)
    return last && !this.grouping.begins(edit) ? last : this.open(this.done, edit)
  }

  private open(branch: Group[], { selection }: LocalEdit): Group {
    const group = { items: [], commandIds: new Set<string>(), selection, at: this.trail.end }
    branch.push(group)
    return group
  }

  private lose({ item, group }: Local): void {
    if (!group) return
    group.items = group.items.filter(other => other !== item)
    if (group.items.length > 0) return
    this.done = this.done.filter(other => other !== group)
    this.undone = this.undone.filter(other => other !== group)
  }

  private forget(): void {
    if (this.done.length > depth) this.done = this.done.slice(-depth)
    const oldest = this.trail.end - reach
    if (this.done[0] && this.done[0].at < oldest) this.done = this.done.filter(({ at }) => at >= oldest)
    const needed = [...this.done.slice(0, 1), ...this.undone.slice(0, 1), ...this.local.slice(0, 1)].map(({ at }) => at)
    this.trail.forget(Math.min(this.grouping.at, ...needed))
  }
}
