import { schemaVersion } from '@/lib/document/schema'
import type { Batch } from '@/lib/replica/batch'
import { randomId } from '@/lib/replica/command-ids'
import type { Replica } from '@/lib/replica/replica'
import { editsIn, keptBatch } from './kept-batch'
import type { KeptBatch, OutboxRecord, OutboxStore } from './outbox-store'

export type Kept = {
  /** What is unconfirmed, where it's known. */
  replica: Replica | null
  historyEpoch: number
}

/** What a page finds when it takes its place in the outbox of a document. */
export type Claim = {
  outbox: Outbox
  /** Its own commands from before, to be taken up again. */
  record: OutboxRecord | null
  /** What can't be taken up by it: another author's, or of another version. */
  unfit: { record: OutboxRecord; reason: 'other_author' | 'older_version' }[]
}

/**
 * One replica's place in the outbox: keeps its unconfirmed commands on the device. While one write is under way the next
 * gathers; only batches that changed are written again.
 */
export class Outbox {
  private written = { revision: -1, marks: [] as string[] }
  private saving: Promise<void> | null = null
  private dirty = false
  private closed = false

  private constructor(
    private readonly store: OutboxStore,
    private readonly who: { documentId: string; authorId: string },
    readonly replicaId: string,
    private release: (() => void) | null,
  ) {}

  /** Takes up what this author left behind in this document, unless another page has it in hand. */
  static async claim(store: OutboxStore, who: { documentId: string; authorId: string }): Promise<Claim> {
    let mine: { record: OutboxRecord; release: () => void } | null = null
    const unfit: Claim['unfit'] = []
    for (const record of await store.records()) {
      if (record.documentId !== who.documentId) continue
      const release = await store.hold(record.replicaId)
      if (!release) continue
      const reason =
        record.authorId !== who.authorId
          ? 'other_author'
          : record.schemaVersion !== schemaVersion
            ? 'older_version'
            : null
      if (!reason && !mine) {
        mine = { record, release }
        continue
      }
      release()
      if (reason) unfit.push({ record, reason })
    }
    if (!mine) return { outbox: await Outbox.fresh(store, who), record: null, unfit }
    return { outbox: new Outbox(store, who, mine.record.replicaId, mine.release), record: mine.record, unfit }
  }

  /** A place of one's own, with nothing in it. */
  static async fresh(store: OutboxStore, who: { documentId: string; authorId: string }): Promise<Outbox> {
    const replicaId = randomId()
    return new Outbox(store, who, replicaId, await store.hold(replicaId))
  }

  /**
   * Something changed.
   * @param source what to keep, asked when the write begins
   * @param tell hears how many edits the device holds once they are written, or why they aren't
   * @returns when that was told
   */
  save(source: () => Kept, tell: (kept: number, error: unknown) => void): Promise<void> {
    if (this.closed) return Promise.resolve()
    this.dirty = true
    this.saving ??= this.run(source, tell)
    return this.saving
  }

  /** The batches that the device doesn't hold as they are now. */
  unwritten(batches: readonly Batch[]): Batch[] {
    return batches.filter((batch, i) => this.written.marks[i] !== markOf(batch))
  }

  /** Gives the place back, after what's being written; what rests there waits for whoever comes next. */
  async close(): Promise<void> {
    await this.saving
    this.closed = true
    this.release?.()
    this.release = null
  }

  private async run(source: () => Kept, tell: (kept: number, error: unknown) => void): Promise<void> {
    while (this.dirty) {
      this.dirty = false
      try {
        const kept = await this.write(source())
        if (kept !== null) tell(kept, null)
      } catch (error) {
        this.written = { revision: -1, marks: [] }
        tell(0, error)
      }
    }
    // In the same turn as the last look at `dirty`: whoever comes later begins a write of their own.
    this.saving = null
  }

  private async write({ replica, historyEpoch }: Kept): Promise<number | null> {
    if (!replica) return null
    const batches = replica.unconfirmed
    const { revision } = replica.confirmed
    const marks = batches.map(markOf)
    const moved = revision !== this.written.revision
    const changed = new Map<number, KeptBatch>()
    batches.forEach((batch, i) => {
      if (moved || marks[i] !== this.written.marks[i]) changed.set(i, keptBatch(batch))
    })
    if (changed.size === 0 && marks.length === this.written.marks.length) return null
    const edits = editsIn(batches)
    const header = { ...this.who, replicaId: this.replicaId, schemaVersion, historyEpoch, revision }
    await this.store.write({ ...header, savedAt: Date.now() }, changed, marks.length)
    this.written = { revision, marks }
    return edits
  }
}

// A batch that isn't sent only grows, or is rewritten when the revision moves.
function markOf(batch: Batch): string {
  return `${batch.commandId} ${batch.sent !== null} ${'steps' in batch ? batch.steps.length : ''}`
}
