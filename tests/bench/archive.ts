import { randomUUID } from 'node:crypto'
import type { Node } from '@tiptap/pm/model'
import { schemaVersion } from '@/lib/document/schema'
import { type StepJSON, stepJSON } from '@/lib/document/steps'
import { commandIds } from '@/lib/replica/command-ids'
import { type Prisma, prismaClient } from '@/server/database/client'
import type { EventStore, NewEvent } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { PostgresSnapshotStore, type SnapshotStore, snapshotEvery } from '@/server/snapshots'
import { isConcurrent } from '../support/traces/format'
import { type RecordingName, recording } from '../support/traces/read'
import { Typist, toDocument } from '../support/traces/text'

/** A document in the log: so many revisions. */
export type Stored = { documentId: string; head: number }

/** Long documents. All end as the same paper: each was begun with what had been written before its last edits. */
export type Archive = { whole: Stored; medium: Stored; short: Stored; other: Stored }

const title = 'Paper'
const lengths = { medium: 26_000, short: 1_000, other: 5_000 }

/** Brings the archive into an empty log, by the event store's own append, with the snapshots that the server would make. */
export async function storeArchive(databaseUrl: string, say: (line: string) => void): Promise<Archive> {
  const prisma = prismaClient(databaseUrl, { max: 4 })
  try {
    const edits = readEdits('automerge-paper', say)
    say('storing long documents')
    const began = performance.now()
    const from = (length: number) => Math.max(0, edits.count - length)
    const [whole, medium, short, other] = await storeFrom(prisma, edits, [
      0,
      from(lengths.medium),
      from(lengths.short),
      from(lengths.other),
    ])
    await settle(prisma)
    say(`stored in ${((performance.now() - began) / 1_000).toFixed(0)} s`)
    return { whole: whole!, medium: medium!, short: short!, other: other! }
  } finally {
    await prisma.$disconnect()
  }
}

/** What autovacuum would have done by the time a document is so old. */
export async function settle(prisma: Prisma): Promise<void> {
  for (const table of ['stream', 'event', 'snapshot']) await prisma.$executeRawUnsafe(`vacuum analyze ${table}`)
}

export type Edits = { count: number; start: Node; each(): Generator<{ steps: StepJSON[]; doc: Node }> }

/** A recording's transactions as steps. */
export function readEdits(name: RecordingName, say: (line: string) => void): Edits {
  const { trace } = recording(name, 20_000, say)
  if (isConcurrent(trace)) throw new Error('It is by several people at once')
  const start = toDocument(trace.startContent)
  return {
    count: trace.txns.length,
    start,
    *each() {
      const typist = new Typist(start)
      for (const { patches } of trace.txns) {
        const steps = typist.type(patches).map(({ step }) => stepJSON(step))
        yield { steps, doc: typist.doc }
      }
    },
  }
}

/** Stores a document for each of `starts`: it begins with what was there before that edit, and goes on to the last one. */
async function storeFrom(prisma: Prisma, edits: Edits, starts: readonly number[]): Promise<Stored[]> {
  const store = new PostgresEventStore(prisma)
  const snapshots = new PostgresSnapshotStore(prisma)
  const author = await anAuthor(prisma)
  const scribes = starts.map(start => ({ start, scribe: new BulkScribe(store, author, snapshots) }))
  let before = edits.start
  let i = 0
  for (const { steps, doc } of edits.each()) {
    for (const { start, scribe } of scribes) {
      if (i === start) await scribe.create(before)
      if (i >= start) await scribe.edit(steps, doc)
    }
    before = doc
    i++
  }
  for (const { scribe } of scribes) await scribe.flush()
  return scribes.map(({ scribe: { documentId, head } }) => ({ documentId, head }))
}

/** Somebody who is known: names are asked for with every answer. */
export async function anAuthor(prisma: Prisma): Promise<string> {
  const { authorId } = await prisma.author.create({ data: { authorId: randomUUID(), name: 'Ada', color: 'blue' } })
  return authorId
}

type Made = { authorId?: string; at?: number }

/** Writes one document's events straight into the log, many at a time. */
export class BulkScribe {
  readonly documentId = randomUUID()
  head = 0
  private readonly newCommandId = commandIds()
  private readonly began = Date.UTC(2026, 0, 1)
  private run: NewEvent[] = []

  constructor(
    private readonly store: Pick<EventStore, 'append'>,
    private readonly authorId: string,
    private readonly snapshots: Pick<SnapshotStore, 'save'> | null = null,
    private readonly every = snapshotEvery,
  ) {}

  async create(doc: Node): Promise<void> {
    const data = { title, doc: doc.toJSON() }
    await this.record({ ...this.header(this.documentId), type: 'DocumentCreated', data }, doc)
  }

  /**
   * @param doc what the steps lead to; for the snapshots
   * @param made by whom, and how many ms after the beginning, where that isn't as always
   */
  async edit(steps: StepJSON[], doc?: Node | (() => Node), made: Made = {}): Promise<void> {
    const data = { steps, origin: 'typed' as const }
    await this.record({ ...this.header(this.newCommandId(), made), type: 'ContentEdited', data }, doc)
  }

  async flush(): Promise<void> {
    if (this.run.length > 0) await this.store.append([this.run])
    this.run = []
  }

  private async record(event: NewEvent, made?: Node | (() => Node)): Promise<void> {
    this.run.push(event)
    this.head = event.revision
    if (this.run.length >= 500) await this.flush()
    if (!this.snapshots || !made || this.head % this.every !== 0) return
    const doc = typeof made === 'function' ? made() : made
    const { documentId, revision, recordedAt } = event
    await this.snapshots.save({ documentId, revision, ownerId: this.authorId, title, doc, status: 'live', recordedAt })
  }

  private header(commandId: string, { authorId = this.authorId, at = this.head * 200 }: Made = {}) {
    const { documentId } = this
    const recordedAt = new Date(this.began + at).toISOString()
    const revisions = { revision: this.head + 1, baseRevision: this.head }
    return { documentId, ...revisions, schemaVersion, commandId, authorId, via: 'seed' as const, recordedAt }
  }
}
