import { randomUUID } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import pg from 'pg'
import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { encodePage } from '@/lib/history/pages/encode'
import { prismaClient } from '@/server/database/client'
import type { NewEvent } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { compressed } from '@/server/packing/pack'
import { addToPages } from '@/server/projections/timeline-pages'
import { PostgresSnapshotStore, snapshotEvery } from '@/server/snapshots'
import type { Bench, Round } from '../bench'
import { paper } from '../paper'

export const bench: Bench = {
  about: 'What all of automerge-paper weighs: packed for the wire, and in PostgreSQL',
  rounds: 1,
  figures: [
    { name: 'all pages, brotli', unit: 'kB', goal: { atMost: 450 } },
    { name: 'all pages, gzip', unit: 'kB' },
    { name: 'all pages as they are', unit: 'kB' },
    { name: 'the same as JSON, brotli', unit: 'kB' },
    { name: 'with random ids: all pages, brotli', unit: 'kB' },
    { name: 'with random ids: of these the ids', unit: 'kB' },
    { name: 'PostgreSQL: a revision', unit: 'B', goal: { atMost: 300 } },
    { name: 'PostgreSQL: of these rows of the log', unit: 'B' },
    { name: 'PostgreSQL: of these its indexes', unit: 'B' },
    { name: 'PostgreSQL: of these snapshots', unit: 'B' },
  ],
  async open(stage) {
    const url = await stage.databaseUrl()
    const prisma = prismaClient(url, { max: 2 })
    const store = new PostgresEventStore(prisma)
    stage.say('storing the whole recording, with its snapshots')
    const { documentId, head } = await storePaper(store, new PostgresSnapshotStore(prisma), stage.say)
    return {
      async round(): Promise<Round> {
        const weights = await weigh(url)
        const pages = await wirePages(store, documentId)
        return {
          ...pages,
          'PostgreSQL: a revision': (weights.rows + weights.indexes + weights.snapshots) / head,
          'PostgreSQL: of these rows of the log': weights.rows / head,
          'PostgreSQL: of these its indexes': weights.indexes / head,
          'PostgreSQL: of these snapshots': weights.snapshots / head,
        }
      },
      close: () => prisma.$disconnect(),
    }
  },
}

async function storePaper(store: PostgresEventStore, snapshots: PostgresSnapshotStore, say: (line: string) => void) {
  let run: NewEvent[] = []
  let [documentId, head] = ['', 0]
  const flush = async () => {
    const [positions] = await store.append([run])
    if (!positions) throw new Error('A run was not stored')
    run = []
  }
  for (const { event, doc } of paper(say)) {
    documentId = event.documentId
    head = event.revision
    run.push(event)
    if (run.length === 500) await flush()
    if (head % snapshotEvery === 0) {
      const { authorId: ownerId, recordedAt } = event
      const document: Document = {
        documentId,
        revision: head,
        ownerId,
        title: 'Paper',
        doc,
        status: 'live',
        recordedAt,
      }
      await snapshots.save(document)
    }
  }
  if (run.length > 0) await flush()
  return { documentId, head }
}

/** Bytes on the disk, free space maps and all, once PostgreSQL has tidied up. */
async function weigh(url: string): Promise<{ rows: number; indexes: number; snapshots: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum event, stream, snapshot')
  const { rows } = await client.query<Record<string, string>>(
    `select pg_table_size('event') + pg_total_relation_size('stream') as rows, pg_indexes_size('event') as indexes,
       pg_total_relation_size('snapshot') as snapshots`,
  )
  await client.end()
  const bytes = rows[0]!
  return { rows: Number(bytes.rows), indexes: Number(bytes.indexes), snapshots: Number(bytes.snapshots) }
}

async function wirePages(store: PostgresEventStore, documentId: string): Promise<Round> {
  const sums = { brotli: 0, gzip: 0, plain: 0, json: 0, random: 0, ids: 0 }
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  const weighPage = async (events: readonly RecordedEvent[]) => {
    const encoded = encodePage(events)
    sums.brotli += (await compressed(encoded)).length
    sums.gzip += gzipSync(encoded.page).length
    sums.plain += encoded.page.length
    sums.json += brotliCompressSync(JSON.stringify(events), quality).length
    const other = events.map(event => ({ ...event, commandId: randomUUID() }))
    sums.random += (await compressed(encodePage(other))).length
    sums.ids += 16 * events.length
  }
  let [waiting, from]: [RecordedEvent[], number] = [[], 1]
  for (;;) {
    const events = await store.read(documentId, from, { events: 1_000 })
    waiting.push(...events)
    from += events.length
    const pages = addToPages([], waiting)
    const whole = events.length === 0 ? pages : pages.slice(0, -1)
    for (const { fromRevision, toRevision } of whole) {
      const first = waiting[0]!.revision
      await weighPage(waiting.slice(fromRevision - first, toRevision + 1 - first))
    }
    if (events.length === 0) break
    waiting = waiting.filter(({ revision }) => revision > (whole.at(-1)?.toRevision ?? 0))
  }
  const kB = (bytes: number) => bytes / 1_000
  return {
    'all pages, brotli': kB(sums.brotli),
    'all pages, gzip': kB(sums.gzip),
    'all pages as they are': kB(sums.plain),
    'the same as JSON, brotli': kB(sums.json),
    'with random ids: all pages, brotli': kB(sums.random),
    'with random ids: of these the ids': kB(sums.ids),
  }
}
