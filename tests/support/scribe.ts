import { randomUUID } from 'node:crypto'
import type { Node } from '@tiptap/pm/model'
import { Transform } from '@tiptap/pm/transform'
import { type Document, evolve } from '@/lib/document/document'
import type { EventBody, RecordedEvent } from '@/lib/document/events'
import { stepsBetween } from '@/lib/document/restore'
import { type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import type { EventStore, NewEvent } from '@/server/event-store/event-store'

/** A document of paragraphs. */
export function paragraphs(...texts: string[]): Node {
  return schema.node(
    'doc',
    null,
    texts.map(text => schema.node('paragraph', null, text ? [schema.text(text)] : [])),
  )
}

/** Writes a document's events into a store, one after the other, at times of its own making. */
export class Scribe {
  readonly events: RecordedEvent[] = []
  state: Document | null = null
  /** When the next event is recorded; each one takes a second. */
  now = Date.parse('2026-01-01T10:00:00.000Z')
  author: string

  constructor(
    private readonly store: EventStore,
    readonly documentId: string = randomUUID(),
    author: string = randomUUID(),
  ) {
    this.author = author
  }

  get doc(): Node {
    return this.state!.doc
  }

  create(title = 'Untitled', doc = paragraphs('')): Promise<RecordedEvent> {
    return this.record({ type: 'DocumentCreated', data: { title, doc: doc.toJSON() as NodeJSON } })
  }

  edit(change: (transform: Transform) => void): Promise<RecordedEvent> {
    const transform = new Transform(this.doc)
    change(transform)
    return this.record({ type: 'ContentEdited', data: { steps: transform.steps.map(stepJSON), origin: 'typed' } })
  }

  type(text: string, at = this.doc.content.size - 1): Promise<RecordedEvent> {
    return this.edit(transform => transform.insert(at, schema.text(text)))
  }

  async restore(revision: number): Promise<RecordedEvent> {
    let past: Document | null = null
    for (const event of this.events.slice(0, revision)) past = evolve(past, event)
    const steps = stepsBetween(this.doc, past!.doc).map(stepJSON)
    return await this.record({ type: 'RevisionRestored', data: { steps, restoredFrom: revision } })
  }

  name(revision: number, name: string | null): Promise<RecordedEvent> {
    return this.record({ type: 'VersionNamed', data: { revision, name } })
  }

  async record(body: EventBody): Promise<RecordedEvent> {
    const event = this.next(body)
    const [positions] = await this.store.append([[event]])
    if (!positions) throw new Error('Somebody else wrote to the document')
    return this.recorded(event, positions[0]!)
  }

  /** An event as it would be appended next. */
  next(body: EventBody): NewEvent {
    this.now += 1_000
    const revision = (this.state?.revision ?? 0) + 1
    return {
      documentId: this.documentId,
      revision,
      schemaVersion,
      commandId: revision === 1 ? this.documentId : randomUUID(),
      baseRevision: revision - 1,
      authorId: this.author,
      via: 'browser',
      recordedAt: new Date(this.now).toISOString(),
      ...body,
    }
  }

  recorded(event: NewEvent, position: string): RecordedEvent {
    const recorded = { ...event, position } as RecordedEvent
    this.events.push(recorded)
    this.state = evolve(this.state, recorded)
    return recorded
  }
}
