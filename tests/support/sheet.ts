import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { stepsBetween } from '@/lib/document/restore'
import { type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { Weave } from '@/lib/history/weave/weave'
import { weaveEvent } from '@/lib/history/weave/weaver'
import type { NewEvent } from '@/server/event-store/event-store'
import { ids } from './deciding'
import { paragraphs } from './scribe'

/** A document of paragraphs that some people edit by turns, and its weave. Carl makes it. */
export class Sheet {
  readonly weave = new Weave()
  /** The document at each revision. */
  readonly docs: Node[] = []
  doc: Node

  constructor(...texts: string[]) {
    this.doc = paragraphs(...texts)
    this.take('carl', { type: 'DocumentCreated', data: { title: '', doc: this.doc.toJSON() as NodeJSON } })
  }

  edit(author: string, change: (transform: Transform) => unknown, origin = 'typed'): this {
    const transform = new Transform(this.doc)
    change(transform)
    this.doc = transform.doc
    return this.take(author, { type: 'ContentEdited', data: { steps: transform.steps.map(stepJSON), origin } })
  }

  /** Types behind a piece of text, or at the beginning of what's empty. */
  type(author: string, text: string, after: string): this {
    return this.edit(author, transform => transform.insert(this.at(after) + after.length, schema.text(text)))
  }

  erase(author: string, text: string): this {
    return this.edit(author, transform => transform.delete(this.at(text), this.at(text) + text.length))
  }

  /** Takes back the last edit. */
  undo(author: string): this {
    const steps = stepsBetween(this.doc, this.docs.at(-2)!)
    return this.edit(author, transform => steps.map(step => transform.step(step)), 'undone')
  }

  restore(author: string, revision: number): this {
    const steps = stepsBetween(this.doc, this.docs[revision]!).map(stepJSON)
    this.doc = this.docs[revision]!
    return this.take(author, { type: 'RevisionRestored', data: { steps, restoredFrom: revision } })
  }

  at(text: string): number {
    let at = -1
    this.doc.descendants((node, pos) => {
      if (at < 0 && node.isText && node.text!.includes(text)) at = pos + node.text!.indexOf(text)
    })
    if (at < 0) throw new Error(`There is no "${text}"`)
    return at
  }

  private take(authorId: string, body: object): this {
    const revision = this.weave.revision + 1
    const header = { documentId: ids.document, schemaVersion, commandId: 'c', baseRevision: revision - 1, via: 'api' }
    const recordedAt = new Date(revision * 1_000).toISOString()
    weaveEvent(this.weave, { ...header, revision, authorId, recordedAt, ...body } as NewEvent)
    this.docs[revision] = this.doc
    return this
  }
}
