import { Blocks, type UnreadBlock } from './blocks'
import { type Document, evolve, type RevisedEvent } from './document'
import { storedStep } from './steps'

type Standing = Omit<Document, 'doc'>

/**
 * A document going through many of its events. It comes to where `evolve` comes, event by event; but what the events don't
 * touch is neither read nor copied, and the document in between isn't built.
 */
export class Course {
  private constructor(
    private standing: Standing | null,
    private content: Blocks | null,
  ) {}

  /** @param document where it begins; null before the first event */
  static from(document: Document | null): Course {
    if (!document) return new Course(null, null)
    const { doc, ...standing } = document
    return new Course(standing, Blocks.of(doc))
  }

  static at(standing: Standing, content: Blocks): Course {
    return new Course(standing, content)
  }

  get revision(): number {
    return this.standing?.revision ?? 0
  }

  /** The document as it is now; null before the first event. */
  get document(): Document | null {
    return this.standing && { ...this.standing, doc: this.content!.doc }
  }

  get title(): string {
    return this.standing?.title ?? ''
  }

  /** The content's JSON, in parts. */
  get parts(): (string | UnreadBlock)[] {
    return this.content?.parts ?? ['null']
  }

  /** @throws RangeError when the event doesn't follow; then the course is of no use any more */
  take(event: RevisedEvent): void {
    const { standing, content } = this
    if (!standing || !content || event.type !== 'ContentEdited' || 'redacted' in event.data) this.evolve(event)
    else {
      if (event.revision !== standing.revision + 1)
        throw new RangeError(`Event ${event.revision} does not follow revision ${standing.revision}`)
      for (const step of event.data.steps)
        if (!content.apply(storedStep(step))) throw new RangeError('A recorded step does not fit the document')
      this.standing = { ...standing, revision: event.revision, recordedAt: event.recordedAt }
    }
  }

  private evolve(event: RevisedEvent): void {
    const { doc, ...standing } = evolve(this.document, event)
    if (doc !== this.content?.doc) this.content = Blocks.of(doc)
    this.standing = standing
  }
}
