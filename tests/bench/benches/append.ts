import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { schemaVersion } from '@/lib/document/schema'
import { prismaClient } from '@/server/database/client'
import type { NewEvent } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { quantile } from '../../support/quantiles'
import { BareCommits } from '../bare-commits'
import type { Bench, Round } from '../bench'

const author = randomUUID()

function event(documentId: string, revision: number): NewEvent {
  const steps = [
    { stepType: 'replace', from: revision, to: revision, slice: { content: [{ type: 'text', text: 'a' }] } },
  ]
  return {
    documentId,
    revision,
    schemaVersion,
    commandId: randomUUID(),
    baseRevision: revision - 1,
    authorId: author,
    via: 'browser',
    recordedAt: new Date().toISOString(),
    type: 'ContentEdited',
    data: { steps, origin: 'typed' },
  }
}

/** One document's events, one a statement, then a hundred documents' events in each statement. */
async function measure(store: PostgresEventStore): Promise<{ p50: number; p99: number; rows: number }> {
  const alone = randomUUID()
  const times: number[] = []
  for (let revision = 1; revision <= 1_000; revision++) {
    const run = [event(alone, revision)]
    const began = performance.now()
    await store.append([run])
    times.push(performance.now() - began)
  }
  const many = Array.from({ length: 100 }, () => randomUUID())
  const batches = Array.from({ length: 100 }, (_, i) => many.map(documentId => [event(documentId, i + 1)]))
  const began = performance.now()
  for (const runs of batches) await store.append(runs)
  const rows = 10_000 / ((performance.now() - began) / 1_000)
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), rows }
}

export const bench: Bench = {
  about: 'The append: the guarded statement through Prisma’s $queryRaw, and the same statement through plain pg',
  rounds: 5,
  figures: ['Prisma', 'pg']
    .flatMap(way => [
      { name: `${way}: one row p50`, unit: 'ms' },
      { name: `${way}: one row p99`, unit: 'ms' },
      { name: `${way}: 100 rows a statement`, unit: 'rows/s' },
    ])
    .concat([{ name: 'bare INSERT commit p50', unit: 'ms' }]),
  async open(stage) {
    const url = await stage.databaseUrl()
    const prisma = prismaClient(url, { max: 1 })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    // What the store asks of Prisma here is one call; this one asks the driver directly, with the statement named.
    const $queryRawUnsafe = async (text: string, ...values: unknown[]) =>
      (await client.query({ name: 'append', text, values })).rows
    const ways = {
      Prisma: new PostgresEventStore(prisma),
      pg: new PostgresEventStore({ $queryRawUnsafe } as unknown as typeof prisma),
    }
    const bare = await BareCommits.on(url)
    for (const store of Object.values(ways)) await measure(store)
    return {
      async round(): Promise<Round> {
        const round: Round = { 'bare INSERT commit p50': (await bare.measure()).p50 }
        for (const [way, store] of Object.entries(ways)) {
          const { p50, p99, rows } = await measure(store)
          round[`${way}: one row p50`] = p50
          round[`${way}: one row p99`] = p99
          round[`${way}: 100 rows a statement`] = rows
        }
        return round
      },
      async close() {
        await bare.close()
        await client.end()
        await prisma.$disconnect()
      },
    }
  },
}
