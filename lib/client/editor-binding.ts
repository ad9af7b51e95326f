import type { Node } from '@tiptap/pm/model'
import { Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { type Mapping, ReplaceStep, type Step } from '@tiptap/pm/transform'
import type { Origin } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import type { Batch } from '@/lib/replica/batch'
import type { Change } from '@/lib/replica/change'
import type { Making } from '@/lib/replica/making'
import { touches } from '@/lib/replica/touches'
import type { DocumentSession } from './document-session'
import { inParts } from './parts'
import { commandLimits, type DocumentView } from './session-options'
import { type LocalEdit, type Taking, takingMeta, UndoHistory } from './undo/undo-history'

/** On transactions that bring in what isn't the writer's own doing. Nothing may answer them by writing. */
export const remoteMeta = 'remote'
/** Whose doing it is. */
export type Remote = { authorIds: readonly string[] }

/** On transactions whose steps were worked out and not written by hand: what they do, and what they bring or take back. */
export const makingMeta = 'making'

/** What the writer did since it was last taken. */
type Local = { edits: LocalEdit[]; taken: boolean }

const localKey = new PluginKey<Local>('local-edits')

/** The collecting of local edits. */
export function collaborationPlugin(): Plugin {
  return new Plugin<Local>({
    key: localKey,
    state: {
      init: () => ({ edits: [], taken: true }),
      apply(tr, value, before) {
        if (!tr.docChanged || tr.getMeta(remoteMeta)) return value
        const edit = localEdit(tr, before)
        return { edits: value.taken ? [edit] : [...value.edits, edit], taken: false }
      },
    },
  })
}

function localEdit(tr: Transaction, before: EditorState): LocalEdit {
  const cause = tr.getMeta('appendedTransaction') as Transaction | undefined
  const parts = tr.steps.map((step, i) => inParts({ step, before: tr.docs[i]! }, commandLimits.maxBytes))
  const steps = parts.flat()
  const taking = (tr.getMeta(takingMeta) as Taking | undefined) ?? null
  return {
    steps,
    after: tr.doc,
    maps: steps.map(({ step }) => step.getMap()),
    selection: before.selection.getBookmark(),
    origin: originOf(tr, cause),
    ...(tr.getMeta(makingMeta) as Making | undefined),
    // A part of an opposite is the opposite of nothing.
    taking: taking && {
      ...taking,
      undoes: parts.flatMap((part, i) => part.map(() => (part.length === 1 ? taking.undoes[i] : undefined))),
    },
    time: tr.time,
    composition: tr.getMeta('composition'),
    appended: cause !== undefined,
    apart: tr.getMeta('apart') === true,
    unrecorded: [tr, cause].some(each => each?.getMeta('addToHistory') === false),
  }
}

function originOf(tr: Transaction, cause: Transaction | undefined): Origin {
  const declared = tr.getMeta('origin') as Origin | undefined
  if (declared) return declared
  const taking = (tr.getMeta(takingMeta) ?? cause?.getMeta(takingMeta)) as Taking | undefined
  if (taking) return taking.redo ? 'redone' : 'undone'
  const event = tr.getMeta('uiEvent') as string | undefined
  return event === 'paste' ? 'pasted' : event === 'drop' ? 'dropped' : 'typed'
}

/** Where an editor's state lives: an EditorView, or a plain state in tests. */
export interface EditorHost {
  readonly state: EditorState
  readonly composing: boolean
  /** Takes in what the writer has done that isn't in the state yet. */
  catchUp(): void
  dispatch(tr: Transaction): void
  /** Shows another document from scratch: new state, no undo. */
  replaceDocument(doc: Node): void
}

/** Binds an editor to a session: what the writer does goes out, what's recorded comes in, in the shape that undo needs. */
export class EditorBinding implements DocumentView {
  private readonly history = new UndoHistory()
  readonly detach: () => void

  constructor(
    private readonly host: EditorHost,
    private readonly session: DocumentSession,
  ) {
    this.detach = session.attach(this)
    if (session.doc) host.replaceDocument(session.doc)
  }

  /** How often one can undo, and redo. */
  get undoable(): number {
    return this.history.undoable
  }
  get redoable(): number {
    return this.history.redoable
  }

  /** Adds to an empty transaction what takes back the writer's last edit. @returns whether there was one */
  undo(tr: Transaction): boolean {
    return this.history.take(tr, false)
  }
  redo(tr: Transaction): boolean {
    return this.history.take(tr, true)
  }

  /** Hands the session what the writer did; to be called after every dispatch. */
  takeLocal(): void {
    const local = localKey.getState(this.host.state)
    if (!local || local.taken) return
    local.taken = true
    for (const edit of local.edits) {
      const undoes = this.history.commandsOf(edit).flatMap(id => this.session.commandsOf(id))
      const { origin, source } = edit
      const making: Making = {
        origin,
        ...(undoes.length > 0 && { undoes }),
        ...(source && { source }),
      }
      const commandId = this.session.edit(edit.steps, edit.after, making)
      if (commandId) this.history.did(edit, commandId, stepsIn(this.session.unconfirmed))
      else this.history.corrected(edit.maps)
    }
  }

  /** While a writer composes (input methods, dead keys), nothing may touch the block that's being composed in. */
  mustWait(events: readonly RecordedEvent[]): boolean {
    this.host.catchUp()
    if (!this.host.composing) return false
    const { $head } = this.host.state.selection
    const { replica } = this.session
    if (!replica || $head.depth === 0) return false
    return touches(replica, events, replica.toConfirmed($head.before()), replica.toConfirmed($head.after(), 1))
  }

  apply(change: Change): void {
    this.takeLocal()
    const tr = this.host.state.tr
    const marks = this.host.state.storedMarks
    if (replay(tr, change)) {
      tr.setMeta('addToHistory', false).setMeta(remoteMeta, { authorIds: change.authorIds } satisfies Remote)
      holdSelection(tr, this.host.state.selection)
      if (marks && tr.selection.empty) tr.setStoredMarks(marks)
      this.history.changed(change, tr)
      this.host.dispatch(tr)
    } else this.history.clear()
    this.correct(change.doc)
  }

  reset(doc: Node): void {
    this.history.clear()
    this.host.replaceDocument(doc)
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
    const differs = tr.maybeStep(new ReplaceStep(start, end.a + overlap, slice)).failed || !tr.doc.eq(doc)
    const whole = () => this.host.state.tr.step(new ReplaceStep(0, current.content.size, new Slice(doc.content, 0, 0)))
    const corrected = differs ? whole() : tr
    this.history.corrected(corrected.mapping.maps)
    this.host.dispatch(corrected.setMeta('addToHistory', false).setMeta(remoteMeta, { authorIds: [] } satisfies Remote))
  }
}

/** What others insert at the writer's caret comes after it: the caret stays with the writer's own words. */
function holdSelection(tr: Transaction, selection: Selection): void {
  if (!(selection instanceof TextSelection)) {
    holdOther(tr, selection)
    return
  }
  const $anchor = tr.doc.resolve(tr.mapping.map(selection.anchor, -1))
  const $head = tr.doc.resolve(tr.mapping.map(selection.head, -1))
  const held = TextSelection.between($anchor, $head, -1)
  if (!held.eq(tr.selection)) tr.setSelection(held)
}

/** A selected node that others took away is found no more, and ProseMirror throws where it looks for it. */
function holdOther(tr: Transaction, selection: Selection): void {
  try {
    selection.map(tr.doc, tr.mapping)
  } catch {
    const near = Math.min(tr.mapping.map(selection.from), tr.doc.content.size)
    tr.setSelection(Selection.near(tr.doc.resolve(near)))
  }
}

function stepsIn(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + ('steps' in batch ? batch.steps.length : 0), 0)
}

type Mirrored = Mapping & { setMirror(a: number, b: number): void }
type Extended = Transaction & { addStep(step: Step, doc: Node): void }

/**
 * Adds a change to a transaction. Where the view shows what the replica believes, it takes over the replica's documents as well:
 * nothing is worked out twice, and the two go on sharing all their nodes.
 */
function replay(tr: Transaction, { undone, recorded, redone, before, docs }: Change): boolean {
  try {
    const mapping = tr.mapping as Mirrored
    const shared = tr.doc === before || tr.doc.eq(before)
    const steps = [...undone.map(step => ({ step, mirror: null })), ...recorded, ...redone]
    for (const [i, { step, mirror }] of steps.entries()) {
      if (shared) (tr as Extended).addStep(step, docs[i]!)
      else tr.step(step)
      if (mirror !== null) mapping.setMirror(mirror, i)
    }
    return true
  } catch {
    return false
  }
}
