import { createHash, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { canonicalJSON, schema } from '@/lib/document/schema'
import { contentOf, typing } from '../../support/http'
import { create, eventually, type Person, type SocketWorld, socketWorld } from '../../support/socket'

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

const hashOf = (text: string) =>
  createHash('sha256')
    .update(canonicalJSON(schema.nodeFromJSON(contentOf(text))))
    .digest('hex')
const wrong = '0'.repeat(64)
const mismatches = async () => {
  const { text } = await ann.call('GET', '/metrics')
  return Number(text.match(/^everdraft_hash_mismatches_total (\d+)$/m)?.[1])
}

describe('document:check', () => {
  it('[SK28] tells whether a document is ours at that revision, and counts those that are not', async () => {
    const line = await ann.connect()
    await line.open(documentId)
    await line.get('document:command', typing(documentId, 'two '))
    const check = (revision: number, hash: string) => line.get('document:check', { documentId, revision, hash })
    const before = await mismatches()
    expect(await check(1, hashOf('one'))).toEqual({ ok: true })
    expect(await check(2, hashOf('two one'))).toEqual({ ok: true })
    expect(await mismatches()).toBe(before)
    expect(await check(2, hashOf('one'))).toEqual({ ok: true, resync: true })
    expect(await check(1, wrong)).toEqual({ ok: true, resync: true })
    expect(await mismatches()).toBe(before + 2)
  })

  it('[SK28] says nothing about a revision that is still to come, and is not misled about it later', async () => {
    const line = await ann.connect()
    await line.open(documentId)
    const check = () => line.get('document:check', { documentId, revision: 2, hash: wrong })
    expect(await check()).toEqual({ ok: true })
    await line.get('document:command', typing(documentId, 'two '))
    expect(await check()).toEqual({ ok: true, resync: true })
  })

  it('[SK28] of a document that is not open here is not_found, of another shape bad_request', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await a.open(documentId)
    for (const id of [documentId, randomUUID()])
      expect(await b.refusal('document:check', { documentId: id, revision: 1, hash: wrong })).toMatchObject({
        code: 'not_found',
      })
    const good = { documentId, revision: 1, hash: wrong }
    for (const bad of [
      { ...good, hash: hashOf('one').toUpperCase() },
      { ...good, hash: 'abc' },
      { ...good, revision: 0 },
      { ...good, more: 1 },
    ])
      expect(await a.refusal('document:check', bad)).toMatchObject({ code: 'bad_request' })
  })
})

describe('document:close', () => {
  it('[SK29] ends what the room tells, and is answered the same where nothing was open', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    await a.open(documentId)
    const { clientId } = await b.open(documentId)
    expect(await b.get('document:close', { documentId })).toEqual({ ok: true })
    await eventually(() => a.of('presence').flatMap(({ left }) => left)).toEqual([clientId])
    await a.get('document:command', typing(documentId, 'two '))
    await eventually(() => a.events(documentId)).toHaveLength(1)
    expect(await b.get('document:close', { documentId })).toEqual({ ok: true })
    expect(await b.get('document:close', { documentId: randomUUID() })).toEqual({ ok: true })
    expect(b.events(documentId)).toEqual([])
    expect(await b.refusal('document:close', {})).toMatchObject({ code: 'bad_request' })
  })

  it('[SK29] and opening again with since goes on without a hole, as another client', async () => {
    const [a, b] = [await ann.connect(), await bob.connect()]
    const first = await b.open(documentId)
    await b.get('document:close', { documentId })
    await a.get('document:command', typing(documentId, 'two '))
    const again = await b.open(documentId, { since: first.revision, historyEpoch: first.historyEpoch })
    expect(again.events.map(({ revision }) => revision)).toEqual([2])
    expect(again.clientId).not.toBe(first.clientId)
    await a.get('document:command', typing(documentId, 'three ', 2))
    await eventually(() => b.events(documentId).map(({ revision }) => revision)).toEqual([3])
  })
})
