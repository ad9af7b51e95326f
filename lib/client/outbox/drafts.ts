import type { Batch } from '@/lib/replica/batch'
import { randomId } from '@/lib/replica/command-ids'
import { keptBatch } from './kept-batch'
import type { Draft, DraftReason, KeptBatch, OutboxRecord, OutboxStore } from './outbox-store'
import { writtenText } from './written-text'

// Keystrokes that lose their place one after the other are one piece of text to their author.
const gatherMs = 5_000

/** Words of one document that couldn't be stored where they were meant, kept until their author lets them go. */
export class Drafts {
  private drafts: readonly Draft[] = []

  constructor(
    private readonly store: OutboxStore | null,
    private readonly who: { documentId: string; authorId: string },
    private readonly now: () => number,
    private readonly changed: (drafts: readonly Draft[]) => void,
  ) {}

  /** Reads what rests on the device, and shows what outboxes hold that nobody can send. */
  async load(unfit: readonly { record: OutboxRecord; reason: DraftReason }[]): Promise<void> {
    const kept = (await this.store?.drafts(this.who.documentId)) ?? []
    this.set([...kept, ...unfit.map(({ record, reason }) => draftOf(record, reason))])
  }

  add(text: string, reason: DraftReason): void {
    if (text.trim() === '') return
    const now = this.now()
    const last = this.drafts.at(-1)
    const joins = last?.reason === reason && now - last.madeAt < gatherMs
    const draft: Draft = joins
      ? { ...last, text: last.text + text, madeAt: now }
      : { ...this.who, id: randomId(), text, reason, madeAt: now }
    this.set([...this.drafts.filter(({ id }) => id !== draft.id), draft])
    // Where the device keeps nothing it's still shown; that nothing is kept was said.
    this.store?.saveDraft(draft).catch(() => {})
  }

  /** What an outbox holds, shown under its own id, so that it's shown once. */
  offer(replicaId: string, batches: readonly Batch[], reason: DraftReason): void {
    const draft = { ...this.who, id: replicaId, text: textOf(batches), reason, madeAt: this.now() }
    this.set([...this.drafts.filter(({ id }) => id !== replicaId), draft])
  }

  letGo(id: string): void {
    this.set(this.drafts.filter(draft => draft.id !== id))
    // A draft that stands for an outbox has its id.
    Promise.all([this.store?.removeDraft(id), this.store?.remove(id)]).catch(() => {})
  }

  private set(drafts: readonly Draft[]): void {
    this.drafts = drafts.filter(({ text }) => text !== '')
    this.changed(this.drafts)
  }
}

/** The words in batches, for offering them back. */
export function textOf(batches: readonly (KeptBatch | Batch)[]): string {
  const kept = batches.map(batch => ('steps' in batch && isLive(batch) ? keptBatch(batch) : batch) as KeptBatch)
  const steps = kept.flatMap(batch => ('steps' in batch ? batch.steps.map(({ step }) => step) : []))
  const titles = kept.flatMap(batch =>
    'wish' in batch && batch.wish.type === 'RenameDocument' ? [batch.wish.title] : [],
  )
  try {
    return [...titles, writtenText(steps)].filter(text => text !== '').join('\n')
  } catch {
    // Steps of another version of the schema: their letters, as they came.
    return [...titles, lettersIn(steps)].join('\n')
  }
}

function draftOf(record: OutboxRecord, reason: DraftReason): Draft {
  const { replicaId: id, documentId, authorId, savedAt: madeAt } = record
  return { id, documentId, authorId, text: textOf(record.batches), reason, madeAt }
}

function isLive(batch: KeptBatch | Batch): batch is Batch {
  return 'steps' in batch && batch.steps[0] !== undefined && 'before' in batch.steps[0]
}

function lettersIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(lettersIn).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { text, ...rest } = value as { text?: unknown }
  return (typeof text === 'string' ? text : '') + Object.values(rest).map(lettersIn).join('')
}
