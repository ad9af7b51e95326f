import type { Node } from '@tiptap/pm/model'
import { EditorState, type Transaction } from '@tiptap/pm/state'
import { DocumentSession } from '@/lib/client/document-session'
import { collaborationPlugin, EditorBinding, type EditorHost } from '@/lib/client/editor-binding'
import type { SessionOptions } from '@/lib/client/session-options'
import { checkWhole } from '@/lib/document/check'
import { defaultLimits } from '@/lib/document/limits'
import { emptyDoc } from '@/lib/document/schema'
import { habits, isValid, jump } from '../habits'
import type { Random } from '../random'

/** A person at an editor without a screen: session, undo history and the habits of a restless writer. */
export class WorldWriter implements EditorHost {
  state = EditorState.create({ doc: emptyDoc(), plugins: [collaborationPlugin()] })
  composing = false
  readonly session: DocumentSession
  readonly binding: EditorBinding
  /** Words that were typed, each once, in order. */
  readonly words: string[] = []

  constructor(
    readonly name: string,
    private readonly random: Random,
    options: SessionOptions,
  ) {
    this.session = new DocumentSession(options)
    this.binding = new EditorBinding(this, this.session)
    this.session.start()
  }

  catchUp(): void {}

  dispatch(tr: Transaction): void {
    this.state = this.state.apply(tr)
  }

  replaceDocument(doc: Node): void {
    this.state = EditorState.create({ doc, plugins: [collaborationPlugin()] })
  }

  /** Does something that a writer might do, if it's possible where the caret happens to be. */
  act(): void {
    if (this.session.state.phase !== 'open' || this.session.state.trashed) return
    this.dispatch(this.state.tr.setSelection(jump(this.state.doc, this.random)))
    const dice = this.random.below(habits.length + 6)
    if (dice < 3) this.typeWord()
    else if (dice < 5) this.undo()
    else if (dice < 6) this.redo()
    else {
      const tr = habits[dice - 6]!(this.state, this.random)
      if (tr && isValid(tr, doc => checkWhole(doc, defaultLimits))) this.dispatch(tr)
    }
    this.binding.takeLocal()
  }

  undo(): this {
    const { tr } = this.state
    if (this.binding.undo(tr)) this.dispatch(tr)
    this.binding.takeLocal()
    return this
  }

  redo(): this {
    const { tr } = this.state
    if (this.binding.redo(tr)) this.dispatch(tr)
    this.binding.takeLocal()
    return this
  }

  /** Types a word that nobody else types, so that it can be found again. */
  private typeWord(): void {
    const word = `«${this.name}${this.words.length}»`
    const { $from } = this.state.selection
    if (!$from.parent.isTextblock) return
    this.words.push(word)
    // Keystroke by keystroke, so that others' edits can come between.
    for (const letter of word) this.dispatch(this.state.tr.insertText(letter))
  }
}
