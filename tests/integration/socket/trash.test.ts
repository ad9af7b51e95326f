import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import { contentOf, typing } from '../../support/http'
import { recorded } from '../../support/log'
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
let a: Line
let b: Line

beforeAll(async () => {
  world = await socketWorld({ LIMIT_OPEN_DOCUMENTS: '1' })
  ann = await world.person()
  bob = await world.person()
})
beforeEach(async () => {
  documentId = await create(ann, { title: 'Plan', content: contentOf('one') })
  a = await ann.connect()
  b = await bob.connect()
  for (const line of [a, b]) await line.open(documentId)
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

const send = (line: Line, wish: object) => line.get('document:command', wish)

describe('a document in the trash', () => {
  it('[SK26] can be read, taken back and deleted; everything else is forbidden', async () => {
    await send(a, command(documentId, 'TrashDocument'))
    expect(await b.open(documentId)).toMatchObject({ role: 'editor', snapshot: { trashed: true, title: 'Plan' } })
    const { events } = await b.open(documentId, { since: 1 })
    expect(events).toMatchObject([{ type: 'DocumentTrashed', data: {} }])
    for (const line of [a, b])
      for (const wish of [
        typing(documentId, 'x', 2),
        command(documentId, 'RenameDocument', { title: 'x' }),
        command(documentId, 'NameVersion', { revision: 1, name: 'x' }),
        command(documentId, 'RestoreRevision', { revision: 1 }),
        command(documentId, 'TrashDocument'),
      ])
        expect([wish.type, (await line.refusal('document:command', wish)).code]).toEqual([wish.type, 'forbidden'])
    await send(a, command(documentId, 'UntrashDocument', { baseRevision: 2 }))
    expect(await b.open(documentId)).toMatchObject({ revision: 3, snapshot: { trashed: false } })
    await send(b, typing(documentId, 'x', 3))
    await send(a, command(documentId, 'TrashDocument', { baseRevision: 4 }))
    await send(a, command(documentId, 'DeleteDocument', { baseRevision: 5 }))
  })
})

describe('a deleted document', () => {
  it('[SK27] is told by its event and then by document:access, and everybody is out of it', async () => {
    await send(a, command(documentId, 'DeleteDocument'))
    for (const line of [a, b]) {
      const about = () => line.heard.filter(({ name }) => name !== 'presence')
      await eventually(about).toHaveLength(2)
      expect(about()).toMatchObject([
        { name: 'document:events', payload: { documentId, events: [{ revision: 2, type: 'DocumentDeleted' }] } },
        { name: 'document:access', payload: { documentId, role: null } },
      ])
      // There's room for another document again.
      await line.open(await create(ann))
    }
    expect(await a.get('document:close', { documentId })).toEqual({ ok: true })
  })

  it('[SK27] answers everything as one that never was, by socket and by HTTP', async () => {
    await send(a, command(documentId, 'DeleteDocument'))
    const errors = async (id: string) => {
      const answers: unknown[] = []
      for (const line of [a, b]) {
        for (const wish of [
          typing(id, 'x'),
          typing(id, 'x', 99),
          { ...typing(id, 'x'), schemaVersion: schemaVersion + 1 },
          command(id, 'RenameDocument', { title: 'x' }),
          command(id, 'RestoreRevision', { revision: 99 }),
          command(id, 'UntrashDocument'),
          command(id, 'DeleteDocument'),
        ])
          answers.push(await line.refusal('document:command', wish))
        for (const since of [undefined, 1, 99])
          answers.push(await line.refusal('document:open', { documentId: id, schemaVersion, ...(since && { since }) }))
        answers.push(await line.refusal('document:check', { documentId: id, revision: 1, hash: '0'.repeat(64) }))
      }
      for (const { call } of [ann, bob]) {
        const paths = ['', '/at/1', '/at/99', '/events', '/history/timeline', '/history/sessions']
        for (const path of paths) answers.push((await call('GET', `/api/documents/${id}${path}`)).json.error)
        answers.push((await call('POST', `/api/documents/${id}/commands`, typing(id, 'x', 99))).json.error)
        for (const revision of [1, 99])
          answers.push((await call('POST', '/api/documents', { from: { documentId: id, revision } })).json.error)
      }
      return answers
    }
    const deleted = await errors(documentId)
    expect(deleted.map(error => (error as { code: string }).code)).toEqual(deleted.map(() => 'not_found'))
    expect(deleted).toEqual(await errors(randomUUID()))
  })

  it('[SK27] keeps its id, as a living one does, without a word about which of the two it is', async () => {
    const living = await create(ann)
    await send(a, command(documentId, 'DeleteDocument'))
    const [one, two] = await Promise.all(
      [living, documentId].map(id => bob.call('POST', '/api/documents', { documentId: id })),
    )
    expect([one!.status, one!.json]).toMatchObject([400, { error: { code: 'bad_request' } }])
    expect(two!.json).toEqual(one!.json)
  })

  it('[SK27] answers its author’s resend of the delete as before, and nobody else’s', async () => {
    const wish = command(documentId, 'DeleteDocument')
    const edit = typing(documentId, 'two ')
    await send(b, edit)
    const first = await send(a, wish)
    expect(await send(a, wish)).toEqual(first)
    expect(await send(await ann.connect(), wish)).toEqual(first)
    expect((await ann.call('POST', `/api/documents/${documentId}/commands`, wish)).json).toMatchObject({ revision: 3 })
    expect(await b.refusal('document:command', wish)).toMatchObject({ code: 'not_found' })
    expect(await recorded(world.databaseUrl, documentId)).toHaveLength(3)
  })
})
