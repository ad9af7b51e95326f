import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import { contentOf, typing } from '../../support/http'
import { holdReads, lastSeen, raiseHistoryEpoch, seed } from '../../support/log'
import { command, create, eventually, type Person, type SocketWorld, socketWorld } from '../../support/socket'

let world: SocketWorld
let ann: Person
let bob: Person
let documentId: string

beforeAll(async () => {
  world = await socketWorld({ LIMIT_OPEN_DOCUMENTS: '4' })
  ann = await world.person()
  bob = await world.person()
})
beforeEach(async () => {
  documentId = await create(ann, { title: 'Plan', content: contentOf('one') })
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

const faceOf = ({ authorId, name, color }: Person) => ({ authorId, name, color })
const revisions = (events: { revision: number }[]) => events.map(({ revision }) => revision)
const write = (line: { get: (name: 'document:command', wish: object) => Promise<unknown> }, text: string, base = 1) =>
  line.get('document:command', typing(documentId, text, base))

describe('document:open', () => {
  it('[SK4] without since brings a snapshot of the head, and who is here', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await write(a, 'two ')
    await a.get('document:command', command(documentId, 'RenameDocument', { title: 'Plans' }))
    const first = await a.open(documentId)
    const { doc } = (await ann.call('GET', `/api/documents/${documentId}`)).json
    expect(first).toEqual({
      ok: true,
      revision: 3,
      role: 'owner',
      clientId: expect.any(String),
      historyEpoch: 1,
      schemaVersion,
      members: [{ clientId: first.clientId, authorId: ann.authorId, revision: 3, selection: null, idle: false }],
      authors: [faceOf(ann)],
      snapshot: { revision: 3, title: 'Plans', trashed: false, doc },
      events: [],
    })
    const second = await b.open(documentId)
    expect(second).toMatchObject({ role: 'editor', snapshot: { revision: 3 } })
    expect(second.members.map(({ clientId }) => clientId)).toEqual([first.clientId, second.clientId])
    expect(new Set(second.authors)).toEqual(new Set([faceOf(ann), faceOf(bob)]))
  })

  it('[SK5] with since brings the events after it, their authors, and never a snapshot', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    for (let base = 1; base <= 3; base++) await write(a, `${base} `, base)
    for (const [since, expected] of [
      [0, [1, 2, 3, 4]],
      [1, [2, 3, 4]],
      [3, [4]],
      [4, []],
    ] as const) {
      const opened = await b.open(documentId, { since, historyEpoch: 1 })
      expect([since, revisions(opened.events), opened.revision]).toEqual([since, expected, 4])
      expect(opened).not.toHaveProperty('snapshot')
      expect(opened).not.toHaveProperty('next')
      expect(new Set(opened.authors)).toEqual(new Set([faceOf(bob), ...(since < 4 ? [faceOf(ann)] : [])]))
    }
    const { events } = (await ann.call('GET', `/api/documents/${documentId}/events`)).json
    expect((await b.open(documentId, { since: 0 })).events).toEqual(events)
  })

  it('[SK6] with since above the head is future_revision, and lets nobody in', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    expect(await b.refusal('document:open', { documentId, schemaVersion, since: 2 })).toMatchObject({
      code: 'future_revision',
    })
    expect((await a.open(documentId)).members).toHaveLength(1)
    expect(await b.refusal('document:check', { documentId, revision: 1, hash: '0'.repeat(64) })).toMatchObject({
      code: 'not_found',
    })
  })

  it('[SK7] with another historyEpoch brings a snapshot, whatever since says', async () => {
    const old = await seed(world.databaseUrl, ann.authorId, 3)
    await raiseHistoryEpoch(world.databaseUrl, old)
    const line = await ann.connect()
    for (const since of [undefined, 1, 3, 99]) {
      const opened = await line.open(old, { ...(since && { since }), historyEpoch: 1 })
      expect(opened).toMatchObject({ historyEpoch: 2, revision: 3, snapshot: { revision: 3, title: '3' }, events: [] })
    }
    expect(await line.open(old, { since: 1, historyEpoch: 2 })).not.toHaveProperty('snapshot')
    expect(await line.open(old, { since: 1 })).not.toHaveProperty('snapshot')
  })

  it('[SK8] a document that there is not and one that was deleted are answered the same', async () => {
    const line = await bob.connect()
    const owner = await ann.connect()
    await owner.get('document:command', command(documentId, 'DeleteDocument'))
    for (const more of [{}, { since: 1 }, { since: 99 }, { historyEpoch: 7 }]) {
      const open = (id: string) => line.refusal('document:open', { documentId: id, schemaVersion, ...more })
      const never = await open(randomUUID())
      expect(never).toMatchObject({ code: 'not_found' })
      expect(await open(documentId)).toEqual(never)
    }
  })

  it('[SK9] what is not of the declared shape is bad_request', async () => {
    const line = await ann.connect()
    const good = { documentId, schemaVersion }
    for (const bad of [
      undefined,
      null,
      5,
      'open',
      [],
      {},
      { documentId },
      { ...good, documentId: 'Plan' },
      { ...good, documentId: documentId.toUpperCase() },
      { ...good, since: -1 },
      { ...good, since: 1.5 },
      { ...good, since: '1' },
      { ...good, since: 2 ** 31 },
      { ...good, historyEpoch: 0 },
      { ...good, schemaVersion: 0 },
      { ...good, schemaVersion: null },
      { ...good, authorId: bob.authorId },
    ])
      expect([bad, (await line.refusal('document:open', bad)).code]).toEqual([bad, 'bad_request'])
    expect(await line.open(documentId)).toMatchObject({ revision: 1 })
  })

  it('[SK10] again, it is the same client', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    const [one, two] = await Promise.all([a.open(documentId), a.open(documentId)])
    const three = await a.open(documentId, { since: 1 })
    expect(new Set([one, two, three].map(({ clientId }) => clientId)).size).toBe(1)
    expect((await b.open(documentId)).members).toHaveLength(2)
    await write(b, 'x')
    await eventually(() => a.events(documentId)).toHaveLength(1)
    const other = await (await ann.connect()).open(documentId)
    expect(other.clientId).not.toBe(one.clientId)
  })

  it('[SK11] beyond the limit of open documents is rate_limited, however they come, until one is closed', async () => {
    const line = await ann.connect()
    const ids = await Promise.all(Array.from({ length: 10 }, () => create(ann)))
    const answers = await Promise.all(ids.map(id => line.ask('document:open', { documentId: id, schemaVersion })))
    const open = ids.filter((_, i) => answers[i]!.ok)
    expect(open).toHaveLength(4)
    const refused = ids.find(id => !open.includes(id))!
    expect(await line.refusal('document:open', { documentId: refused, schemaVersion })).toMatchObject({
      code: 'rate_limited',
      retryInMs: expect.any(Number),
    })
    await line.open(open[0]!)
    await line.get('document:close', { documentId: open[0]! })
    await line.open(refused)
    expect(await line.refusal('document:open', { documentId: open[0]!, schemaVersion })).toMatchObject({
      code: 'rate_limited',
    })
  })

  it('[SK12] whoever joins among writers gets every event once: in the answer or after it', async () => {
    const writers = await Promise.all([ann.connect(), bob.connect()])
    let done = false
    const typed = writers.map(async line => {
      for (let i = 0; !done; i++) await write(line, `${i} `)
    })
    const joined = []
    for (let i = 0; i < 12; i++) {
      const line = await bob.connect()
      const fresh = i % 2 === 0
      const opened = await line.open(documentId, fresh ? {} : { since: 1 })
      const until = fresh ? opened.snapshot!.revision : 1
      joined.push({ line, opened, until })
    }
    done = true
    await Promise.all(typed)
    const head = (await writers[0]!.open(documentId)).revision
    expect(head).toBeGreaterThan(10)
    for (const { line, opened, until } of joined) {
      const expected = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + 1 + i)
      expect(revisions(opened.events)).toEqual(expected(until, opened.revision))
      await eventually(() => revisions(line.events(documentId))).toEqual(expected(opened.revision, head))
    }
  })

  it('[SK13] is noted as a visit, and so is how far somebody had come when they left', async () => {
    const line = await bob.connect()
    await line.open(documentId)
    const rows = async () => (await bob.call('GET', '/api/documents')).json.documents as { documentId: string }[]
    await eventually(async () => (await rows()).map(row => row.documentId)).toContain(documentId)
    const owner = await ann.connect()
    await write(owner, 'x')
    await line.get('document:close', { documentId })
    await rows()
    expect(await lastSeen(world.databaseUrl, bob.authorId, documentId)).toBe(2)
    await line.open(documentId)
    await write(owner, 'y')
    line.close()
    await eventually(async () => {
      await rows()
      return lastSeen(world.databaseUrl, bob.authorId, documentId)
    }).toBe(3)
  })
})

describe('a document that takes its time', () => {
  it('[SK14] is not open for a connection that has ended meanwhile', async () => {
    const slow = await seed(world.databaseUrl, ann.authorId, 2)
    const [gone, line] = [await bob.connect(), await ann.connect()]
    const release = await holdReads(world.databaseUrl)
    gone.socket.emit('document:open', { documentId: slow, schemaVersion })
    const opening = line.open(slow)
    // What comes after it on the same connection has been handled, so that has too.
    await gone.get('document:close', { documentId })
    gone.close()
    await release()
    const { clientId } = await opening
    await eventually(() => line.members(slow).map(member => member.clientId)).toEqual([clientId])
    expect((await line.open(slow)).members.map(member => member.clientId)).toEqual([clientId])
  })

  it('[SK14] is closed by what was sent after its opening', async () => {
    const slow = await seed(world.databaseUrl, ann.authorId, 2)
    const [hasty, line] = [await bob.connect(), await ann.connect()]
    const [opened, closed] = [hasty.open(slow), hasty.get('document:close', { documentId: slow })]
    await Promise.all([opened, closed])
    const { members, clientId } = await line.open(slow)
    expect(members.map(member => member.clientId)).toEqual([clientId])
    await line.get('document:command', command(slow, 'RenameDocument', { title: 'x' }))
    await eventually(() => line.events(slow)).toHaveLength(1)
    expect(hasty.events(slow)).toEqual([])
  })
})
