import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CommandType } from '@/lib/document/commands'
import { schemaVersion } from '@/lib/document/schema'
import { contentOf, typing } from '../../support/http'
import { holdBack, recorded } from '../../support/log'
import {
  command,
  create,
  eventually,
  type Line,
  type Person,
  type SocketWorld,
  socketWorld,
} from '../../support/socket'

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
  documentId = await create(ann, { content: contentOf('one') })
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

const send = (line: Line, wish: object) => line.get('document:command', wish)
const log = () => recorded(world.databaseUrl, documentId)
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

describe('a command', () => {
  it('[SK17] is acknowledged and told to the room once it is committed, and not before', async () => {
    const [a, b, elsewhere] = [await ann.connect(), await bob.connect(), await bob.connect()]
    await Promise.all([a.open(documentId), b.open(documentId)])
    const release = await holdBack(world.databaseUrl, documentId)
    let acknowledged = false
    const sent = send(a, typing(documentId, 'two ')).finally(() => {
      acknowledged = true
    })
    await pause(500)
    expect([acknowledged, a.events(documentId), b.events(documentId)]).toEqual([false, [], []])
    expect(await elsewhere.open(documentId)).toMatchObject({ revision: 1 })
    await release()
    const answer = await sent
    expect(await log()).toMatchObject([{ revision: 1 }, { revision: 2, position: answer.position }])
    for (const line of [a, b, elsewhere]) await eventually(() => line.events(documentId)).toHaveLength(1)
  })

  it('[SK17] that is acknowledged is in the log at that very moment', async () => {
    const line = await ann.connect()
    for (let revision = 2; revision <= 6; revision++) {
      const wish = typing(documentId, `${revision} `, revision - 1)
      const answer = await send(line, wish)
      const event = (await log()).at(-1)!
      expect(answer).toEqual({ ok: true, revision, position: event.position })
      expect(event).toMatchObject({ revision, commandId: wish.commandId, authorId: ann.authorId, via: 'browser' })
    }
  })

  it('[SK18] is told to everybody who has the document open, the author too, and to nobody else', async () => {
    const [a, b, c] = [await ann.connect(), await bob.connect(), await bob.connect()]
    const another = await create(bob)
    await Promise.all([a.open(documentId), b.open(documentId), c.open(another)])
    await send(c, typing(documentId, 'two '))
    await send(c, typing(another, 'x'))
    await eventually(() => c.events(another)).toHaveLength(1)
    const [event] = (await log()).slice(1)
    for (const line of [a, b]) {
      await eventually(() => line.events(documentId)).toEqual([event])
      expect(line.events(another)).toEqual([])
    }
    expect(c.events(documentId)).toEqual([])
    const http = await bob.call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'three '))
    await eventually(() => a.events(documentId).at(-1)).toEqual(http.json.event)
  })

  it('[SK18] travels with all that is committed with it in one message, the same to everybody', async () => {
    const lines = [await ann.connect(), await bob.connect(), await bob.connect()]
    for (const line of lines) await line.open(documentId)
    const release = await holdBack(world.databaseUrl, documentId)
    const sent = Array.from({ length: 30 }, (_, i) => send(lines[i % 3]!, typing(documentId, `${i} `)))
    await pause(500)
    await release()
    const answers = await Promise.all(sent)
    expect(new Set(answers.map(({ revision }) => revision)).size).toBe(30)
    for (const line of lines) {
      await eventually(() => line.events(documentId).map(({ revision }) => revision)).toEqual(
        Array.from({ length: 30 }, (_, i) => i + 2),
      )
      expect(line.of('document:events').length).toBeLessThanOrEqual(3)
      expect(line.of('document:events')).toEqual(lines[0]!.of('document:events'))
    }
    expect(lines[0]!.events(documentId)).toEqual((await log()).slice(1))
  })

  it('[SK19] of every type makes its one event', async () => {
    const line = await ann.connect()
    await line.open(documentId)
    const { steps } = typing(documentId, 'two ')
    const source = { documentId, revision: 1, from: 0, to: 3 }
    const made = { madeAt: '2026-01-01T10:00:00.000Z', stepTimes: [7] }
    const edit = { steps, origin: 'pasted', undoes: [randomUUID()], source, ...made }
    const wishes: [CommandType, object, string, object][] = [
      ['EditContent', edit, 'ContentEdited', edit],
      ['EditContent', { steps }, 'ContentEdited', { steps, origin: 'scripted' }],
      ['RenameDocument', { title: 'Plan' }, 'DocumentRenamed', { title: 'Plan' }],
      ['NameVersion', { revision: 2, name: 'First' }, 'VersionNamed', { revision: 2, name: 'First' }],
      ['NameVersion', { revision: 2, name: null }, 'VersionNamed', { revision: 2, name: null }],
      ['RestoreRevision', { revision: 1 }, 'RevisionRestored', { steps: expect.any(Array), restoredFrom: 1 }],
      ['TrashDocument', {}, 'DocumentTrashed', {}],
      ['UntrashDocument', {}, 'DocumentUntrashed', {}],
      ['DeleteDocument', {}, 'DocumentDeleted', {}],
    ]
    for (const [i, [type, fields, event, data]] of wishes.entries()) {
      const wish = command(documentId, type, { baseRevision: i + 1, ...fields })
      const { revision, position } = await send(line, wish)
      const { commandId, baseRevision } = wish
      const from = { authorId: ann.authorId, via: 'browser', recordedAt: expect.any(String) }
      const header = { documentId, revision, position, schemaVersion, commandId, baseRevision, ...from }
      await eventually(() => line.events(documentId)[i]).toEqual({ ...header, type: event, data })
      expect(revision).toBe(i + 2)
    }
    expect(line.events(documentId)).toHaveLength(wishes.length)
  })

  it('[SK20] sent again is answered the same and makes no other event, at once, later, and elsewhere', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    const wish = typing(documentId, 'two ')
    const [first, copy] = await Promise.all([send(a, wish), send(a, wish)])
    await send(b, typing(documentId, 'three '))
    const later = await send(a, wish)
    a.close()
    const again = await send(await ann.connect({ transports: ['polling'] }), wish)
    const http = (await ann.call('POST', `/api/documents/${documentId}/commands`, wish)).json
    for (const answer of [copy, later, again]) expect(answer).toEqual(first)
    expect(http).toMatchObject({ revision: first.revision, position: first.position })
    expect(await log()).toHaveLength(3)
    expect(await send(b, wish)).toMatchObject({ revision: 4 })
  })

  it('[SK21] made behind the head is rebased, and what has no target any more is an event all the same', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await a.open(documentId)
    const deletion = { stepType: 'replace', from: 1, to: 4 }
    const insertion = (text: string, at: number) => {
      const slice = { content: [{ type: 'text', text }] }
      return { stepType: 'replace', from: at, to: at, slice }
    }
    for (const [line, steps] of [
      [a, [deletion]],
      [b, [insertion('x', 2), insertion('y', 1)]],
      [b, [insertion('z', 3)]],
      [b, [insertion('w', 1)]],
    ] as const)
      await send(line, command(documentId, 'EditContent', { steps }))
    await eventually(() => a.events(documentId).map(({ data }) => data)).toEqual([
      { steps: [deletion], origin: 'scripted' },
      { steps: [insertion('y', 1)], origin: 'scripted', kept: [1] },
      { steps: [], origin: 'scripted', kept: [] },
      { steps: [expect.objectContaining({ stepType: 'replace' })], origin: 'scripted' },
    ])
    expect((await a.open(documentId)).snapshot!.doc).toEqual(
      (await ann.call('GET', `/api/documents/${documentId}`)).json.doc,
    )
  })

  it('[SK21] carries its author, who is the session’s whatever the payload says', async () => {
    const line = await bob.connect()
    for (const lie of [{ authorId: ann.authorId }, { via: 'seed' }, { recordedAt: new Date(0).toISOString() }])
      expect(await line.refusal('document:command', { ...typing(documentId, 'x'), ...lie })).toMatchObject({
        code: 'bad_request',
      })
    await send(line, typing(documentId, 'x'))
    expect((await log()).at(-1)).toMatchObject({ authorId: bob.authorId, revision: 2 })
  })
})

it('[SK40] all of it works by polling too', async () => {
  const [a, b] = [await ann.connect({ transports: ['polling'] }), await bob.connect()]
  await Promise.all([a.open(documentId), b.open(documentId)])
  await send(a, typing(documentId, 'two '))
  await send(b, typing(documentId, 'three ', 2))
  for (const line of [a, b])
    await eventually(() => line.events(documentId).map(({ revision }) => revision)).toEqual([2, 3])
  await a.get('document:close', { documentId })
  await eventually(() => b.of('presence').flatMap(({ left }) => left)).toHaveLength(1)
})
