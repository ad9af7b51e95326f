import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Line, Person, SocketWorld } from '../../support/socket'

// Here the server speaks version 2, as it will after the first change: 1 is too old then, and 3 not known yet.
vi.mock(import('@/lib/document/schema'), async original => ({ ...(await original()), schemaVersion: 2 as 1 }))
// Files before and after this one, in the same process, know the schema as it is.
vi.resetModules()
const { create, socketWorld } = await import('../../support/socket')

let world: SocketWorld
let ann: Person
let line: Line
let documentId: string

beforeAll(async () => {
  world = await socketWorld()
  ann = await world.person()
  line = await ann.connect()
  documentId = await create(ann)
})
afterAll(async () => {
  await world.stop()
  vi.resetModules()
})

const speaking = (schemaVersion: number) => ({
  'document:open': { documentId, schemaVersion },
  'document:command': {
    documentId,
    schemaVersion,
    baseRevision: 1,
    commandId: randomUUID(),
    type: 'RenameDocument',
    title: 'x',
  },
})

it('[SK16] who speaks an older version is client_too_old and learns which one is spoken, a newer one is busy', async () => {
  for (const name of ['document:open', 'document:command'] as const) {
    expect(await line.refusal(name, speaking(1)[name])).toEqual({
      code: 'client_too_old',
      message: expect.any(String),
      schemaVersion: 2,
    })
    expect(await line.refusal(name, speaking(3)[name])).toEqual({
      code: 'busy',
      message: expect.any(String),
      retryInMs: expect.any(Number),
    })
    expect(await line.ask(name, speaking(2)[name])).toMatchObject({ ok: true })
  }
  const opened = await line.get('document:open', { ...speaking(2)['document:open'], since: 0 })
  expect(opened.schemaVersion).toBe(2)
  expect(opened.events.map(event => event.schemaVersion)).toEqual([2, 2])
})

it('[SK16] an old command that was taken before the server was replaced is answered as it was', async () => {
  const wish = speaking(2)['document:command']
  const taken = await line.get('document:command', wish)
  expect(await line.get('document:command', { ...wish, schemaVersion: 1 })).toEqual(taken)
  expect(await line.get('document:command', { ...wish, schemaVersion: 3 })).toEqual(taken)
  world.hangUp()
})
