import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dial } from '../../support/hostile/bytes'
import { RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'

const patience = { timeout: 90_000 }
let stage: Stage

beforeAll(async () => {
  stage = await hostileStage()
})
afterAll(() => stage.close())

/** How many sockets the server says are connected. */
async function connected(): Promise<number> {
  const text = await (await fetch(`${stage.url}/metrics`)).text()
  return Number(/^everdraft_open_sockets (\d+)/m.exec(text)![1])
}

describe('connections that only cost', () => {
  it(
    '[HI13] H-13 an author has a hundred at most, and a thousand idle ones keep nobody waiting',
    patience,
    async () => {
      const before = await connected()
      const sockets: RawSocket[] = []
      for (let i = 0; i < 10; i++) {
        const { cookie } = await stage.newcomer()
        const hundred = Array.from({ length: 100 }, () => RawSocket.connect(stage.url, cookie))
        sockets.push(...(await Promise.all(hundred)))
        if (i > 0) continue
        const oneMore = await RawSocket.handshake(stage.url, { cookie })
        expect(await oneMore.enter()).toMatch(/^44\{.*"code":"rate_limited".*"retryInMs":\d+/)
        await oneMore.closed
        sockets.pop()!.close()
        await expect
          .poll(
            () =>
              RawSocket.connect(stage.url, cookie).then(
                socket => sockets.push(socket),
                () => 0,
              ),
            { timeout: 10_000 },
          )
          .toBeGreaterThan(0)
      }
      expect(await connected()).toBe(before + 1_000)
      await stage.stillServes()
      const reader = await stage.connect(stage.reader)
      expect(await reader.serves()).toBe(true)
      for (const socket of [...sockets, reader]) socket.close()
      await expect.poll(connected, { timeout: 30_000 }).toBe(before)
    },
  )

  it('[HI13] H-14 those that never ask to be let in are closed within some seconds', patience, async () => {
    const idle = await Promise.all(Array.from({ length: 200 }, () => RawSocket.handshake(stage.url)))
    await stage.stillServes()
    await Promise.all(idle.map(({ closed }) => closed))
    await stage.stillServes()
  })

  it('[HI13] H-15 requests that come a byte at a time are given up, and nobody else waits', patience, async () => {
    const slow = Array.from({ length: 100 }, () => dial(stage.url))
    const whole = `GET /api/me HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(1_000)}`
    let sent = 0
    const drip = setInterval(() => {
      for (const { socket } of slow) if (!socket.destroyed) socket.write(whole[sent] ?? 'x')
      sent++
    }, 1_000)
    await stage.stillServes()
    expect((await stage.reader.call('GET', '/api/me')).status).toBe(200)
    await Promise.all(slow.map(({ closed }) => closed))
    clearInterval(drip)
    await stage.stillServes()
  })

  it('[HI13] a connection whose socket has left is closed', async () => {
    const socket = await stage.connect()
    socket.say('41')
    await socket.closed
  })

  it(
    '[HI13] H-20 a thousand documents at once are opened up to the limit, and one a thousand times is one',
    patience,
    async () => {
      const socket = await stage.connect()
      const made = await Promise.all(Array.from({ length: 120 }, () => stage.make()))
      const verdicts = (await Promise.all(made.map(id => socket.open(id)))).map(verdictOf)
      expect(verdicts.filter(verdict => verdict === 'ok')).toHaveLength(100)
      expect(verdicts.filter(verdict => verdict === 'rate_limited')).toHaveLength(20)
      const same = await Promise.all(Array.from({ length: 1_000 }, () => socket.open(made[0]!)))
      expect(new Set(same.map(answer => answer.ok && answer.clientId)).size).toBe(1)
      await stage.stillServes()
      socket.close()
    },
  )

  it('[HI3] who opens and hangs up at once sits nowhere', async () => {
    const documentId = await stage.make()
    for (let i = 0; i < 50; i++) {
      const socket = await stage.connect()
      void socket.open(documentId).catch(() => {})
      socket.close()
    }
    const watcher = await stage.connect(stage.reader)
    const members = async () => {
      await watcher.ask('document:close', JSON.stringify({ documentId }))
      return ((await watcher.open(documentId)) as unknown as { members: unknown[] }).members.length
    }
    await expect.poll(members, { timeout: 20_000 }).toBe(1)
    watcher.close()
  })
})
