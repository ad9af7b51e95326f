import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prismaClient } from '@/server/database/client'
import { followStatement, PostgresEventStore } from '@/server/event-store/postgres'
import { all, eventStoreContract, run } from '../contract/event-store'
import { type ScratchDatabase, scratchDatabase } from '../support/database'

eventStoreContract('PostgreSQL', async () => {
  const database = await scratchDatabase()
  const [reader, writer] = [prismaClient(database.url), prismaClient(database.url, { max: 8 })]
  return {
    store: new PostgresEventStore(reader, writer),
    close: async () => {
      await Promise.all([reader.$disconnect(), writer.$disconnect()])
      await database.drop()
    },
  }
})

let database: ScratchDatabase
let prisma: ReturnType<typeof prismaClient>
let store: PostgresEventStore
/** A session of its own, for what a store can't be made to do: to hold a transaction open, to kill another. */
let other: pg.Client

beforeAll(async () => {
  database = await scratchDatabase()
  prisma = prismaClient(database.url, { name: 'under-test' })
  store = new PostgresEventStore(prisma)
  other = new pg.Client({ connectionString: database.url })
  await other.connect()
})
afterAll(async () => {
  await other.end()
  await prisma.$disconnect()
  await database.drop()
})

/** Appends in the other session's transaction, as the store would, but without committing. */
async function appendUncommitted(documentId: string, revision: number): Promise<void> {
  await other.query(
    revision === 1
      ? 'INSERT INTO stream (stream_id, type, revision) VALUES ($1, 1, $2)'
      : 'UPDATE stream SET revision = $2 WHERE stream_id = $1',
    [documentId, revision],
  )
  await other.query(
    `INSERT INTO event (stream_id, revision, type, schema_version, command_id, base_revision, author_id, via, recorded_at, payload)
     VALUES ($1, $2, 3, 1, gen_random_uuid(), 0, gen_random_uuid(), 1, now(), '{"title":"held"}')`,
    [documentId, revision],
  )
}

const seen = async (after: string) =>
  (await store.follow(after, 1_000)).map(({ documentId, revision }) => `${documentId}/${revision}`)

describe('the feed of PostgreSQL', () => {
  test('[ES8] slips past nothing: not past a transaction that is open while later ones commit', async () => {
    const [early, held, late] = [randomUUID(), randomUUID(), randomUUID()]
    await store.append([run(early, 1)])
    const start = await store.end()
    await other.query('BEGIN')
    await appendUncommitted(held, 1)
    await store.append([run(late, 1)])
    await store.append([run(late, 2), run(early, 2)])
    // Committed, but behind one that isn't: not yet to be told.
    expect(await seen(start)).toEqual([])
    expect(await store.end()).toBe(start)
    expect(await all(store, late)).toHaveLength(2)
    await appendUncommitted(held, 2)
    await other.query('COMMIT')
    const told = await seen(start)
    expect(told.slice(0, 2)).toEqual([`${held}/1`, `${held}/2`])
    expect(told.slice(2).sort()).toEqual([`${late}/1`, `${late}/2`, `${early}/2`].sort())
    expect(told.indexOf(`${late}/1`)).toBeLessThan(told.indexOf(`${late}/2`))
  })

  test('[ES8] goes on past a transaction that was rolled back', async () => {
    const [held, late] = [randomUUID(), randomUUID()]
    const start = await store.end()
    await other.query('BEGIN')
    await appendUncommitted(held, 1)
    await store.append([run(late, 1)])
    await other.query('ROLLBACK')
    expect(await seen(start)).toEqual([`${late}/1`])
  })

  test('[ES8] loses nothing to a follower who reads while twenty write', async () => {
    const documents = Array.from({ length: 6 }, () => randomUUID() as string)
    const told: string[] = []
    let after = await store.end()
    let writing = true
    const follower = (async () => {
      for (let last = false; !last; ) {
        last = !writing
        const page = await store.follow(after, 50)
        told.push(...page.map(({ documentId, revision }) => `${documentId}/${revision}`))
        after = page.at(-1)?.position ?? after
      }
    })()
    const writers = Array.from({ length: 20 }, async (_, i) => {
      for (let n = 0; n < 10; n++) {
        const mine = documents.slice((i + n) % 4, ((i + n) % 4) + 3)
        const heads = await Promise.all(mine.map(id => store.head(id)))
        await store.append(mine.map((id, k) => run(id, (heads[k]?.revision ?? 0) + 1)))
      }
    })
    await Promise.all(writers)
    writing = false
    await follower
    const stored = (await Promise.all(documents.map(id => all(store, id)))).flat()
    expect([...told].sort()).toEqual(stored.map(({ documentId, revision }) => `${documentId}/${revision}`).sort())
  })

  test('[ES9] is read by an index, without a sort', async () => {
    // As many rows as make an index worth while; a plan for few says nothing about many.
    await store.append([run(randomUUID(), 1, 3_000)])
    await other.query('ANALYZE event')
    const { rows } = await other.query(`EXPLAIN (FORMAT JSON) ${followStatement}`, [1, '5', '7', 100])
    const plan = JSON.stringify(rows[0]['QUERY PLAN'])
    expect(plan).toContain('"Index Name":"event_feed"')
    expect(plan).not.toMatch(/"Sort"|"Seq Scan"[^{}]*"Relation Name":"event"/)
  })
})

describe('a broken connection', () => {
  const killAppend = async () => {
    for (let tries = 0; tries < 500; tries++) {
      const { rowCount } = await other.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'under-test' AND state = 'active' AND query LIKE '%incoming as materialized%'`,
      )
      if (rowCount) return
    }
    throw new Error('Nobody was appending')
  }

  test('[ES10] in the middle of an append is an error, never an answer; reading tells what became of it', async () => {
    const id = randomUUID()
    await store.append([run(id, 1)])
    // The append waits for this lock, so that it's surely under way when its session is ended.
    await other.query('BEGIN')
    await other.query('SELECT 1 FROM stream WHERE stream_id = $1 FOR UPDATE', [id])
    const next = run(id, 2, 3)
    const answer = store.append([next]).then(
      () => 'answered',
      () => 'unknown',
    )
    await new Promise(resolve => setTimeout(resolve, 50))
    await killAppend()
    expect(await answer).toBe('unknown')
    await other.query('COMMIT')
    expect(await all(store, id)).toHaveLength(1)
    // The same again, and after that a late copy of it.
    expect((await store.append([next]))[0]).toHaveLength(3)
    expect((await store.append([next]))[0]).toBeNull()
    expect((await all(store, id)).slice(1).map(({ commandId }) => commandId)).toEqual(next.map(e => e.commandId))
  })
})
