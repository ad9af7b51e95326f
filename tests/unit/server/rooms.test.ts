import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { schemaVersion } from '@/lib/document/schema'
import type { Pay } from '@/server/budget'
import { roleOf } from '@/server/policy'
import { type Peer, Rooms } from '@/server/rooms'
import { ids } from '../../support/deciding'
import { Office } from '../../support/writing'

const gift: Pay = () => 0
let office: Office
let rooms: Rooms
let visits: [documentId: string, revision: number, opened: boolean][]

beforeEach(() => {
  office = new Office()
  visits = []
  rooms = new Rooms({
    writers: office.writers,
    store: office.store,
    broadcast: () => {},
    authorsByIds: async () => [],
    roleOf,
    onVisit: (_, ...visit) => visits.push(visit),
    now: Date.now,
    maxOpen: 3,
  })
})

const somebody = () => {
  const line = { up: true }
  const peer = { id: randomUUID(), authorId: ids.ben, isGone: () => !line.up, join: () => {}, leave: () => {} }
  return { ...peer, line }
}
const open = (peer: Peer, documentId: string) => rooms.open(peer, { documentId, schemaVersion }, gift)

/** How much the rooms remember, gathered changes of presence included. */
function remembered(): number[] {
  type Inside = {
    seats: Map<string, unknown>
    presence: { rooms: Map<string, unknown>; changed: Map<string, unknown> }
  }
  const { seats, presence } = rooms as unknown as Inside
  return [seats.size, presence.rooms.size, presence.changed.size]
}

async function documents(count: number): Promise<string[]> {
  const made = Array.from({ length: count }, () => randomUUID())
  for (const id of made) await office.create(id)
  return made
}

describe('rooms', () => {
  it('[HI3] remember nothing of who has closed what they opened, or has gone', async () => {
    const [first, second] = (await documents(2)) as [string, string]
    const peer = somebody()
    for (let i = 0; i < 100; i++) {
      expect(await open(peer, first)).toMatchObject({ revision: 1 })
      rooms.close(peer, first)
    }
    await Promise.all([open(peer, first), open(peer, second)])
    rooms.leave(peer)
    await expect.poll(remembered).toEqual([0, 0, 0])
    for (const id of [first, second]) expect((await office.writers.load(id))!.writer.idle).toBe(true)
  })

  it('[HI3] seat nobody who hangs up while the log is read', async () => {
    const [id] = (await documents(1)) as [string]
    const peer = somebody()
    const opening = open(peer, id)
    peer.line.up = false
    rooms.leave(peer)
    expect(await opening).toHaveProperty('refusal')
    await expect.poll(remembered).toEqual([0, 0, 0])
    expect((await office.writers.load(id))!.writer.idle).toBe(true)
  })

  it('[LP4] tell who opens a document from who closes it', async () => {
    const [id] = (await documents(1)) as [string]
    const peer = somebody()
    await open(peer, id)
    rooms.close(peer, id)
    expect(visits).toEqual([
      [id, 1, true],
      [id, 1, false],
    ])
  })

  it('[HI13] have so many seats for a connection, however many it asks for at once', async () => {
    const made = await documents(6)
    const peer = somebody()
    const answers = await Promise.all(made.map(id => open(peer, id)))
    expect(answers.filter(answer => 'revision' in answer)).toHaveLength(3)
    expect(answers.filter(answer => 'refusal' in answer && answer.refusal.code === 'rate_limited')).toHaveLength(3)
    expect(await open(peer, made[0]!)).toHaveProperty('revision')
    rooms.close(peer, made[0]!)
    expect(await open(peer, made[5]!)).toHaveProperty('revision')
  })
})
