import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contentOf, typing } from '../../support/http'
import { create, eventually, type Line, type Person, type SocketWorld, socketWorld } from '../../support/socket'

let world: SocketWorld
let ann: Person
let bob: Person
let documentId: string

beforeAll(async () => {
  world = await socketWorld()
  ann = await world.person()
  bob = await world.person()
})
beforeEach(async () => {
  documentId = await create(ann, { content: contentOf('one two three') })
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

const faceOf = ({ authorId, name, color }: Person) => ({ authorId, name, color })
const at = (anchor: number, head = anchor) => ({ anchor, head })
const move = (line: Line, selection: object | null, revision = 1, id = documentId) =>
  void line.socket.emit('presence:update', { documentId: id, revision, selection })
/** What a line has heard of one client, the last word first. */
const lastOf = (line: Line, clientId: string) =>
  line
    .of('presence')
    .flatMap(({ updates }) => updates)
    .findLast(member => member.clientId === clientId)

describe('presence', () => {
  it('[SK30] brings where somebody is to the whole room, themselves included, at the revision that they said', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await a.open(documentId)
    const { clientId } = await b.open(documentId)
    for (const [selection, revision] of [
      [at(3), 1],
      [at(7, 2), 1],
      [at(7, 2), 2],
      [null, 2],
    ] as const) {
      move(b, selection, revision)
      for (const line of [a, b])
        await eventually(() => lastOf(line, clientId)).toEqual({
          ...{ clientId, authorId: bob.authorId, revision, selection, idle: false },
        })
    }
    move(b, at(5))
    await eventually(() => lastOf(a, clientId)?.selection).toEqual(at(5))
    expect((await (await ann.connect()).open(documentId)).members.find(member => member.clientId === clientId)).toEqual(
      {
        ...{ clientId, authorId: bob.authorId, revision: 1, selection: at(5), idle: false },
      },
    )
  })

  it('[SK31] of a burst is its last word, in few messages', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await a.open(documentId)
    const { clientId } = await b.open(documentId)
    await eventually(() => lastOf(a, clientId)).toBeDefined()
    const before = a.of('presence').length
    for (let i = 1; i <= 12; i++) move(b, at(i))
    await eventually(() => lastOf(a, clientId)?.selection).toEqual(at(12))
    expect(a.of('presence').length - before).toBeLessThan(6)
  })

  it('[SK33] of who joins is an update without a selection, with their name, and of who leaves their client’s id', async () => {
    const a = await ann.connect()
    await a.open(documentId)
    const comers = [await bob.connect(), await bob.connect(), await bob.connect({ transports: ['polling'] })]
    const clients: string[] = []
    for (const line of comers) {
      const { clientId } = await line.open(documentId)
      clients.push(clientId)
      await eventually(() => lastOf(a, clientId)).toEqual({
        ...{ clientId, authorId: bob.authorId, revision: 1, selection: null, idle: false },
      })
      const { authors } = a.of('presence').find(({ updates }) => updates.some(member => member.clientId === clientId))!
      expect(authors).toContainEqual(faceOf(bob))
    }
    await comers[0]!.get('document:close', { documentId })
    await eventually(() => a.of('presence').flatMap(({ left }) => left)).toEqual([clients[0]])
    comers[1]!.close()
    await eventually(() => a.of('presence').flatMap(({ left }) => left)).toEqual(clients.slice(0, 2))
    // A line that breaks without a word is a disconnect all the same.
    comers[2]!.socket.io.engine.close()
    await eventually(() => a.of('presence').flatMap(({ left }) => left)).toEqual(clients)
    expect((await a.open(documentId)).members).toHaveLength(1)
  })

  it('[SK33] knows a person in two windows as two clients of one author', async () => {
    const lines = [await ann.connect(), await ann.connect()]
    await lines[0]!.open(documentId)
    const { members, authors } = await lines[1]!.open(documentId)
    expect(members.map(({ authorId }) => authorId)).toEqual([ann.authorId, ann.authorId])
    expect(new Set(members.map(({ clientId }) => clientId)).size).toBe(2)
    expect(authors).toEqual([faceOf(ann)])
  })

  it('[SK34] brings the name of who writes without being there', async () => {
    const a = await ann.connect()
    await a.open(documentId)
    const { call, ...carl } = await world.person()
    for (let i = 0; i < 5; i++) await call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'x'))
    await eventually(() => a.events(documentId)).toHaveLength(5)
    const introductions = () => a.of('presence').filter(({ updates }) => updates.length === 0)
    await eventually(() => introductions().flatMap(({ authors }) => authors)).toContainEqual({
      ...{ authorId: carl.authorId, name: carl.name, color: carl.color },
    })
    expect(introductions()[0]).toEqual({ documentId, updates: [], left: [], authors: expect.any(Array) })
  })

  it('[SK35] for a document that is not open here, or of another shape, is nothing', async () => {
    const [a, b, c] = [await ann.connect(), await bob.connect(), await bob.connect()]
    await a.open(documentId)
    const { clientId } = await c.open(documentId)
    move(b, at(3))
    move(b, at(3), 1, randomUUID())
    for (const bad of [at(-1), at(1.5), { anchor: 1 }, { ...at(1), more: 1 }, 'here', undefined])
      c.socket.emit('presence:update', { documentId, revision: 1, selection: bad })
    c.socket.emit('presence:update', { documentId, revision: 1, selection: at(1), clientId: randomUUID() })
    c.socket.emit('presence:update')
    // Each connection keeps its order: once these are answered the others have been handled.
    await Promise.all([b, c].map(line => line.get('document:close', { documentId: randomUUID() })))
    move(c, at(9))
    await eventually(() => lastOf(a, clientId)?.selection).toEqual(at(9))
    const selections = a.of('presence').flatMap(({ updates }) => updates.flatMap(({ selection }) => selection ?? []))
    expect(selections).toEqual([at(9)])
    expect(
      a
        .of('presence')
        .flatMap(({ updates }) => updates)
        .every(member => member.clientId !== undefined),
    ).toBe(true)
  })

  it('[SK36] is taken fifteen times a second from one connection, and what is more is dropped', async () => {
    const [a, b, c] = [await ann.connect(), await bob.connect(), await bob.connect()]
    await a.open(documentId)
    const [{ clientId }, other] = [await b.open(documentId), await c.open(documentId)]
    for (let i = 1; i <= 200; i++) move(b, at(i))
    move(c, at(77))
    await eventually(() => lastOf(a, other.clientId)?.selection).toEqual(at(77))
    await b.get('document:close', { documentId: randomUUID() })
    const reached = () => lastOf(a, clientId)?.selection?.anchor ?? 0
    await eventually(reached).toBeGreaterThanOrEqual(15)
    expect(reached()).toBeLessThan(200)
    await eventually(() => {
      move(b, at(500))
      return reached()
    }).toBe(500)
  })
})

describe('a changed name or colour', () => {
  it('[SK37] is told to everybody who works with its author, and found by whoever comes later', async () => {
    const [a, b, elsewhere] = [await ann.connect(), await bob.connect(), await bob.connect()]
    for (const line of [a, b]) await line.open(documentId)
    await elsewhere.open(await create(bob))
    const face = { authorId: ann.authorId, name: `Zoë ${randomUUID().slice(0, 8)}`, color: 'teal' }
    expect((await ann.call('PATCH', '/api/me', { name: face.name, color: 'teal' })).json).toEqual(face)
    for (const line of [a, b]) await eventually(() => line.of('author:changed')).toEqual([face])
    expect((await elsewhere.open(documentId)).authors).toContainEqual(face)
    expect(elsewhere.of('author:changed')).toEqual([])
  })
})
