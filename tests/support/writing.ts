import { randomUUID } from 'node:crypto'
import type { Command } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import { defaultLimits } from '@/lib/document/limits'
import type { NodeJSON } from '@/lib/document/schema'
import type { Outcome, Sender } from '@/server/documents'
import type { EventStore } from '@/server/event-store/event-store'
import { GroupCommit } from '@/server/group-commit'
import { History } from '@/server/history'
import { MemorySnapshotStore } from '@/server/snapshots'
import { Writers, type WritersDependencies } from '@/server/writers'
import { ids, wish } from './deciding'
import { FaultyStore } from './faulty-store'
import { paragraphs } from './scribe'

export const anna: Sender = { authorId: ids.anna, via: 'browser' }
export const ben: Sender = { authorId: ids.ben, via: 'browser' }

/** One process that writes: its writers over a log, and everything that it told. */
export class Office {
  readonly writers: Writers
  readonly told: RecordedEvent[] = []
  readonly errors: unknown[] = []

  constructor(
    readonly store: EventStore = new FaultyStore(),
    more: Partial<WritersDependencies> = {},
    snapshots = new MemorySnapshotStore(),
  ) {
    this.writers = new Writers({
      store,
      snapshots,
      history: new History(store, snapshots),
      commit: new GroupCommit(store),
      limits: defaultLimits,
      now: () => new Date(),
      allows: () => true,
      onCommitted: (_, events) => this.told.push(...events),
      onError: error => this.errors.push(error),
      snapshotEvery: 500,
      maxDocuments: 100,
      ...more,
    })
  }

  submit(command: Command, sender = anna): Promise<Outcome> {
    return this.writers.submit(command, sender)
  }

  /** A document whose one paragraph says `text`. */
  async create(documentId: string = ids.document, text = ''): Promise<void> {
    const content = paragraphs(text).toJSON() as NodeJSON
    const outcome = await this.writers.create({ documentId, title: 'Plans', content }, anna)
    if ('refusal' in outcome) throw new Error(outcome.refusal.message)
  }
}

/** A command that types at the beginning of the document. */
export function typing(text: string, baseRevision = 1, more: object = {}): Command {
  const steps = [{ stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text }] } }]
  return wish({ type: 'EditContent', baseRevision, commandId: randomUUID(), steps, ...more })
}

export function renaming(title: string, baseRevision = 1, more: object = {}): Command {
  return wish({ type: 'RenameDocument', baseRevision, commandId: randomUUID(), title, ...more })
}

/** The code of a refusal, or the revision of the event. */
export const answer = (outcome: Outcome) => ('refusal' in outcome ? outcome.refusal.code : outcome.event.revision)

/** Sends a command as a client does: the same again, until it knows. */
export async function insist(submit: () => Promise<Outcome>): Promise<Outcome> {
  while (true) {
    const outcome = await submit()
    if (!('refusal' in outcome) || outcome.refusal.retryInMs === undefined) return outcome
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

export const log = (store: EventStore, documentId: string = ids.document) =>
  store.read(documentId, 1, { events: 1_000_000 })

/** @throws where the log of a document isn't 1, 2, 3 … with every command once */
export async function soundLog(store: EventStore, documentId: string = ids.document): Promise<RecordedEvent[]> {
  const events = await log(store, documentId)
  const commands = new Set(events.map(({ authorId, commandId }) => `${authorId} ${commandId}`))
  if (commands.size !== events.length) throw new Error('A command stands twice in the log')
  events.forEach(({ revision }, i) => {
    if (revision !== i + 1) throw new Error(`Revision ${revision} at place ${i + 1}`)
  })
  return events
}
