import { EventEmitter } from 'node:events'
import type { Server } from 'socket.io'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Budget } from '@/server/budget'
import type { Connection } from '@/server/connection'
import { Connections } from '@/server/connections'
import { Ears } from '@/server/ears'

/** A connection over a web socket that counts whether it's listened to. */
class Wire extends EventEmitter {
  listened = true
  readonly request = {} as Connection['request']
  readonly writeBuffer = []
  readonly transport = {
    socket: {
      bufferedAmount: 0,
      terminate() {},
      pause: () => {
        this.listened = false
      },
      resume: () => {
        this.listened = true
      },
    },
  }
  constructor(readonly id: string) {
    super()
  }
  close() {
    this.emit('close')
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('connections', () => {
  const engine = Object.assign(new EventEmitter(), { use() {}, clients: {} })
  const budget = new Budget(1_000_000_000, () => performance.now())
  const limits = { undrainedBytes: 1_000, socketsPerAuthor: 3, frameCloseBytes: 100_000_000 }
  const connections = new Connections({ engine } as unknown as Server, {
    limits,
    budget,
    isOurOrigin: () => true,
    sessionOf: () => undefined,
  })
  const connect = (id: string, authorId: string) => {
    const wire = new Wire(id)
    engine.emit('connection', wire)
    expect(connections.belongsTo(wire as unknown as Connection, authorId)).toBe(true)
    return wire
  }

  it('[HI21] after something large none of its author’s connections is listened to for as long as it took, and all others are', async () => {
    const [one, two] = [connect('one', 'mallory'), connect('two', 'mallory')]
    const other = connect('other', 'anna')
    one.on('data', () => vi.advanceTimersByTime(80))
    const say = async (text: string) => {
      one.emit('data', text)
      await Promise.resolve()
    }
    await say('2["a little"]')
    expect([one.listened, two.listened, other.listened]).toEqual([true, true, true])
    await say(`2["${'x'.repeat(1_000_000)}"]`)
    expect([one.listened, two.listened, other.listened]).toEqual([false, false, true])
    vi.advanceTimersByTime(79)
    expect([one.listened, two.listened]).toEqual([false, false])
    vi.advanceTimersByTime(2)
    expect([one.listened, two.listened]).toEqual([true, true])
    for (const wire of [one, two, other]) wire.close()
  })

  it('[HI13] an author has so many connections at most, and one that ends makes room', () => {
    const wires = ['one', 'two', 'three'].map(id => connect(id, 'ben'))
    const late = new Wire('late') as unknown as Connection
    expect(connections.belongsTo(late, 'ben')).toBe(false)
    wires[1]!.close()
    expect(connections.belongsTo(late, 'ben')).toBe(true)
  })
})

it('[HI21] of several rests the one that ends last counts', () => {
  const wire = new Wire('wire')
  const ears = new Ears()
  const rest = (ms: number) => ears.rest(wire as unknown as Connection, ms)
  rest(0)
  expect(wire.listened).toBe(true)
  rest(100)
  rest(300)
  rest(50)
  vi.advanceTimersByTime(250)
  expect(wire.listened).toBe(false)
  vi.advanceTimersByTime(51)
  expect(wire.listened).toBe(true)
  rest(60_000)
  vi.advanceTimersByTime(5_000)
  expect(wire.listened).toBe(true)
})
