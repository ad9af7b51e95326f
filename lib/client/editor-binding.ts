import { history, redoDepth, undoDepth } from '@tiptap/pm/history'
import type { Node } from '@tiptap/pm/model'
import { Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { type Mapping, ReplaceStep, type Step } from '@tiptap/pm/transform'
import type { Origin } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import type { Change } from '@/lib/replica/change'
import type { DocumentSession } from './document-session'
import type { DocumentView } from './session-options'
import { UndoGroups } from './undo-groups'

/** On transactions that bring in what isn't the writer's own doing. Nothing may answer them by writing. */
export const remoteMeta = 'remote'
export type Remote = { authorId: string | null }

type LocalEdit = {
  steps: { step: Step; before: Node }[]
  after: Node
  origin: Origin
  undoDepth: number
}
/** What the writer did since it was last taken. */
type Local = { edits: LocalEdit[]; taken: boolean }

const localKey = new PluginKey<Local>('local-edits')

/** Undo that touches only one's own edits, and the collecting of local edits. The order of the two matters. */
export function collaborationPlugins(): Plugin[] {
  return [
    history({ depth: 1_000, newGroupDelay: 500 }),
    new Plugin<Local>({
      key: localKey,
      // Without it history would merge items that have to be rebased one by one.
      historyPreserveItems: true,
      state: {
        init: () => ({ edits: [], taken: true }),
        apply(tr, value, _old, state) {
          if (!tr.docChanged || tr.getMeta(remoteMeta)) return value
          const steps = tr.steps.map((step, i) => ({ step, before: tr.docs[i]! }))
          const edit = { steps, after: tr.doc, origin: originOf(tr), undoDepth: undoDepth(state) }
          return { edits: value.taken ? [edit] : [...value.edits, edit], taken: false }
        },
      },
    } as ConstructorParameters<typeof Plugin<Local>>[0]),
  ]
}

function originOf(tr: Transaction): Origin {
  const declared = tr.getMeta('origin') as Origin | undefined
  if (declared) return declared
  const undoing = (tr.getMeta('history$') ??
    (tr.getMeta('appendedTransaction') as Transaction | undefined)?.getMeta('history$')) as
    | { redo: boolean }
    | undefined
  if (undoing) return undoing.redo ? 'redone' : 'undone'
  const event = tr.getMeta('uiEvent') as string | undefined
  return event === 'paste' ? 'pasted' : event === 'drop' ? 'dropped' : 'typed'
}

/** Where an editor's state lives: an EditorView, or a plain state in tests. */
export interface EditorHost {
  readonly state: EditorState
  readonly composing: boolean
  dispatch(tr: Transaction): void
  /** Shows another document from scratch: new state, no undo. */
  replaceDocument(doc: Node): void
}

/** Binds an editor to a session: what the writer does goes out, what's recorded comes in, in the shape that undo needs. */
export class EditorBinding implements DocumentView {
  private readonly groups = new UndoGroups()
  readonly detach: () => void

  constructor(
    private readonly host: EditorHost,
    private readonly session: DocumentSession,
  ) {
    this.detach = session.attach(this)
    if (session.doc) host.replaceDocument(session.doc)
  }

  /** Hands the session what the writer did; to be called after every dispatch. */
  takeLocal(): void {
    const local = localKey.getState(this.host.state)
    if (!local || local.taken) {
      this.trim()
      return
    }
    local.taken = true
    for (const { steps, after, origin, undoDepth } of local.edits) {
      const undoes = this.groups.before(origin)
      const commandId = this.session.edit(steps, after, { origin, ...(undoes.length > 0 && { undoes }) })
      if (commandId) this.groups.made(origin, commandId, steps.length, undoDepth)
    }
    this.trim()
  }

  /** While a writer composes (input methods, dead keys), nothing may touch the block that's being composed in. */
  mustWait(events: readonly RecordedEvent[]): boolean {
    if (!this.host.composing) return false
    const { $head } = this.host.state.selection
    const { replica } = this.session
    if (!replica || $head.depth === 0) return false
    return replica.touches(events, replica.toConfirmed($head.before()), replica.toConfirmed($head.after(), 1))
  }

  apply(change: Change): void {
    this.takeLocal()
    const tr = this.host.state.tr
    const marks = this.host.state.storedMarks
    if (replay(tr, change)) {
      tr.setMeta('addToHistory', false)
        .setMeta('rebased', change.undone.length)
        .setMeta(remoteMeta, { authorId: change.authorId })
      holdSelection(tr, this.host.state.selection)
      if (marks && tr.selection.empty) tr.setStoredMarks(marks)
      this.host.dispatch(tr)
      this.groups.rebased(change)
    }
    this.correct(change.doc)
    this.trim()
  }

  reset(doc: Node): void {
    this.groups.clear()
    this.host.replaceDocument(doc)
  }

  // Also where nothing was done: an undo of what has lost its target only makes the history less deep.
  private trim(): void {
    this.groups.trim(undoDepth(this.host.state), redoDepth(this.host.state))
  }

  // Inverses of rebased mark steps aren't exact: where the view isn't what it must be, the difference is put right.
  private correct(doc: Node): void {
    const current = this.host.state.doc
    if (current.eq(doc)) return
    const start = current.content.findDiffStart(doc.content)
    const end = current.content.findDiffEnd(doc.content)
    if (start === null || !end) return
    const overlap = Math.max(0, start - Math.min(end.a, end.b))
    const tr = this.host.state.tr
    const slice = doc.slice(start, end.b + overlap)
    if (tr.maybeStep(new ReplaceStep(start, end.a + overlap, slice)).failed || !tr.doc.eq(doc)) {
      const whole = this.host.state.tr.step(new ReplaceStep(0, current.content.size, new Slice(doc.content, 0, 0)))
      this.host.dispatch(whole.setMeta('addToHistory', false).setMeta(remoteMeta, { authorId: null }))
      return
    }
    this.host.dispatch(tr.setMeta('addToHistory', false).setMeta(remoteMeta, { authorId: null }))
  }
}

/** What others insert at the writer's caret comes after it: the caret stays with the writer's own words. */
function holdSelection(tr: Transaction, selection: Selection): void {
  if (!(selection instanceof TextSelection)) return
  const $anchor = tr.doc.resolve(tr.mapping.map(selection.anchor, -1))
  const $head = tr.doc.resolve(tr.mapping.map(selection.head, -1))
  const held = TextSelection.between($anchor, $head, -1)
  if (!held.eq(tr.selection)) tr.setSelection(held)
}

type Mirrored = Mapping & { setMirror(a: number, b: number): void }

function replay(tr: Transaction, { undone, recorded, redone }: Change): boolean {
  try {
    const mapping = tr.mapping as Mirrored
    for (const step of undone) tr.step(step)
    for (const { step, mirror } of [...recorded, ...redone]) {
      tr.step(step)
      if (mirror !== null) mapping.setMirror(mirror, tr.steps.length - 1)
    }
    return true
  } catch {
    return false
  }
}
