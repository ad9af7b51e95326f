import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { RecordedEvent } from '@/lib/document/events'
import { emptyDoc, schemaVersion } from '@/lib/document/schema'
import { prismaClient } from '@/server/database/client'
import type { NewEvent } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'

/** Works on a database's log from beside the service. */
async function withStore<T>(databaseUrl: string, work: (store: PostgresEventStore) => Promise<T>): Promise<T> {
  const prisma = prismaClient(databaseUrl, { max: 1 })
  try {
    return await work(new PostgresEventStore(prisma))
  } finally {
    await prisma.$disconnect()
  }
}

/** What the log holds of a document. */
export function recorded(databaseUrl: string, documentId: string): Promise<RecordedEvent[]> {
  return withStore(databaseUrl, store => store.read(documentId, 1, { events: 100_000 }))
}

/** Writes a document's past at one stroke: made, then renamed until its head is `revisions`. @returns its id */
export async function seed(databaseUrl: string, authorId: string, revisions: number): Promise<string> {
  const documentId = randomUUID()
  const events = Array.from({ length: revisions }, (_, i): NewEvent => {
    const revision = i + 1
    const header = { documentId, revision, schemaVersion, baseRevision: i, authorId, via: 'seed' as const }
    const recordedAt = new Date(Date.UTC(2026, 0, 1) + i * 1_000).toISOString()
    return revision === 1
      ? {
          ...header,
          recordedAt,
          commandId: documentId,
          type: 'DocumentCreated',
          data: { title: '1', doc: emptyDoc().toJSON() },
        }
      : { ...header, recordedAt, commandId: randomUUID(), type: 'DocumentRenamed', data: { title: `${revision}` } }
  })
  await withStore(databaseUrl, async store => {
    for (let from = 0; from < revisions; from += 1_000) {
      const [positions] = await store.append([events.slice(from, from + 1_000)])
      if (!positions) throw new Error('The past could not be written')
    }
  })
  return documentId
}

/** Nothing can be appended to a document from now on. @returns how to let go of it */
export function holdBack(databaseUrl: string, documentId: string): Promise<() => Promise<void>> {
  return inTransaction(databaseUrl, 'SELECT 1 FROM stream WHERE stream_id = $1 FOR UPDATE', [documentId])
}

/** No document can be read from the log, or made. @returns how to let go */
export function holdReads(databaseUrl: string): Promise<() => Promise<void>> {
  return inTransaction(databaseUrl, 'LOCK TABLE stream IN ACCESS EXCLUSIVE MODE')
}

/** Does something and keeps its locks. @returns how to end it */
async function inTransaction(databaseUrl: string, statement: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('BEGIN')
  await client.query(statement, values)
  return async () => {
    await client.query('COMMIT')
    await client.end()
  }
}

/** Says that something about a document's past had to change. To be done before the service has read the document. */
export async function raiseHistoryEpoch(databaseUrl: string, documentId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('UPDATE stream SET history_epoch = history_epoch + 1 WHERE stream_id = $1', [documentId])
  await client.end()
}

/** How far somebody has seen a document, as far as that is written; 0 where they never did. */
export async function lastSeen(databaseUrl: string, authorId: string, documentId: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query('SELECT revision FROM visit WHERE author_id = $1 AND document_id = $2', [
    authorId,
    documentId,
  ])
  await client.end()
  return rows[0]?.revision ?? 0
}
