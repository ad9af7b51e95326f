import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DocumentList, Timeline } from '@/lib/protocol/http'
import { prismaClient } from '@/server/database/client'
import { Visits } from '@/server/visits'
import { greet } from '@/server/welcome/greet'
import { welcomeId } from '@/server/welcome/id'
import { title } from '@/server/welcome/story'
import { type ScratchDatabase, scratchDatabase, sql } from '../support/database'
import { caller, contentOf, guest } from '../support/http'
import { recorded } from '../support/log'
import { startService } from '../support/service'

const patience = { timeout: 20_000, interval: 50 }
const rows = async (url: string, table: string) =>
  (await sql<{ n: string }>(url, `select count(*) as n from ${table}`))[0]!.n

describe('a first start', () => {
  let database: ScratchDatabase
  beforeAll(async () => {
    database = await scratchDatabase()
  })
  afterAll(() => database.drop())

  it('[LP1] writes the welcome document once, also where two servers start at once, and a later one nothing', async () => {
    const written = await Promise.all([greet(database.url), greet(database.url)])
    const events = await recorded(database.url, welcomeId)
    expect(written.sort((a, b) => a - b)).toEqual([0, events.length])
    const places = events.map(({ position }) => position)
    expect(places).toEqual([...places].sort())
    expect(new Set(places.map(position => position.slice(0, 21))).size).toBe(1)
    expect(await greet(database.url)).toBe(0)
    expect(await rows(database.url, 'event')).toBe(String(events.length))
    expect(await rows(database.url, 'author')).toBe('2')
  })

  it('[LP1] leaves a log alone in which there is something already', async () => {
    const other = await startService()
    try {
      const { call } = await guest(other.url)
      await call('POST', '/api/documents', { title: 'Mine' })
      expect(await greet(other.databaseUrl)).toBe(0)
      expect(await recorded(other.databaseUrl, welcomeId)).toEqual([])
    } finally {
      await other.stop()
    }
  })
})

describe('the welcome document', () => {
  let database: ScratchDatabase
  let service: Awaited<ReturnType<typeof startService>>
  beforeAll(async () => {
    database = await scratchDatabase()
    await greet(database.url)
    service = await startService({}, database)
  })
  afterAll(async () => {
    await service.stop()
    await database.drop()
  })

  /** As a page does that has still been open. */
  const close = async (authorId: string, documentId: string) => {
    const prisma = prismaClient(database.url, { max: 1 })
    const visits = new Visits({ prisma, log: { warn: () => {} } })
    visits.record(authorId, documentId, 1, false)
    await visits.close()
    await prisma.$disconnect()
  }
  const listOf = async ({ call }: Awaited<ReturnType<typeof guest>>) =>
    ((await call('GET', '/api/documents')).json as DocumentList).documents
  const titlesOf = async (somebody: Awaited<ReturnType<typeof guest>>) =>
    (await listOf(somebody)).map(document => document.title)
  const keep = (somebody: Awaited<ReturnType<typeof guest>>, listed: unknown, documentId: string = welcomeId) =>
    somebody.call('PATCH', `/api/documents/${documentId}/visit`, { listed })

  it('[LP3] is in everybody’s list until they take it out, and nothing is written for that', async () => {
    const [ann, bob] = [await guest(service.url), await guest(service.url)]
    await expect.poll(() => titlesOf(ann), patience).toEqual([title])
    expect(await titlesOf(bob)).toEqual([title])
    expect((await listOf(ann))[0]).toMatchObject({ documentId: welcomeId, role: 'editor' })
    expect(await rows(database.url, 'visit')).toBe('0')
    expect((await keep(ann, false)).json).toEqual({ listed: false })
    expect(await titlesOf(ann)).toEqual([])
    expect(await titlesOf(bob)).toEqual([title])
    await keep(ann, true)
    expect(await titlesOf(ann)).toEqual([title])
  })

  it('[LP3] is written by two people with names, and its slider has much to show', async () => {
    const { call } = await guest(service.url)
    const timeline = async () => (await call('GET', `/api/documents/${welcomeId}/history/timeline`)).json as Timeline
    await expect.poll(async () => (await timeline()).restores?.length, patience).toBe(1)
    const { authors, versions, buckets, head } = await timeline()
    expect(authors.map(({ name }) => name).sort()).toEqual(['Ana', 'Ben'])
    expect(versions.map(({ name }) => name)).toEqual(['First whole draft', 'Welcome'])
    expect(buckets.length).toBeGreaterThan(50)
    expect(head).toBeGreaterThan(2_000)
  })

  it('[LP3] takes everybody’s words after its past, and is nobody’s to throw away', async () => {
    const ann = await guest(service.url)
    const { json } = await ann.call('GET', `/api/documents/${welcomeId}`)
    const command = { documentId: welcomeId, baseRevision: json.revision, schemaVersion: json.schemaVersion }
    const send = (wish: object) =>
      ann.call('POST', `/api/documents/${welcomeId}/commands`, { ...command, commandId: randomUUID(), ...wish })
    expect((await send({ type: 'NameVersion', revision: json.revision, name: 'Seen' })).status).toBe(200)
    expect((await send({ type: 'TrashDocument' })).status).toBe(403)
  })

  it('[LP3] is not listed by a server that welcomes nobody', async () => {
    const cold = await startService({ WELCOME: 'false' }, database)
    try {
      const ann = await guest(cold.url)
      expect(await titlesOf(ann)).toEqual([])
      expect((await ann.call('GET', `/api/documents/${welcomeId}`)).status).toBe(200)
      expect(await titlesOf(ann)).toEqual([title])
    } finally {
      await cold.shutDown()
    }
  })

  it('[LP4] a document of others leaves one’s list and comes back when it is opened; one’s own stays', async () => {
    const [ann, bob] = [await guest(service.url), await guest(service.url)]
    const { documentId } = (await ann.call('POST', '/api/documents', { title: 'Ann’s', content: contentOf('hers') }))
      .json
    const id = documentId as string
    await expect.poll(() => titlesOf(ann), patience).toContain('Ann’s')
    await bob.call('GET', `/api/documents/${id}`)
    expect(await titlesOf(bob)).toContain('Ann’s')
    await keep(bob, false, id)
    expect(await titlesOf(bob)).not.toContain('Ann’s')
    await close(bob.authorId, id)
    expect(await titlesOf(bob)).not.toContain('Ann’s')
    await bob.call('GET', `/api/documents/${id}`)
    expect(await titlesOf(bob)).toContain('Ann’s')

    const refused = await keep(ann, false, id)
    expect([refused.status, await titlesOf(ann)]).toEqual([400, expect.arrayContaining(['Ann’s'])])
    expect((await keep(bob, 'no', id)).status).toBe(400)
    expect((await keep(bob, false, randomUUID())).status).toBe(404)
    expect((await caller(service.url)('PATCH', `/api/documents/${id}/visit`, { listed: true })).status).toBe(401)
  })
})
