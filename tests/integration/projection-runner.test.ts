import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventBody } from '@/lib/document/events'
import { prismaClient } from '@/server/database/client'
import { projectBatch } from '@/server/projections/batch'
import { documentProjection } from '@/server/projections/document'
import { States } from '@/server/projections/fold'
import { listParked } from '@/server/projections/parked'
import type { Projection, Tx } from '@/server/projections/projection'
import { rebuild, verify } from '@/server/projections/refold'
import { Runner } from '@/server/projections/runner'
import { timelineProjection } from '@/server/projections/timeline'
import { catchUp, projectionRig, type Rig } from '../support/projections'
import { paragraphs, Scribe } from '../support/scribe'

let rig: Rig
beforeEach(async () => {
  rig = await projectionRig()
})
afterEach(() => rig.close())

const both = [documentProjection, timelineProjection] as const

async function written(edits = 20): Promise<Scribe> {
  const scribe = new Scribe(rig.store)
  await scribe.create('Title', paragraphs('text'))
  for (let i = 0; i < edits; i++) await scribe.type('a')
  return scribe
}

/** A projection whose writing can be held up or broken. */
function meddled<R extends { documentId: string; revision: number }>(
  projection: Projection<R>,
  write: (tx: Tx, write: () => Promise<void>, rows: readonly R[]) => Promise<void>,
): Projection<R> {
  return { ...projection, write: (tx, rows) => write(tx, () => projection.write(tx, rows), rows) }
}

async function rowsAndCheckpoint() {
  const [checkpoint] = await rig.prisma.$queryRaw<object[]>`
    SELECT log_epoch, xid::text, position FROM projection_checkpoint WHERE name = 'document'`
  return { rows: await rig.prisma.documentView.findMany(), checkpoint }
}

test('[PJ12] the rows and the checkpoint move together: killed in mid-transaction, neither has moved, and the next run goes on', async () => {
  await written()
  await catchUp(rig, documentProjection)
  const before = await rowsAndCheckpoint()
  await written()
  let killed = () => {}
  const kill = new Promise<void>(resolve => {
    killed = resolve
  })
  const mortal = prismaClient(rig.database.url)
  const dying = new Runner(
    meddled(documentProjection, async (tx, write) => {
      await write()
      const [{ pid }] = (await tx.$queryRaw`SELECT pg_backend_pid() AS pid`) as [{ pid: number }]
      await rig.prisma.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`
      killed()
    }),
    { ...rig, prisma: mortal },
    0,
  )
  dying.start()
  await kill
  await dying.stop()
  await mortal.$disconnect()
  expect(await rowsAndCheckpoint()).toEqual(before)
  await catchUp(rig, ...both)
  expect(await rig.prisma.documentView.count()).toBe(2)
})

test('[PJ13] two processes that follow at once project every event once', async () => {
  const scribes = await Promise.all([written(), written(), written()])
  const runners = both.flatMap(projection => [1, 2, 3].map(() => new Runner(projection, rig, 0)))
  for (const runner of runners) runner.start()
  for (let i = 0; i < 30; i++) await Promise.all(scribes.map(scribe => scribe.type('b')))
  const end = await rig.feed.end()
  expect(await Promise.all(runners.map(runner => runner.waitFor(end)))).toEqual(runners.map(() => true))
  await Promise.all(runners.map(runner => runner.stop()))
  const { checkpoint } = await rowsAndCheckpoint()
  const late = { ...rig, states: new States(rig.history) }
  expect(await projectBatch(late, documentProjection, '', await rig.feed.follow('', 10))).toBeNull()
  expect(await rowsAndCheckpoint()).toMatchObject({ checkpoint })
  for (const { documentId } of scribes)
    for (const projection of both) expect(await verify(rig, projection, documentId)).toEqual([])
})

test('[PJ14] an event that commits late, behind others that began after it, is not slipped past', async () => {
  const client = new pg.Client({ connectionString: rig.database.url })
  await client.connect()
  const early = new Scribe(rig.store)
  await early.create('Early')
  await catchUp(rig, documentProjection)
  // Draws its transaction id and its sequence now and commits at the end.
  const event = early.next({ type: 'DocumentRenamed', data: { title: 'Late' } })
  await client.query('BEGIN')
  await client.query('UPDATE stream SET revision = 2 WHERE stream_id = $1', [early.documentId])
  await client.query(
    `INSERT INTO event (stream_id, revision, type, schema_version, command_id, base_revision, author_id, via, recorded_at, payload)
     VALUES ($1, 2, 3, 1, $2, 1, $3, 1, $4, convert_to('{"title":"Late"}', 'UTF8'))`,
    [early.documentId, event.commandId, event.authorId, event.recordedAt],
  )
  const runner = new Runner(documentProjection, rig, 0)
  runner.start()
  const others = await written()
  expect(await runner.waitFor(others.events.at(-1)!.position, 300)).toBe(false)
  await client.query('COMMIT')
  expect(await runner.waitFor(others.events.at(-1)!.position)).toBe(true)
  await runner.stop()
  await client.end()
  const views = await rig.prisma.documentView.findMany({ select: { title: true }, orderBy: { title: 'asc' } })
  expect(views).toEqual([{ title: 'Late' }, { title: 'Title' }])
})

const misfit: EventBody = {
  type: 'ContentEdited',
  data: { steps: [{ stepType: 'replace', from: 500, to: 600 }], origin: 'typed' },
}

async function poison(scribe: Scribe, payload: EventBody = misfit): Promise<void> {
  await rig.store.append([[scribe.next(payload)]])
}

test('[PJ15] a recorded step that does not fit parks its document, with its last good rows, and stops no other', async () => {
  const bad = await written(3)
  await poison(bad)
  const good = await written(3)
  await catchUp(rig, ...both)
  for (const { name } of both)
    expect(await listParked(rig.prisma, name)).toMatchObject([{ documentId: bad.documentId, revision: 5 }])
  const views = await rig.prisma.documentView.findMany({ select: { documentId: true, revision: true } })
  expect(new Map(views.map(view => [view.documentId, view.revision]))).toEqual(
    new Map([
      [bad.documentId, 4],
      [good.documentId, 4],
    ]),
  )
  expect(await verify(rig, documentProjection, bad.documentId)).toMatchObject([{ table: 'event', key: '5' }])
})

test('[PJ16] an event that this program cannot read parks its document and stops no other', async () => {
  const bad = await written(3)
  await poison(bad)
  await rig.prisma.$executeRaw`UPDATE event SET type = 99 WHERE stream_id = ${bad.documentId}::uuid AND revision = 5`
  const good = await written(3)
  await catchUp(rig, ...both)
  for (const { name } of both)
    expect(await listParked(rig.prisma, name)).toMatchObject([{ documentId: bad.documentId, revision: 5 }])
  const views = await rig.prisma.documentView.findMany({ select: { documentId: true, revision: true } })
  expect(views.find(view => view.documentId === good.documentId)?.revision).toBe(4)
})

test('[PJ17] rows that the database refuses park their document and stop no other', async () => {
  const [bad, good] = [await written(1), await written(1)]
  const refused = meddled(timelineProjection, async (tx, write, rows) => {
    await write()
    if (rows.some(row => row.documentId === bad.documentId)) await tx.$queryRaw`SELECT 1/0`
  })
  await catchUp(rig, refused)
  expect(await listParked(rig.prisma, 'timeline')).toMatchObject([{ documentId: bad.documentId }])
  expect(await rig.prisma.timelineActivity.findMany({ select: { documentId: true } })).toEqual([
    { documentId: good.documentId },
  ])
})

test('[PJ18] a parked document goes on once its cause is mended and it was rebuilt', async () => {
  const scribe = await written(3)
  await poison(scribe)
  await catchUp(rig, ...both)
  await rig.prisma.$executeRaw`
    UPDATE event SET payload = '{"steps":[],"origin":"typed"}' WHERE stream_id = ${scribe.documentId}::uuid AND revision = 5`
  for (const projection of both) {
    expect(await rebuild(rig, projection, [scribe.documentId])).toEqual([])
    expect(await listParked(rig.prisma, projection.name)).toEqual([])
    expect(await verify(rig, projection, scribe.documentId)).toEqual([])
  }
})

test('[PJ19] whoever waits for a position is served at once, and told after the time they gave where it does not come', async () => {
  const runner = new Runner(documentProjection, rig, 60_000)
  runner.start()
  const scribe = await written(1)
  expect(await runner.waitFor(scribe.events.at(-1)!.position)).toBe(true)
  const event = await scribe.type('b')
  const asked = performance.now()
  expect(await runner.waitFor(event.position)).toBe(true)
  expect(performance.now() - asked).toBeLessThan(500)
  expect((await rig.prisma.documentView.findFirst())?.revision).toBe(event.revision)
  expect(await runner.waitFor('ffff-ffffffffffffffff-ffffffffffffffff', 50)).toBe(false)
  await runner.stop()
})

test('[PJ20] a busy document is written at most once in the time set for it', async () => {
  let writes = 0
  const counted = meddled(documentProjection, async (_, write) => {
    writes++
    await write()
  })
  const runner = new Runner(counted, rig, 400)
  runner.start()
  const scribe = await written(0)
  const until = performance.now() + 1_500
  while (performance.now() < until) {
    await scribe.type('a')
    runner.wake()
  }
  await runner.stop()
  expect(writes).toBeGreaterThan(1)
  expect(writes).toBeLessThanOrEqual(5)
})

test('[PJ21] the lag is told in events and seconds, and is nothing at the end', async () => {
  const runner = new Runner(documentProjection, rig, 0)
  const scribe = new Scribe(rig.store)
  scribe.now = Date.now() - 60_000
  await scribe.create()
  await scribe.type('a')
  const { lag } = await runner.status()
  expect(lag.events).toBe(2)
  expect(lag.seconds).toBeGreaterThan(50)
  await catchUp(rig, documentProjection)
  expect(await runner.status()).toMatchObject({ name: 'document', lag: { events: 0, seconds: 0 }, parked: 0 })
})

test('[PJ22] a newer version of a projection makes the rows of the older one again, and the older one stops following', async () => {
  const scribe = await written(2)
  await catchUp(rig, documentProjection)
  await rig.prisma.documentView.updateMany({ data: { excerpt: 'as the old version made it' } })
  await catchUp(rig, { ...documentProjection, version: 2 })
  expect((await rig.prisma.documentView.findFirst())?.excerpt).toBe('textaa')
  const old = new Runner(documentProjection, rig, 0)
  old.start()
  const event = await scribe.type('b')
  expect(await old.waitFor(event.position, 300)).toBe(false)
  await old.stop()
  expect((await rig.prisma.documentView.findFirst())?.revision).toBe(3)
})

test('[PJ23] a database that is away stops nothing for good, and stopping does not wait for it', async () => {
  let away = true
  const feed = {
    end: () => rig.feed.end(),
    follow: (after: string, limit: number) => {
      if (away) throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' })
      return rig.feed.follow(after, limit)
    },
  }
  const runner = new Runner(documentProjection, { ...rig, feed }, 0)
  runner.start()
  const scribe = await written(2)
  expect(await runner.waitFor(scribe.events.at(-1)!.position, 200)).toBe(false)
  away = false
  expect(await runner.waitFor(scribe.events.at(-1)!.position)).toBe(true)
  away = true
  expect(await runner.waitFor('ffff-0', 100)).toBe(false)
  const asked = performance.now()
  await runner.stop()
  expect(performance.now() - asked).toBeLessThan(500)
  expect(await listParked(rig.prisma, 'document')).toEqual([])
})

test('[PJ24] a document that was rebuilt before its creation came along the feed is not created twice', async () => {
  const scribe = await written(5)
  await rig.prisma.$executeRaw`DELETE FROM projection_checkpoint`
  for (const projection of both) await rebuild(rig, projection, [scribe.documentId, randomUUID()])
  await scribe.type('and more')
  await catchUp(rig, ...both)
  for (const projection of both) expect(await verify(rig, projection, scribe.documentId)).toEqual([])
})
