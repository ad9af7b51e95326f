import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EventBody } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { leftOut, tables } from '@/server/backup/tables'
import { pagesOf } from '@/server/backup/write'
import { prismaClient } from '@/server/database/client'
import { withSession } from '@/server/database/session'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { allRows, bringIn, takeBackup } from '../support/backup'
import { type ScratchDatabase, scratchDatabase, sql } from '../support/database'
import { projectionRig, type Rig } from '../support/projections'
import { everything } from '../support/sample'
import { Scribe } from '../support/scribe'
import { soundLog } from '../support/writing'

let rig: Rig
let backup: Buffer
let target: ScratchDatabase

beforeAll(async () => {
  rig = await projectionRig()
  const scribes = [new Scribe(rig.store), new Scribe(rig.store)]
  for (const scribe of scribes) {
    await scribe.create('Plans', everything())
    for (let i = 0; i < 5; i++) await scribe.type(`ä😀${i}`, 3)
  }
  await putRaw(scribes[0]!, 'DocumentRenamed', Buffer.from('\ufeff{ "title" :\t"a\\u0000\\ud800b" }\n'))
  await putRaw(scribes[1]!, 'DocumentRenamed', Buffer.from('{"title":"漢字 \\" \\\\"}'))
  await rig.prisma.author.create({ data: { authorId: scribes[0]!.author, name: 'Anna', color: 'red' } })
  backup = await takeBackup(rig.database.url)
})
afterAll(() => rig.close())

beforeEach(async () => {
  target = await scratchDatabase()
  return () => target.drop()
})

/** Stores a payload byte by byte as it is. */
async function putRaw(scribe: Scribe, type: EventBody['type'], payload: Buffer): Promise<void> {
  const event = scribe.next({ type, data: { title: '' } } as EventBody)
  await rig.store.append([[event]])
  const key = [scribe.documentId, event.revision]
  await sql(rig.database.url, 'update event set payload = $3 where stream_id = $1 and revision = $2', [...key, payload])
}

const withoutEpoch = (rows: Record<string, unknown>[]) => rows.map(({ history_epoch, ...row }) => row)

describe('a backup', () => {
  test('[BK1] brings back every row as it was, events to the byte, packed or not', async () => {
    const before = await allRows(rig.database.url)
    expect(before.event).toHaveLength(14)
    for (const packed of [false, true]) {
      const there = await scratchDatabase()
      const { counts } = await bringIn(there.url, packed ? gzipSync(backup) : backup)
      const after = await allRows(there.url)
      expect({ ...after, stream: withoutEpoch(after.stream!) }).toEqual({
        ...before,
        stream: withoutEpoch(before.stream!),
      })
      expect(counts).toMatchObject({ event: 14, stream: 2, author: 1, session: 0 })
      await there.drop()
    }
  })

  test('[BK2] is of one moment while people write', async () => {
    const busy = [new Scribe(rig.store), new Scribe(rig.store)]
    for (const scribe of busy) await scribe.create('Busy')
    const late: string[] = []
    const taken = await takeBackup(rig.database.url, async () => {
      for (const scribe of busy) await scribe.type('x')
      const fresh = new Scribe(rig.store)
      await fresh.create('Too late')
      late.push(fresh.documentId)
    })
    expect(late.length).toBeGreaterThan(3)
    const { damaged } = await bringIn(target.url, taken)
    expect(damaged).toEqual([])
    const prisma = prismaClient(target.url)
    const store = new PostgresEventStore(prisma)
    for (const { documentId, events } of busy) {
      const restored = await soundLog(store, documentId)
      expect(restored.length).toBe((await store.head(documentId))!.revision)
      expect(restored.length).toBeLessThan(events.length)
    }
    for (const documentId of late) expect(await store.head(documentId)).toBeNull()
    await prisma.$disconnect()
  })

  test('[BK3] holds every column of every table, or it is known that it need not', async () => {
    const columns = await sql<{ table_name: string; names: string[] }>(
      rig.database.url,
      `select table_name, array_agg(column_name::text) as names from information_schema.columns
       where table_schema = 'public' group by table_name`,
    )
    const there = Object.fromEntries(columns.map(({ table_name, names }) => [table_name, [...names].sort()]))
    expect(Object.keys(there).sort()).toEqual([...tables.map(({ name }) => name), ...leftOut].sort())
    for (const { name, columns } of tables) expect([name, [...columns].sort()]).toEqual([name, there[name]])
  })

  test('[BK7] is read in pieces of so many bytes, and skips nothing', async () => {
    const event = tables.find(({ name }) => name === 'event')!
    const sizes = await withSession(rig.database.url, 'test', async session => {
      const sizes: number[][] = []
      for await (const rows of pagesOf(session, event, 2_000))
        sizes.push(rows.map(({ payload }) => (payload as Buffer).length))
      return sizes
    })
    const total = (page: number[]) => page.reduce((sum, size) => sum + size, 0)
    const [{ events, bytes }] = (await sql<{ events: number; bytes: number }>(
      rig.database.url,
      'select count(*)::int as events, sum(octet_length(payload))::int as bytes from event',
    )) as [{ events: number; bytes: number }]
    expect([sizes.flat().length, total(sizes.flat())]).toEqual([events, bytes])
    expect(sizes.some(page => page.length > 1)).toBe(true)
    expect(sizes.some(page => page[0]! > 2_000)).toBe(true)
    for (const page of sizes) expect(page.length === 1 || total(page) <= 2_000).toBe(true)
  })
})

describe('a file that is no whole backup', () => {
  const refused = async (file: Buffer) => {
    const error = await bringIn(target.url, file).then(
      () => 'restored',
      (error: Error) => error.message,
    )
    const rows = Object.values(await allRows(target.url)).flat()
    expect(rows).toEqual([])
    return error
  }

  test('[BK4] is refused when it was cut off, packed or not, and nothing of it stays', async () => {
    const packed = gzipSync(backup)
    const lines = backup.toString().trimEnd().split('\n')
    expect(await refused(Buffer.from(`${lines.slice(0, -1).join('\n')}\n`))).toContain('cut off after line')
    expect(await refused(Buffer.from(`${lines[0]}\n`))).toContain('cut off after line 1')
    for (const share of [0.1, 0.5, 0.999]) {
      expect(await refused(backup.subarray(0, backup.length * share))).toMatch(/cut off|damaged/)
      expect(await refused(packed.subarray(0, packed.length * share))).toMatch(/cut off|damaged/)
    }
    // A line that's missing, and one that's there twice.
    expect(await refused(Buffer.from(lines.filter((_, i) => i !== 4).join('\n')))).toContain('checksum')
    const doubled = await refused(Buffer.from([...lines.slice(0, 3), ...lines.slice(2)].join('\n')))
    expect(doubled).toMatch(/checksum|refuses/)
    expect((await bringIn(target.url, backup)).counts.event).toBe(14)
  })

  test('[BK4] is refused when a bit of it has flipped, anywhere, and nothing of it stays', async () => {
    for (const file of [backup, gzipSync(backup)]) {
      const places = Array.from({ length: 16 }, (_, i) => Math.floor((file.length * i) / 16) + (i % 7))
      for (const place of [...places, file.length - 8]) {
        const flipped = Buffer.from(file)
        flipped[place]! ^= 1 << (place % 8)
        // Of its own header the packed form has bits that mean nothing.
        if (file === backup || place > 10) expect(await refused(flipped), String(place)).not.toBe('restored')
      }
    }
  }, 120_000)

  test('[BK4] is refused when it says other numbers than it holds', async () => {
    const claim = backup.toString().replace(/"author":1,/, '"author":2,')
    expect(await refused(Buffer.from(claim))).toContain('holds 2 rows of author')
  })

  test('[BK4] is refused when a newer version made it, or it is something else', async () => {
    const text = backup.toString()
    expect(await refused(Buffer.from(text.replace('"version":1', '"version":2')))).toContain('has format 2')
    const newer = text.replace(`"schemaVersion":${schemaVersion},`, `"schemaVersion":${schemaVersion + 1},`)
    expect(await refused(Buffer.from(newer))).toContain('newer Everdraft')
    for (const other of ['', 'PGDMP', 'x'.repeat(200_000), '\n'.repeat(200_000)])
      expect(await refused(Buffer.from(other))).toBe('This file is no backup of Everdraft.')
    expect(await refused(Buffer.concat([backup, backup]))).toContain('goes on after its end')
  })

  test('[BK4] may have words of npm before it', async () => {
    const spoken = Buffer.concat([Buffer.from('\n> everdraft@0.1.0 backup\n> node tool.mjs\n\n'), backup])
    expect((await bringIn(target.url, spoken)).counts.event).toBe(14)
  })
})

describe('a restore', () => {
  test('[BK5] goes into an empty database only', async () => {
    const full = [
      `insert into author (author_id, name, color) values (gen_random_uuid(), 'Ben', 'blue')`,
      `insert into stream (stream_id, type) values (gen_random_uuid(), 1)`,
      `insert into "user" (id, name, email) values ('a', 'Ben', 'ben@example.org')`,
      `insert into snapshot values (gen_random_uuid(), 1, 1, 1, '', '')`,
    ]
    for (const insert of full) {
      const there = await scratchDatabase()
      await sql(there.url, insert)
      const before = await allRows(there.url)
      await expect(bringIn(there.url, backup)).rejects.toThrow('not empty')
      expect(await allRows(there.url)).toEqual(before)
      await there.drop()
    }
    await bringIn(target.url, backup)
    await expect(bringIn(target.url, backup)).rejects.toThrow('DATA_DIR')
  })

  test('[BK16] of a log that was damaged brings it back as it was, and says so', async () => {
    const source = await scratchDatabase()
    await bringIn(source.url, backup)
    const [{ id }] = (await sql(source.url, 'select stream_id as id from stream limit 1')) as [{ id: string }]
    await sql(source.url, 'delete from event where stream_id = $1 and revision = 3', [id])
    await sql(source.url, `update event set payload = '\\xff00' where revision = 5`)
    const damaged = await takeBackup(source.url)
    expect((await bringIn(target.url, damaged)).damaged).toEqual([id])
    expect((await allRows(target.url)).event).toEqual((await allRows(source.url)).event)
    // Not known when it was made: something has gone missing since.
    const there = await scratchDatabase()
    const silent = Buffer.from(damaged.toString().replace(`"damaged":["${id}"]`, '"damaged":[]'))
    await expect(bringIn(there.url, silent)).rejects.toThrow(`Revisions of document ${id} are missing`)
    await there.drop()
    await source.drop()
  })
})
