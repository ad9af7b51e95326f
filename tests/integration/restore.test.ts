import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EverdraftClient } from '@/lib/client/client'
import type { Command } from '@/lib/document/commands'
import { schemaVersion } from '@/lib/document/schema'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { allRows, bringIn, takeBackup } from '../support/backup'
import { type ScratchDatabase, scratchDatabase, sql } from '../support/database'
import { contentOf, cookieOf, guest, typing } from '../support/http'
import { startService } from '../support/service'
import { runTool } from '../support/tool'

type Service = Awaited<ReturnType<typeof startService>>

const account = { email: 'anna@example.org', password: 'correct horse battery', name: 'Anna' }
const databases: ScratchDatabase[] = []
const clients: EverdraftClient[] = []
let old: Service
let fresh: Service
let backup: Buffer
let documentId: string
let cookies: { anna: string; reader: string }

async function connect(service: Service, cookie: string): Promise<EverdraftClient> {
  const client = await EverdraftClient.connect(service.url, cookie)
  clients.push(client)
  return client
}

async function emptyDatabase(): Promise<ScratchDatabase> {
  const database = await scratchDatabase()
  databases.push(database)
  return database
}

const write = (client: EverdraftClient, text: string, base: number) =>
  client.command(typing(documentId, text, base) as unknown as Command)

beforeAll(async () => {
  old = await startService()
  const [writer, reader] = [await guest(old.url), await guest(old.url)]
  const signedUp = await writer.call('POST', '/api/auth/sign-up/email', account, { origin: old.url })
  cookies = { anna: cookieOf(signedUp), reader: reader.cookie }
  const anna = await connect(old, cookies.anna)
  documentId = (await anna.create({ title: 'Plans', content: contentOf('One') })).documentId
  await write(anna, 'Two ', 1)
  await reader.call('GET', `/api/documents/${documentId}`)
  await reader.call('PATCH', '/api/me', { name: 'Reader', color: 'teal' })
  // Visits are written together, a moment later.
  await reader.call('GET', '/api/documents')
  backup = await takeBackup(old.database.url)
  const database = await emptyDatabase()
  await bringIn(database.url, backup)
  fresh = await startService({}, database)
})
afterAll(async () => {
  for (const client of clients) client.close()
  await fresh.stop()
  await old.stop()
  for (const database of databases) await database.drop()
})

/** All that somebody sees who comes with this cookie. */
async function seen(service: Service, cookie: string) {
  const client = await connect(service, cookie)
  const { historyEpoch, ...document } = await client.document(documentId)
  const events = await client.events(documentId)
  const list = await client.call('GET', `/documents?after=${events.events.at(-1)!.position}`)
  return { me: client.me, document, events, list }
}

describe('after a restore', () => {
  test('[BK1] everybody is who they were, by their old cookies and passwords, and sees what they saw', async () => {
    for (const cookie of Object.values(cookies)) expect(await seen(fresh, cookie)).toEqual(await seen(old, cookie))
    const { me } = await connect(old, cookies.anna)
    expect(me.name).toBe('Anna')
    const stranger = await guest(fresh.url)
    const signedIn = await stranger.call('POST', '/api/auth/sign-in/email', account, { origin: fresh.url })
    expect((await connect(fresh, cookieOf(signedIn))).me).toEqual(me)
  })

  test('[BK6] a client from before gets a snapshot, even one that had seen more than the backup', async () => {
    const { historyEpoch } = await (await connect(old, cookies.anna)).document(documentId)
    const anna = await connect(fresh, cookies.anna)
    const current = await anna.document(documentId)
    await expect.poll(() => anna.transport.connected).toBe(true)
    const open = (since: number, epoch: number) =>
      anna.transport.request('document:open', { documentId, schemaVersion, since, historyEpoch: epoch })
    for (const since of [1, 2, 40])
      expect(await open(since, historyEpoch)).toMatchObject({ ok: true, revision: 2, snapshot: { doc: current.doc } })
    const known = await open(1, current.historyEpoch)
    expect(known).toMatchObject({ ok: true, events: [{ revision: 2 }] })
    expect(known).not.toHaveProperty('snapshot')
  })

  test('[BK6] of one backup, twice, no history is taken for the other', async () => {
    const epochs = new Set<number>()
    for (const database of [await emptyDatabase(), await emptyDatabase()]) {
      await bringIn(database.url, backup)
      const [stream] = await sql<{ history_epoch: number }>(database.url, 'select history_epoch from stream')
      epochs.add(stream!.history_epoch)
      await new Promise(resolve => setTimeout(resolve, 1_000))
    }
    expect(epochs.size).toBe(2)
  })

  test('[BK6] whatever is written comes behind all that was restored, for who follows the log', async () => {
    // Transaction ids of another cluster, as far ahead as they may be.
    const far = backup.toString().replaceAll(/"xid":"\d+"/g, xid => `${xid.slice(0, -1)}000000000"`)
    const body = far.slice(0, far.lastIndexOf('\n', far.length - 2) + 1)
    const sha256 = createHash('sha256').update(body).digest('hex')
    const end = JSON.parse(far.slice(body.length))
    const database = await emptyDatabase()
    await bringIn(database.url, Buffer.from(`${body}${JSON.stringify({ ...end, sha256 })}\n`))

    const prisma = prismaClient(database.url)
    const store = new PostgresEventStore(prisma)
    const restored = await store.follow('', 10)
    expect(restored.map(({ revision }) => revision)).toEqual([1, 2])
    expect(await store.end()).toBe(restored[1]!.position)
    const service = await startService({}, database)
    const event = (await write(await connect(service, cookies.anna), 'Three ', 2)).event
    expect(event.revision).toBe(3)
    expect(event.position > restored[1]!.position).toBe(true)
    await expect.poll(() => store.follow(restored[1]!.position, 10)).toMatchObject([{ revision: 3 }])
    expect(await store.end()).toBe(event.position)
    // The read models follow as well.
    const list = await (await connect(service, cookies.reader)).call('GET', `/documents?after=${event.position}`)
    expect(list).toMatchObject({ documents: [{ revision: 3, excerpt: 'Three Two One' }] })
    await service.stop()
    await prisma.$disconnect()
  })
})

describe('the tools', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'everdraft-backup-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('[BK8] back up a running server and restore it elsewhere, with read models as the log says', async () => {
    const file = path.join(folder, 'backup.ndjson.gz')
    const taken = await runTool('backup', old.database.url, file)
    expect(taken).toMatchObject({
      code: 0,
      output: expect.stringContaining('Backed up 1 documents, 2 events, 2 authors'),
    })
    expect(readdirSync(folder)).toEqual(['backup.ndjson.gz'])
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)

    const { url } = await emptyDatabase()
    const restored = await runTool('restore', url, file)
    expect(restored.output).toContain('1 documents, 2 events')
    expect(restored.output.match(/All 1 documents are as the log says/g)).toHaveLength(2)
    expect(restored.code).toBe(0)
    expect((await allRows(url)).event).toEqual((await allRows(old.database.url)).event)
    const [views] = await sql<{ n: number }>(url, 'select count(*)::int as n from document_view')
    expect(views!.n).toBe(1)

    const again = await runTool('restore', url, file)
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('not empty') })
    truncateSync(file, statSync(file).size - 20)
    const { url: other } = await emptyDatabase()
    const cut = await runTool('restore', other, file)
    expect(cut).toMatchObject({ code: 1, output: expect.stringContaining('cut off or damaged') })
    expect(Object.values(await allRows(other)).flat()).toEqual([])
  }, 240_000)

  test('[BK8] leave no half of a backup behind, and say how they are called', async () => {
    const nowhere = path.join(folder, 'missing', 'backup.ndjson')
    expect((await runTool('backup', old.database.url, nowhere)).code).toBe(1)
    expect(existsSync(nowhere)).toBe(false)
    expect(await runTool('restore', old.database.url)).toMatchObject({
      code: 2,
      output: expect.stringContaining('Usage:'),
    })
  }, 120_000)
})
