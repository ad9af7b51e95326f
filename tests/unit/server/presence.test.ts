import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type News, Presence } from '@/server/presence'
import { deferred } from '@/server/promises'
import { ids } from '../../support/deciding'

const room = ids.document
const [ann, ben] = [ids.anna, ids.ben]
const minute = 60_000
let told: News[]
let presence: Presence

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  presence = new Presence(async (_, news) => void told.push(news), Date.now)
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets time pass as it does in the server: with a look at everybody once a second. */
async function pass(ms: number): Promise<void> {
  for (let rest = ms; rest > 0; rest -= 1_000) {
    await vi.advanceTimersByTimeAsync(Math.min(rest, 1_000))
    presence.tick()
  }
  await vi.advanceTimersByTimeAsync(50)
}

const join = (clientId: string, authorId = ann) => presence.join(room, { clientId, authorId, revision: 1 })
const move = (clientId: string, anchor: number, authorId = ann) =>
  presence.update(room, { clientId, authorId, revision: 1, selection: { anchor, head: anchor } })
const seen = (clientId: string) => presence.members(room).find(member => member.clientId === clientId)

describe('what a room is told', () => {
  it('[SK31] is gathered over 50 ms, the last of each, and nothing more while nothing happens', async () => {
    join('a')
    join('b', ben)
    for (let at = 1; at <= 9; at++) move('a', at)
    await vi.advanceTimersByTimeAsync(49)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(told).toEqual([
      {
        updates: [
          { clientId: 'a', authorId: ann, revision: 1, selection: { anchor: 9, head: 9 }, idle: false },
          { clientId: 'b', authorId: ben, revision: 1, selection: null, idle: false },
        ],
        left: [],
        authorIds: [ann, ben],
      },
    ])
    await pass(minute / 4)
    expect(told).toHaveLength(1)
  })

  it('[SK31] comes at most every 50 ms, however much happens, and each room for itself', async () => {
    join('a')
    presence.join(ids.ben, { clientId: 'c', authorId: ann, revision: 1 })
    for (let at = 1; at <= 1_000; at++) {
      move('a', at)
      presence.introduce(room, [ben])
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(told.length).toBeGreaterThan(15)
    expect(told.length).toBeLessThanOrEqual(21)
  })

  it('[SK31] is told in its order, however long the names take', async () => {
    const slow = deferred<void>()
    const order: string[] = []
    const waiting = new Presence(async (_, { left }) => {
      if (left.length === 0) await slow.promise
      order.push(left.length === 0 ? 'came' : 'left')
    }, Date.now)
    waiting.join(room, { clientId: 'a', authorId: ann, revision: 1 })
    await vi.advanceTimersByTimeAsync(60)
    waiting.leave(room, 'a')
    await vi.advanceTimersByTimeAsync(60)
    slow.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(order).toEqual(['came', 'left'])
  })

  it('[SK33] names who has left once, and is no update of them', async () => {
    join('a')
    join('b', ben)
    await vi.advanceTimersByTimeAsync(50)
    move('a', 3)
    presence.leave(room, 'a')
    presence.leave(room, 'a')
    move('a', 4)
    await pass(1_000)
    expect(told.slice(1)).toEqual([{ updates: [], left: ['a'], authorIds: [] }])
  })

  it('[SK34] has the names of those who came and of those who write from elsewhere', async () => {
    presence.introduce(room, [ben])
    await vi.advanceTimersByTimeAsync(50)
    expect(told).toEqual([])
    join('a')
    await vi.advanceTimersByTimeAsync(50)
    presence.introduce(room, [ann])
    await vi.advanceTimersByTimeAsync(50)
    expect(told).toHaveLength(1)
    presence.introduce(room, [ann, ben, ben])
    presence.introduce(room, [ben])
    await vi.advanceTimersByTimeAsync(50)
    expect(told.slice(1)).toEqual([{ updates: [], left: [], authorIds: [ben] }])
  })
})

describe('who says nothing', () => {
  it('[SK32] loses the selection 30 s after the last word, and stays a member', async () => {
    join('a')
    move('a', 3)
    await pass(29_000)
    move('a', 3)
    await pass(29_000)
    expect(seen('a')).toMatchObject({ selection: { anchor: 3 } })
    await pass(3_000)
    expect(seen('a')).toMatchObject({ selection: null, idle: false })
    expect(told.at(-1)).toMatchObject({ updates: [{ clientId: 'a', selection: null }] })
    const before = told.length
    await pass(20_000)
    expect([told.length, seen('a')?.clientId]).toEqual([before, 'a'])
  })

  it('[SK32] is idle after two minutes without a changed selection or a command, told once', async () => {
    join('a')
    for (let at = 0; at < 13; at++) {
      move('a', 3)
      await pass(9_000)
      expect(seen('a')).toMatchObject({ idle: false })
    }
    await pass(5_000)
    expect(seen('a')).toMatchObject({ idle: true, selection: { anchor: 3 } })
    expect(told.at(-1)).toMatchObject({ updates: [{ clientId: 'a', idle: true }] })
    expect(told.filter(({ updates }) => updates.some(({ idle }) => idle))).toHaveLength(1)
  })

  it('[SK32] is back with a changed selection or a command', async () => {
    for (const [name, stir] of [
      ['moved', () => move('a', 4)],
      ['wrote', () => presence.worked(room, 'a')],
    ] as const) {
      join('a')
      move('a', 3)
      await pass(3 * minute)
      expect([name, seen('a')?.idle]).toEqual([name, true])
      stir()
      await pass(50)
      expect([name, seen('a')?.idle]).toEqual([name, false])
      expect(told.at(-1)).toMatchObject({ updates: [{ clientId: 'a', idle: false }] })
    }
  })

  it('[SK32] stays idle who repeats a selection so rarely that it was taken away meanwhile', async () => {
    join('a')
    for (let at = 0; at < 4; at++) {
      move('a', 3)
      await pass(50_000)
      expect(seen('a')).toMatchObject({ selection: null })
    }
    expect(seen('a')).toMatchObject({ idle: true })
    move('a', 3)
    expect(seen('a')).toMatchObject({ idle: true, selection: { anchor: 3 } })
  })
})
