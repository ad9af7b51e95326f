import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import { contentOf, typing } from '../../support/http'
import { recorded, seed } from '../../support/log'
import { command, create, eventually, type Person, type SocketWorld, socketWorld } from '../../support/socket'

let world: SocketWorld
let ann: Person
let bob: Person
let documentId: string

beforeAll(async () => {
  world = await socketWorld({ LIMIT_DOCUMENT_CHARACTERS: '200' })
  ann = await world.person()
  bob = await world.person()
})
beforeEach(async () => {
  documentId = await create(ann, { content: contentOf('one') })
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

const head = async () => (await recorded(world.databaseUrl, documentId)).length
const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

describe('a command that is not taken', () => {
  it('[SK22] says why by a code of the list, and changes nothing', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await a.open(documentId)
    const good = typing(documentId, 'x')
    const [step] = (good as { steps: object[] }).steps
    for (const [code, wish] of [
      ['bad_request', null],
      ['bad_request', 'EditContent'],
      ['bad_request', { ...good, type: 'MoveDocument' }],
      ['bad_request', { ...good, title: 'x' }],
      ['bad_request', { ...good, commandId: 'x' }],
      ['bad_request', { ...good, baseRevision: 0 }],
      ['bad_request', { ...good, steps: [] }],
      ['bad_request', { ...good, origin: 'dreamt' }],
      ['bad_request', { ...good, stepTimes: [1, 2] }],
      ['bad_request', command(documentId, 'UntrashDocument')],
      ['bad_request', { ...command(documentId, 'RenameDocument', { title: '' }), title: 'a\u0000' }],
      ['invalid_steps', { ...good, steps: [{ ...step, from: 9 }] }],
      ['invalid_steps', { ...good, steps: [{ stepType: 'explode' }] }],
      ['future_revision', { ...good, baseRevision: 2 }],
      ['future_revision', command(documentId, 'NameVersion', { revision: 2, name: 'Next' })],
      ['future_revision', command(documentId, 'RestoreRevision', { revision: 2 })],
      ['document_too_large', typing(documentId, 'x'.repeat(300))],
      ['command_too_large', { ...good, steps: Array(501).fill(step) }],
    ] as const)
      expect([wish, (await a.refusal('document:command', wish)).code]).toEqual([wish, code])
    for (const type of ['TrashDocument', 'UntrashDocument', 'DeleteDocument'] as const)
      expect(await b.refusal('document:command', command(documentId, type))).toMatchObject({ code: 'forbidden' })
    expect([await head(), a.events(documentId)]).toEqual([1, []])
  })

  it('[SK22] too_far_behind is more than 5,000 revisions', async () => {
    const long = await seed(world.databaseUrl, ann.authorId, 5_003)
    const line = await bob.connect()
    const far = typing(long, 'x', 2)
    expect(await line.refusal('document:command', far)).toMatchObject({ code: 'too_far_behind' })
    expect(await line.get('document:command', { ...far, baseRevision: 3 })).toMatchObject({ revision: 5_004 })
  })

  it('[SK23] is rate_limited beyond so many a second and a connection, and taken after the time that was told', async () => {
    const eager = await socketWorld({ LIMIT_COMMANDS_PER_SECOND: '10' })
    try {
      const someone = await eager.person()
      const [line, other] = [await someone.connect(), await someone.connect()]
      const mine = await create(someone)
      const wishes = Array.from({ length: 100 }, () => command(mine, 'RenameDocument', { title: 'x' }))
      const answers = await Promise.all(wishes.map(wish => line.ask('document:command', wish)))
      const refused = wishes.filter((_, i) => !answers[i]!.ok)
      expect(refused.length).toBeGreaterThan(10)
      expect(refused.length).toBeLessThanOrEqual(90)
      expect(await other.ask('document:command', typing(mine, 'x'))).toMatchObject({ ok: true })
      const last = await line.ask('document:command', refused[0])
      if (!last.ok) {
        expect(last.error).toMatchObject({ code: 'rate_limited' })
        await new Promise(resolve => setTimeout(resolve, last.error.retryInMs!))
        expect(await line.ask('document:command', refused[0])).toMatchObject({ ok: true })
      }
      eager.hangUp()
    } finally {
      await eager.stop()
    }
  })
})

describe('a message', () => {
  it('[SK24] of more than 1 MiB is command_too_large, whatever letters it is made of and wherever it goes', async () => {
    const line = await ann.connect()
    for (const text of ['x'.repeat(1_100_000), '漢'.repeat(400_000)]) {
      expect(await line.refusal('document:command', typing(documentId, text))).toMatchObject({
        code: 'command_too_large',
      })
      const open = { documentId, schemaVersion, text }
      expect(await line.refusal('document:open', open)).toMatchObject({ code: 'command_too_large' })
    }
    expect(await line.refusal('document:command', typing(documentId, 'x'.repeat(900_000)))).toMatchObject({
      code: 'document_too_large',
    })
    expect(await head()).toBe(1)
  })

  it('[SK24] of more than 4 MiB ends its connection, and nobody else’s', async () => {
    for (const transport of ['websocket', 'polling']) {
      const [line, other] = [await ann.connect({ transports: [transport] }), await bob.connect()]
      await other.open(documentId)
      line.socket.emit('document:command', typing(documentId, 'x'.repeat(4_300_000)))
      await eventually(() => line.socket.connected).toBe(false)
      expect(await other.open(documentId)).toMatchObject({ revision: 1 })
      other.close()
    }
  })

  it('[SK24] that is nested deeper than 96 is bad_request', async () => {
    const line = await ann.connect()
    const good = typing(documentId, 'x') as unknown as { steps: object[] }
    // The command, its steps and the step are three levels.
    const ask = (depth: number) =>
      line.refusal('document:command', { ...good, steps: [{ ...good.steps[0], slice: nested(depth) }] })
    expect(await ask(93)).toMatchObject({ code: 'invalid_steps' })
    expect(await ask(94)).toMatchObject({ code: 'bad_request' })
    expect(await ask(2_000)).toMatchObject({ code: 'bad_request' })
  })

  it('[SK25] of whatever kind ends neither its connection nor the process', async () => {
    const line = await ann.connect()
    const rubbish = [undefined, null, 0, 'text', [], {}, { documentId: ['x'] }]
    for (const name of [
      'document:open',
      'document:command',
      'document:check',
      'document:close',
      'presence:update',
      'error',
      'message',
      '__proto__',
      'server:draining',
    ])
      for (const payload of rubbish) {
        line.socket.emit(name, payload)
        line.socket.emit(name)
        line.socket.emit(name, payload, 'more', () => {})
      }
    expect(await line.refusal('document:close', undefined)).toMatchObject({ code: 'bad_request' })
    expect(await line.open(documentId)).toMatchObject({ revision: 1 })
    expect(line.socket.connected).toBe(true)
  })

  it('[SK25] that is no packet ends its connection at most', async () => {
    const other = await bob.connect()
    const bytes = await ann.connect()
    bytes.socket.emit('document:open', { documentId: Buffer.from('x') })
    await eventually(() => bytes.socket.connected).toBe(false)
    const broken = ['2["document:open"', '2{"a":1}', '9', '51-["x"]', '2999999999999999999999["x"]', '1', '0/admin,']
    const lines = await Promise.all(broken.map(() => ann.connect()))
    for (const [i, packet] of broken.entries()) lines[i]!.socket.io.engine.write(packet)
    await eventually(() => lines.filter(({ socket }) => !socket.connected).length).toBeGreaterThan(1)
    expect(await other.open(documentId)).toMatchObject({ revision: 1 })
    expect(await (await ann.connect()).open(documentId)).toMatchObject({ revision: 1 })
  })
})
