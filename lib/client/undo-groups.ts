import type { Origin } from '@/lib/document/commands'
import type { Change } from '@/lib/replica/change'

/** What one undo takes back: its commands, and how many of its steps there are. */
type Group = { commandIds: Set<string>; steps: number }

/** A step that isn't confirmed. The history counts a group by the step that opens it. */
type LocalStep = { group: Group; opens: boolean }

/**
 * Which commands an undo takes back: the command ids of each group in the editor's history, kept beside it. It follows what
 * the history does with its groups: one whose opening step lost its target vanishes, and what's left of it joins the one before.
 */
export class UndoGroups {
  private done: Group[] = []
  private undone: Group[] = []
  private local: LocalStep[] = []

  /** The commands that an edit of this origin is about to take back. */
  before(origin: Origin): string[] {
    const group = origin === 'undone' ? this.done.pop() : origin === 'redone' ? this.undone.pop() : undefined
    return [...(group?.commandIds ?? [])]
  }

  /**
   * @param steps how many the edit has
   * @param depth the history's undo depth after the edit
   */
  made(origin: Origin, commandId: string, steps: number, depth: number): void {
    let group: Group | undefined
    if (origin === 'undone' || origin === 'redone') group = this.open(origin === 'undone' ? this.undone : this.done)
    else {
      this.undone = []
      // Deeper by one: a new group. Less deep: the history has also let go of its oldest ones.
      if (depth !== this.done.length) {
        this.done = this.done.slice(Math.max(0, this.done.length + 1 - depth))
        group = this.open(this.done)
      }
    }
    const joined = group ?? this.done.at(-1)
    if (!joined) return
    joined.commandIds.add(commandId)
    joined.steps += steps
    for (let i = 0; i < steps; i++) this.local.push({ group: joined, opens: i === 0 && group !== undefined })
  }

  /** The steps that aren't confirmed were put on top of others' again; some of them may have lost their target. */
  rebased({ undone, recorded, redone }: Change): void {
    const local = this.local.slice(-undone.length || this.local.length)
    const step = (mirror: number) => local[local.length - 1 - mirror]
    const survived = new Set([...recorded, ...redone].flatMap(({ mirror }) => (mirror === null ? [] : [step(mirror)])))
    for (const lost of local) if (!survived.has(lost)) this.lose(lost)
    this.local = redone.flatMap(({ mirror }) => step(mirror) ?? [])
  }

  /** The history holds so many groups: those above are gone. */
  trim(undoDepth: number, redoDepth: number): void {
    this.done = this.done.slice(0, undoDepth)
    this.undone = this.undone.slice(0, redoDepth)
  }

  clear(): void {
    this.done = []
    this.undone = []
    this.local = []
  }

  private open(branch: Group[]): Group {
    const group = { commandIds: new Set<string>(), steps: 0 }
    branch.push(group)
    return group
  }

  private lose({ group, opens }: LocalStep): void {
    group.steps--
    if (!opens) return
    for (const branch of [this.done, this.undone]) {
      const at = branch.indexOf(group)
      if (at < 0) continue
      branch.splice(at, 1)
      const before = branch[at - 1]
      if (!before || group.steps === 0) continue
      for (const id of group.commandIds) before.commandIds.add(id)
      before.steps += group.steps
      for (const step of this.local) if (step.group === group) step.group = before
    }
  }
}
