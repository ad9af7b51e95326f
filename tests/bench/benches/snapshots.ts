import pg from 'pg'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { PostgresSnapshotStore, type SnapshotStore } from '@/server/snapshots'
import { quantile } from '../../support/quantiles'
import { Random } from '../../support/random'
import { anAuthor, BulkScribe, readEdits, settle } from '../archive'
import type { Bench, Round } from '../bench'

const spacings = [64, 128, 256, 512, 1_024]
const seeks = 200
const logWeight = 'the log itself with its indexes: bytes a revision'

/** Only every n-th revision's snapshots. */
function everyNth(snapshots: SnapshotStore, n: number): SnapshotStore {
  return { ...snapshots, nearest: (id, revision) => snapshots.nearest(id, Math.floor(revision / n) * n) }
}

export const bench: Bench = {
  about: 'Seeking random revisions of automerge-paper with snapshots every so many revisions, and what they weigh',
  rounds: 3,
  figures: [
    { name: logWeight, unit: 'B' },
    ...spacings.flatMap(n => [
      { name: `every ${n}: seek p50`, unit: 'ms', ...(n === 256 && { goal: { atMost: 4 } }) },
      { name: `every ${n}: seek p99`, unit: 'ms', ...(n === 256 && { goal: { atMost: 10 } }) },
      { name: `every ${n}: bytes a revision`, unit: 'B' },
    ]),
  ],
  async open(stage) {
    const url = await stage.databaseUrl()
    const prisma = prismaClient(url, { max: 4 })
    const store = new PostgresEventStore(prisma)
    const snapshots = new PostgresSnapshotStore(prisma)
    stage.say('storing the whole recording, with a snapshot every 64 revisions')
    const edits = readEdits('automerge-paper', stage.say)
    const scribe = new BulkScribe(store, await anAuthor(prisma), snapshots, 64)
    await scribe.create(edits.start)
    for (const { steps, doc } of edits.each()) await scribe.edit(steps, doc)
    await scribe.flush()
    await settle(prisma)
    const { documentId, head } = scribe
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const weights = new Map<number, number>()
    for (const n of spacings) {
      const { rows } = await client.query<{ bytes: string }>(
        'select coalesce(sum(octet_length(payload)), 0) as bytes from snapshot where revision % $1 = 0',
        [n],
      )
      weights.set(n, Number(rows[0]!.bytes) / head)
    }
    const { rows } = await client.query<{ bytes: string }>(`select pg_total_relation_size('event') as bytes`)
    const bytesOfLog = Number(rows[0]!.bytes) / head
    await client.end()
    return {
      async round(n): Promise<Round> {
        const round: Round = { [logWeight]: bytesOfLog }
        for (const spacing of spacings) {
          const history = new History(store, everyNth(snapshots, spacing))
          const random = new Random(n)
          const times: number[] = []
          for (let i = 0; i < seeks; i++) {
            const revision = spacing + random.below(head - spacing)
            const began = performance.now()
            await history.documentAt(documentId, revision)
            times.push(performance.now() - began)
          }
          round[`every ${spacing}: seek p50`] = quantile(times, 0.5)
          round[`every ${spacing}: seek p99`] = quantile(times, 0.99)
          round[`every ${spacing}: bytes a revision`] = weights.get(spacing)!
        }
        return round
      },
      close: () => prisma.$disconnect(),
    }
  },
}
