import type { Step } from '@tiptap/pm/transform'
import type { Document } from '@/lib/document/document'
import { schema } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import type { Author } from '@/lib/protocol/people'
import type { Batch } from '@/lib/replica/batch'
import type { Replica } from '@/lib/replica/replica'
import type { Transport } from '../transport'
import { Drafts, textOf } from './drafts'
import { restoredBatches } from './kept-batch'
import { Outbox } from './outbox'
import { type Draft, type DraftReason, type OutboxRecord, type OutboxStore, OutboxTaken } from './outbox-store'
import { writtenText } from './written-text'

/** Whose edits are kept, and who hears of it. */
export type KeepingHost = {
  readonly replica: Replica | null
  readonly historyEpoch: number
  /** So many edits rest on the device; or it holds nothing, and why. */
  kept(edits: number, notKept: string | null): void
  drafts(drafts: readonly Draft[]): void
  /** Another page has taken over what rested on the device: it will be sent from there. */
  taken(): void
}

export type KeepingOptions = {
  /** null where this client keeps nothing (scripts): then drafts live as long as it does. */
  store: OutboxStore | null
  transport: Transport
  documentId: string
  now: () => number
}

/** What a session takes up again: its own unconfirmed commands, on the document that they stand on. */
export type TakenUp = { document: Document; batches: Batch[]; historyEpoch: number }

/** No answer about what was left behind: to be asked again. */
class NoAnswer extends Error {}

/** Keeps what a session couldn't store yet: commands in the outbox, and the words of those that never will be. */
export class Keeping {
  private outbox: Outbox | null = null
  private texts: Drafts | null = null
  private writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly options: KeepingOptions,
    private readonly host: KeepingHost,
  ) {}

  /**
   * Takes a place in the outbox, once.
   * @returns what was left behind there, if anything
   * @throws while that can't be told: no answer from the server
   */
  async takeUp({ authorId }: Author): Promise<TakenUp | null> {
    const { store, documentId, now } = this.options
    if (this.texts) return null
    const who = { documentId, authorId }
    const texts = new Drafts(store, who, now, drafts => this.host.drafts(drafts))
    try {
      const found = store && (await this.claim(store, who, texts))
      this.texts = texts
      return found
    } catch (error) {
      if (error instanceof NoAnswer) throw error
      this.texts = texts
      this.host.kept(0, messageOf(error))
      return null
    }
  }

  /** Something changed that must be kept. */
  save(): void {
    const tell = (kept: number, error: unknown) => {
      if (error instanceof OutboxTaken) this.handOver()
      else this.host.kept(kept, error === null ? null : messageOf(error))
    }
    const source = () => ({ replica: this.host.replica, historyEpoch: this.host.historyEpoch })
    this.writing = this.outbox?.save(source, tell) ?? Promise.resolve()
  }

  /** Resolves when what was saved last is written, or can't be. */
  written(): Promise<void> {
    return this.writing
  }

  /** Commands that will never be stored: their words are offered back. */
  dropped(batches: readonly Batch[], reason: DraftReason): void {
    this.texts?.add(textOf(batches), reason)
  }

  /** Steps that have lost their target. */
  lost(steps: readonly Step[]): void {
    this.texts?.add(writtenText(steps.map(stepJSON)), 'target_deleted')
  }

  /** Shows the words of commands that can't be sent as things are; they stay in the outbox, until their author lets them go. */
  offer(batches: readonly Batch[]): void {
    if (batches.length > 0 && this.outbox) this.texts?.offer(this.outbox.replicaId, batches, 'document_gone')
  }

  letGo(id: string): void {
    this.texts?.letGo(id)
  }

  /** Gives the place back; what rests there waits for whoever comes next. */
  async close(): Promise<void> {
    const { outbox } = this
    this.outbox = null
    this.texts = null
    await outbox?.close()
  }

  private async claim(store: OutboxStore, who: { documentId: string; authorId: string }, texts: Drafts) {
    const { outbox, record, unfit } = await Outbox.claim(store, who)
    let found: TakenUp | null = null
    try {
      found = record && (await this.restore(record))
    } catch (error) {
      await outbox.close()
      throw error
    }
    this.outbox = outbox
    if (record && !found) {
      // The record keeps its place, until its author lets go of what is in it.
      await outbox.close()
      this.outbox = await Outbox.fresh(store, who)
    }
    await texts.load(record && !found ? [...unfit, { record, reason: 'document_gone' }] : unfit)
    return found
  }

  /** @returns null where the document that the record stands on is out of reach for good, or another than it was */
  private async restore(record: OutboxRecord): Promise<TakenUp | null> {
    const { transport, documentId } = this.options
    const at = await transport.documentAt(documentId, record.revision).catch(error => {
      throw new NoAnswer('The document could not be read', { cause: error })
    })
    if (!at) return null
    try {
      const { revision, title, recordedAt } = at
      const doc = schema.nodeFromJSON(at.doc)
      const document: Document = { documentId, revision, ownerId: '', title, doc, status: 'live', recordedAt }
      return { document, batches: restoredBatches(record, document), historyEpoch: record.historyEpoch }
    } catch {
      return null
    }
  }

  private handOver(): void {
    const unwritten = this.outbox?.unwritten(this.host.replica?.unconfirmed ?? []) ?? []
    this.dropped(unwritten, 'replaced')
    void this.close()
    this.host.taken()
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : String(error)
}
