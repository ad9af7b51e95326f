import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byNumber, envelopes, type HostileMessage, openings, presences, shapes } from '../../support/hostile/messages'
import { type RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'

let stage: Stage
let socket: RawSocket
const documentId = '00000000-0000-4000-8000-00000000d0c1'
const others = '00000000-0000-4000-8000-00000000d0c2'

beforeAll(async () => {
  stage = await hostileStage()
  socket = await stage.connect()
  await stage.hostile.call('POST', '/api/documents', { documentId })
  await stage.reader.call('POST', '/api/documents', { documentId: others })
})
afterAll(() => stage.close())

/** Says them all; each must be answered as it should, and leave nothing behind. */
async function refused(messages: readonly HostileMessage[]): Promise<void> {
  const rows = await stage.rows()
  for (const [what, name, payload, verdict] of messages) {
    const answer = await socket.ask(name, payload)
    expect([what, verdictOf(answer)]).toEqual([what, verdict])
    expect(JSON.stringify(answer)).not.toMatch(/node_modules| at \w+ \(|SELECT |[Pp]risma/)
    expect([what, await stage.rows()]).toEqual([what, rows])
  }
  expect((await stage.stillSound(documentId)).revision).toBe(1)
  expect(await socket.serves()).toBe(true)
}

describe('what is no message', () => {
  it.each(byNumber(shapes(documentId)))('[HI7] %s: is a bad request of any name', (_, group) => refused(group))

  it('[HI7] H-03 without an acknowledgement it is passed over', async () => {
    const rows = await stage.rows()
    for (const [, name, payload] of shapes(documentId)) socket.say(`42["${name}"${payload && `,${payload}`}]`)
    expect(await socket.serves()).toBe(true)
    expect(await stage.rows()).toEqual(rows)
    await stage.stillServes()
  })

  it('[HI7] H-04 97 deep is told from 96', async () => {
    const said = async (depth: number) => {
      const nested = `{"documentId":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
      const answer = await socket.ask('document:open', nested)
      return !answer.ok && answer.error.message
    }
    expect(await said(97)).toMatch(/nested too deep/)
    expect(await said(96)).not.toMatch(/nested/)
  })
})

describe('opening', () => {
  it.each(byNumber(openings(documentId)))('[HI7] %s: is answered by its code', (_, group) => refused(group))

  it('[HI7] H-19 what was deleted is answered like what never was', async () => {
    const gone = await stage.make()
    const wish = { documentId: gone, baseRevision: 1, schemaVersion: 1, commandId: crypto.randomUUID() }
    await socket.ask('document:command', JSON.stringify({ ...wish, type: 'DeleteDocument' }))
    const never = await socket.open('00000000-0000-4000-8000-00000000dead')
    expect(never).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await socket.open(gone)).toEqual(never)
  })
})

describe('the envelope of a command', () => {
  it.each(byNumber(envelopes(documentId, others)))('[HI7] %s: is answered by its code', (_, group) => refused(group))
})

describe('presence', () => {
  /** Somebody in the document who has heard of everybody there. */
  async function watching(): Promise<RawSocket> {
    await socket.open(documentId)
    const watcher = await stage.connect(stage.reader)
    const { clientId } = (await watcher.open(documentId)) as { clientId?: string }
    await expect.poll(() => watcher.frames.join(), { timeout: 10_000 }).toContain(clientId)
    watcher.frames.length = 0
    return watcher
  }

  it('[HI8] H-65 whatever else it says is told to nobody and stored nowhere', async () => {
    const rows = await stage.rows()
    const watcher = await watching()
    for (const [, payload] of presences(documentId, others)) {
      socket.say(`42["presence:update"${payload && `,${payload}`}]`)
      // Below the limit of their number, so that it's their content that counts.
      await new Promise(resolve => setTimeout(resolve, 1_000 / 14))
    }
    expect(await socket.serves()).toBe(true)
    expect(watcher.frames).toEqual([])
    socket.say(`42["presence:update",{"documentId":"${documentId}","revision":1,"selection":{"anchor":1,"head":1}}]`)
    await expect.poll(() => watcher.frames.join()).toContain('"anchor":1')
    watcher.close()
    expect(await stage.rows()).toEqual(rows)
    await stage.stillSound(documentId)
  })

  it('[HI8] H-65 ten thousand words a second are passed on fifteen times at most, and an acknowledgement gets none', async () => {
    const watcher = await watching()
    const began = performance.now()
    for (let i = 0; i < 10_000; i++)
      socket.say(
        `42${900_000 + i}["presence:update",{"documentId":"${documentId}","revision":1,"selection":{"anchor":${i},"head":1}}]`,
      )
    expect(await socket.serves()).toBe(true)
    const seconds = (performance.now() - began) / 1_000
    await stage.stillServes()
    const updates = watcher.frames.filter(frame => frame.startsWith('42["presence"'))
    expect(updates.length).toBeGreaterThan(0)
    expect(updates.length).toBeLessThanOrEqual(15 * (seconds + 2))
    expect(socket.frames.filter(frame => frame.startsWith('43'))).toEqual([])
    watcher.close()
  })

  it('[HI8] H-66 who is gone without a word is gone for the others', async () => {
    const [lost, watcher] = [await stage.connect(), await stage.connect(stage.reader)]
    await watcher.open(documentId)
    const { clientId } = (await lost.open(documentId)) as { clientId?: string }
    // Who has come and gone within one gathering is told to nobody.
    await expect.poll(() => watcher.frames.join(), { timeout: 20_000 }).toContain(clientId)
    lost.close()
    await expect
      .poll(() => watcher.frames.join(), { timeout: 20_000 })
      .toMatch(new RegExp(`"left":\\[[^\\]]*${clientId}`))
    watcher.close()
  })
})
