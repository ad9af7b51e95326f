import type { Node } from '@tiptap/pm/model'
import { checkWhole, hasMoreNodes } from '@/lib/document/check'
import type { Command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import { evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { refuse } from '@/lib/document/refusal'
import { emptyDoc, schema, schemaVersion } from '@/lib/document/schema'
import { DamagedLog } from './damage'
import type { CurrentDocument, Documents, NewDocument, Outcome, Sender } from './documents'
import type { NewEvent } from './event-store/event-store'
import { breath, deferred, within } from './promises'
import { sizeOf } from './size'
import type { SnapshotStore } from './snapshots'
import { Tail } from './tail'
import { Waiting, type WaitingLimits } from './waiting'
import { Weights, weightOf } from './weights'
import { Writer } from './writer'
import type { WriterDependencies } from './writer-dependencies'

export type WritersDependencies = WriterDependencies & {
  snapshots: SnapshotStore
  /** Snapshots are taken every so many revisions. */
  snapshotEvery: number
  /** How many documents may rest in memory; those in use stay beyond it. */
  maxDocuments: number
  /** How heavy they may be all together, in bytes; the same. */
  maxBytes?: number
  /** How much may wait for the log at once. */
  waiting?: WaitingLimits
}

/** `quarantinedFrom`: the document ends before that revision for now, and nobody may write. */
type Loaded = { writer: Writer; historyEpoch: number; quarantinedFrom?: number }

const halfASecond = 500

/** The documents of this process, each with its one writer; the least recently used ones leave memory first. */
export class Writers implements Documents {
  private readonly loaded = new Map<string, Promise<Loaded | null>>()
  private readonly weights = new Weights()
  /** When the log was last asked: all that it had then is here. */
  private readonly seenAt = new WeakMap<Writer, number>()
  private readonly writerDeps: WriterDependencies
  private readonly waiting: Waiting

  constructor(private readonly deps: WritersDependencies) {
    this.waiting = new Waiting(deps.waiting)
    this.writerDeps = { ...deps, onCommitted: (document, events) => this.onCommitted(document, events) }
  }

  async create(wish: NewDocument, sender: Sender): Promise<Outcome> {
    const { documentId, title, source } = wish
    const { limits } = this.deps
    // What is large is looked at in several goes.
    await breath()
    if (wish.content && hasMoreNodes(wish.content, limits.nodes)) return tooLarge()
    let doc = emptyDoc()
    try {
      if (wish.content) doc = schema.nodeFromJSON(wish.content)
      if (wish.content) await breath()
      if (doc.type !== schema.topNodeType) throw new RangeError('A document begins with doc')
      checkWhole(doc, limits)
      if (doc.content.size > limits.characters) return tooLarge()
      if (wish.content) await breath()
    } catch (error) {
      return refuse('invalid_steps', `Unreadable content: ${error instanceof Error ? error.message : 'unknown'}`)
    }
    const event: NewEvent = {
      documentId,
      revision: 1,
      schemaVersion,
      commandId: documentId,
      baseRevision: 0,
      authorId: sender.authorId,
      via: sender.via,
      recordedAt: this.deps.now().toISOString(),
      type: 'DocumentCreated',
      data: { title, doc: doc.toJSON(), ...(source && { source }) },
    }
    const size = sizeOf(event)
    await breath()
    return this.waiting.admit(size, () => this.append(event, doc, sender))
  }

  async submit(command: Command, sender: Sender): Promise<Outcome> {
    return this.waiting.admit(sizeOf(command), async () => {
      const loaded = await this.load(command.documentId)
      if (!loaded) return refuse('not_found', 'There is no such document.')
      if (loaded.quarantinedFrom === undefined) return loaded.writer.submit(command, sender)
      return refuse('forbidden', 'This document is damaged and can only be read until it is repaired.')
    })
  }

  async current(documentId: string, revision?: number): Promise<CurrentDocument | null> {
    const loaded = await this.fresh(documentId, revision)
    if (!loaded || loaded.writer.document.status === 'deleted') return null
    const { writer, ...more } = loaded
    return { ...writer.document, ...more }
  }

  /** The document is another one in the log than before: whoever asks next gets it from there. */
  forget(documentId: string): void {
    this.loaded.delete(documentId)
    this.weights.drop(documentId)
  }

  /** How many documents rest in memory. */
  get size(): number {
    return this.loaded.size
  }

  /** Waits until nothing is on its way to the disk, at most a few seconds. */
  async settled(): Promise<void> {
    for (
      const giveUpAt = performance.now() + 5_000;
      performance.now() < giveUpAt;
      await within(20, new Promise(() => {}))
    ) {
      const all = await Promise.all([...this.loaded.values()].map(loading => loading.catch(() => null)))
      if (all.every(loaded => !loaded || loaded.writer.settled)) return
    }
  }

  /** The writer of a document; null where there's no such document. Rejects while the log can't be reached. */
  async load(documentId: string): Promise<Loaded | null> {
    let loading = this.loaded.get(documentId)
    if (!loading) {
      loading = this.read(documentId)
      this.loaded.set(documentId, loading)
      const forget = () => {
        if (this.loaded.get(documentId) === loading) this.forget(documentId)
      }
      loading.then(loaded => {
        if (!loaded) return forget()
        this.weigh(loaded.writer.document)
        this.makeRoom()
      }, forget)
    } else {
      // Used again: it moves to the young end.
      this.loaded.delete(documentId)
      this.loaded.set(documentId, loading)
    }
    return loading
  }

  /**
   * The same, with all that the log has by now; of documents that are open, which are looked after, and where a revision
   * of the past is asked for, with all that it had half a second ago.
   */
  async fresh(documentId: string, revision = Number.POSITIVE_INFINITY): Promise<Loaded | null> {
    const now = performance.now()
    const loaded = await this.load(documentId)
    if (!loaded || loaded.writer.readers > 0) return loaded
    const { writer } = loaded
    // What was read from the log since we were asked has all that there was then.
    if (this.seenAt.get(writer)! >= (revision <= writer.document.revision ? now - halfASecond : now)) return loaded
    await writer.catchUp()
    this.seenAt.set(writer, now)
    return loaded
  }

  private async read(documentId: string): Promise<Loaded | null> {
    const seenAt = performance.now()
    const head = await this.deps.store.head(documentId)
    if (!head) return null
    const { revision, ...more } = head
    const document = await this.deps.history.documentAt(documentId, revision)
    if (!document) {
      const last = await this.deps.history.documentAt(documentId)
      throw new DamagedLog(documentId, (last?.revision ?? 0) + 1, 'The log has no such revision')
    }
    const writer = new Writer(document, new Tail(documentId, revision), this.writerDeps)
    this.seenAt.set(writer, seenAt)
    return { writer, ...more }
  }

  private async append(event: NewEvent, doc: Node, sender: Sender): Promise<Outcome> {
    const { documentId } = event
    const outcome = deferred<RecordedEvent | null>()
    this.deps.commit.schedule({
      take: () => [event],
      committed: ([position]) => outcome.resolve({ ...event, position: position! }),
      lost: () => outcome.resolve(null),
      unknown: error => {
        this.deps.onError(error, documentId)
        outcome.resolve(null)
      },
    })
    const made = await outcome.promise
    if (made) this.onCommitted(evolve(null, made, doc), [made])
    return made ? { event: made } : this.madeBefore(documentId, sender)
  }

  // Without an answer from the log it may have been made or not: reading tells.
  private async madeBefore(documentId: string, sender: Sender): Promise<Outcome> {
    try {
      const [first] = await this.deps.store.read(documentId, 1, { events: 1 })
      if (!first) return refuse('busy', 'The log cannot be reached right now. Try again.', { retryInMs: 1_000 })
      if (first.authorId === sender.authorId) return { event: first }
      return refuse('bad_request', 'This id is taken. Choose another one.')
    } catch (error) {
      this.deps.onError(error, documentId)
      return refuse('busy', 'The log cannot be reached right now. Try again.', { retryInMs: 1_000 })
    }
  }

  private onCommitted(document: Document, events: RecordedEvent[]): void {
    const { documentId, revision } = document
    this.weigh(document)
    try {
      this.deps.onCommitted(document, events)
    } catch (error) {
      this.deps.onError(error, documentId)
    }
    if (
      Math.floor(revision / this.deps.snapshotEvery) === Math.floor((events[0]!.revision - 1) / this.deps.snapshotEvery)
    )
      return
    this.deps.snapshots.save(document).catch(error => this.deps.onError(error, documentId))
  }

  private weigh(document: Document): void {
    const { documentId } = document
    if (this.loaded.has(documentId)) this.weights.put(documentId, weightOf(document))
  }

  private get isFull(): boolean {
    const { maxDocuments, maxBytes = Number.POSITIVE_INFINITY } = this.deps
    return this.loaded.size > maxDocuments || this.weights.total > maxBytes
  }

  // The longest unused first; the last one was asked for just now.
  private makeRoom(): void {
    for (const [documentId, loading] of [...this.loaded].slice(0, this.isFull ? -1 : 0)) {
      void loading.then(
        loaded => {
          if (loaded?.writer.idle && this.isFull && this.loaded.get(documentId) === loading) this.forget(documentId)
        },
        () => {},
      )
    }
  }
}

function tooLarge(): Outcome {
  return refuse('document_too_large', 'That is more than one document takes. Split it into several.')
}
