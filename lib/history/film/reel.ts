import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { schema } from '@/lib/document/schema'
import { decodePage } from '../pages/decode'
import type { FilmData, Keyframe } from './data'

/** So many revisions after one another are kept as a document, for going back. */
const keepEvery = 250

/** All that a film shows, at any of its revisions. */
export class Reel {
  private readonly kept = new Map<number, Document>()
  private readonly pages: (RecordedEvent[] | null)[]
  private last: Document

  constructor(private readonly data: FilmData) {
    this.pages = data.pages.map(() => null)
    this.last = this.documentOf(data.keyframes[0]!)
    for (const keyframe of data.keyframes) this.kept.set(keyframe.revision, this.documentOf(keyframe))
  }

  event(revision: number): RecordedEvent | null {
    const { starts } = this.data
    let page = starts.length - 1
    while (page >= 0 && starts[page]! > revision) page--
    if (page < 0) return null
    this.pages[page] ??= decodePage(this.data.pages[page]!)
    return this.pages[page]![revision - starts[page]!] ?? null
  }

  /** When a revision was recorded. */
  timeOf(revision: number): string {
    return this.event(revision)?.recordedAt ?? this.data.keyframes[0]!.recordedAt
  }

  /** The document at a revision. */
  at(revision: number): Document {
    let document = this.last.revision <= revision ? this.last : this.kept.get(this.data.from)!
    for (const [at, kept] of this.kept) if (at <= revision && at > document.revision) document = kept
    while (document.revision < revision) {
      const next = document.revision + 1
      // What was taken out for good is followed by the document as it was then.
      document = this.kept.get(next) ?? evolve(document, this.event(next)!)
      if (next % keepEvery === 0) this.kept.set(next, document)
    }
    this.last = document
    return document
  }

  private documentOf({ revision, title, recordedAt, doc }: Keyframe): Document {
    const { documentId } = this.data
    return { documentId, revision, ownerId: '', title, doc: schema.nodeFromJSON(doc), status: 'live', recordedAt }
  }
}
