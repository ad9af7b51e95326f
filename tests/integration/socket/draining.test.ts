import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentOf, typing } from '../../support/http'
import { holdBack, recorded } from '../../support/log'
import { create, eventually, Line, type Person, type SocketWorld, socketWorld } from '../../support/socket'

let world: SocketWorld
let ann: Person

beforeEach(async () => {
  world = await socketWorld()
  ann = await world.person()
})
afterEach(() => world.stop())

describe('a server that stops', () => {
  it('[SK38] tells everybody when to come back, each in their own time, and hangs up', async () => {
    const lines = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ann.connect({ transports: [i % 2 ? 'polling' : 'websocket'] })),
    )
    await world.shutDown()
    for (const { heard, socket } of lines) {
      await eventually(() => socket.connected).toBe(false)
      expect(heard).toEqual([{ name: 'server:draining', payload: { reconnectInMs: expect.any(Number) } }])
    }
    const times = lines.map(line => line.of('server:draining')[0]!.reconnectInMs)
    expect(new Set(times).size).toBeGreaterThan(1)
    await expect(Line.connect(world.url, ann.cookie)).rejects.toThrow()
    world.hangUp()
  })

  it('[SK38] loses nothing that it acknowledged, and stores nothing twice', async () => {
    const documents = await Promise.all([create(ann), create(ann, { content: contentOf('one') })])
    const acknowledged = new Map<string, { documentId: string; revision: number }>()
    const lines = await Promise.all(Array.from({ length: 6 }, () => ann.connect()))
    const writing = lines.map(async (line, i) => {
      const documentId = documents[i % 2]!
      for (const { socket } = line; socket.connected; ) {
        const wish = typing(documentId, 'x')
        const answer = await line.ask('document:command', wish).catch(() => null)
        if (answer?.ok) acknowledged.set(wish.commandId, { documentId, revision: answer.revision })
      }
    })
    await eventually(() => acknowledged.size).toBeGreaterThan(50)
    await world.shutDown()
    for (const line of lines) line.close()
    await Promise.all(writing)
    const logs = await Promise.all(documents.map(id => recorded(world.databaseUrl, id)))
    for (const events of logs) {
      expect(events.map(({ revision }) => revision)).toEqual(events.map((_, i) => i + 1))
      expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(events.length)
    }
    const stored = logs.flat().map(({ commandId, documentId, revision }) => [commandId, { documentId, revision }])
    expect(stored).toEqual(expect.arrayContaining([...acknowledged]))
    world.hangUp()
  })

  it('[SK38] lets what is on its way to the disk arrive there', async () => {
    const documentId = await create(ann, { content: contentOf('one') })
    const line = await ann.connect()
    const release = await holdBack(world.databaseUrl, documentId)
    // The first is in a statement, the others gather for the next one.
    const wishes = ['x', 'y', 'z'].map(text => typing(documentId, text))
    const answers: Promise<unknown>[] = []
    for (const wish of wishes) {
      answers.push(line.ask('document:command', wish).catch(() => null))
      await line.get('document:close', { documentId })
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    const down = world.shutDown()
    await eventually(() => line.socket.connected).toBe(false)
    await new Promise(resolve => setTimeout(resolve, 1_000))
    await release()
    await down
    await Promise.all(answers)
    const stored = await recorded(world.databaseUrl, documentId)
    expect(stored.slice(1).map(({ commandId }) => commandId)).toEqual(wishes.map(({ commandId }) => commandId))
  })
})
