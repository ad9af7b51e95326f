import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenFrames, brokenRequests, dial, frame, upgrade } from '../../support/hostile/bytes'
import { hostileStage, type Stage } from '../../support/hostile/stage'

let stage: Stage
let documentId: string

beforeAll(async () => {
  stage = await hostileStage()
  documentId = await stage.make()
})
afterAll(() => stage.close())

/** A web socket made of bytes, open and let in. */
async function opened() {
  const line = dial(stage.url)
  line.socket.write(upgrade(stage.url, stage.hostile.cookie))
  await expect.poll(line.received, { timeout: 10_000 }).toContain('"sid"')
  line.socket.write(frame(0x81, '40'))
  await expect.poll(line.received, { timeout: 10_000 }).toContain('40{')
  return line
}

describe('bytes that are no frames', () => {
  it.each(brokenFrames)('[HI11] end their own connection: %s', async (_, ...bytes) => {
    const line = await opened()
    for (const each of bytes) line.socket.write(each)
    await line.closed
    await stage.stillServes()
  })

  it('[HI11] a message in 10,000 pieces of a byte is one message, in 100,000 the end', async () => {
    const line = await opened()
    const inPieces = (length: number) => {
      const message = `421["document:close",{"documentId":"${'x'.repeat(length)}"}]`
      const first = (i: number) => (i === 0 ? 1 : i === message.length - 1 ? 0x80 : 0)
      return Buffer.concat([...message].map((letter, i) => frame(first(i), letter)))
    }
    line.socket.write(inPieces(10_000))
    await expect.poll(line.received, { timeout: 20_000 }).toMatch(/431\[\{"ok":false,"error":\{"code":"bad_request"/)
    line.socket.write(inPieces(100_000))
    await line.closed
    await stage.stillServes()
  })

  it('[HI11] ten thousand pings are answered or the end, and nobody else waits', async () => {
    const line = await opened()
    line.socket.write(Buffer.concat(Array.from({ length: 10_000 }, () => frame(0x89, Buffer.alloc(125)))))
    await stage.stillServes()
    line.socket.destroy()
  })

  it('[HI11] a connection that is torn off, wherever it stands, leaves no fault', async () => {
    const whole = Buffer.concat([Buffer.from(upgrade(stage.url, stage.hostile.cookie)), frame(0x81, '40')])
    for (const share of [0.1, 0.5, 0.95, 0.99, 1]) {
      const line = dial(stage.url)
      line.socket.write(whole.subarray(0, Math.floor(whole.length * share)))
      await new Promise(resolve => setTimeout(resolve, 20))
      line.socket.resetAndDestroy()
    }
    const line = await opened()
    line.socket.write(frame(0x81, 'x'.repeat(1_000)).subarray(0, 500))
    line.socket.resetAndDestroy()
    expect((await stage.stillSound(documentId)).revision).toBe(1)
  })
})

describe('requests that are hardly any', () => {
  it('[HI11] are answered by an error or by the end', async () => {
    const rows = await stage.rows()
    for (const [what, bytes] of brokenRequests(stage.url, stage.hostile.cookie)) {
      const line = dial(stage.url)
      line.socket.write(bytes)
      await Promise.race([line.closed, expect.poll(line.received, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 4\d\d/)])
      expect([what, line.received()]).toEqual([what, expect.stringMatching(/^(HTTP\/1\.1 4\d\d|$)/)])
      line.socket.destroy()
    }
    expect(await stage.rows()).toEqual(rows)
    await stage.stillServes()
  })
})
