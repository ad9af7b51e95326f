import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { earlyFrames, type HostileFrames, handshakes, hostileFrames } from '../../support/hostile/frames'
import { byNumber } from '../../support/hostile/messages'
import { RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'
import { edit, insertText } from '../../support/hostile/wire'
import { paragraphs } from '../../support/scribe'

let stage: Stage
let documentId: string

beforeAll(async () => {
  stage = await hostileStage({ LIMIT_FRAME_BYTES: '200000' })
  documentId = await stage.make()
})
afterAll(() => stage.close())

/** Says it on a socket of its own and sees what becomes of the socket. */
async function said([, then, ...frames]: HostileFrames, socket: RawSocket): Promise<string> {
  const late = new Promise<string>(resolve => setTimeout(resolve, 15_000, 'still open').unref())
  for (const frame of frames) if (socket.isOpen) socket.say(frame)
  if (then === 'ends') return Promise.race([socket.closed.then(() => 'ends'), late])
  const serves = await socket.serves()
  socket.close()
  return serves ? 'stays' : 'ends'
}

describe('frames that are none of ours', () => {
  it.each(byNumber(hostileFrames))('[HI11] %s: are passed over or the end of their socket', async (_, group) => {
    const rows = await stage.rows()
    const outcomes = group.map(async frames => `${frames[0]}: ${await said(frames, await stage.connect())}`)
    expect(await Promise.all(outcomes)).toEqual(group.map(([what, then]) => `${what}: ${then}`))
    expect(await stage.rows()).toEqual(rows)
    expect((await stage.stillSound(documentId)).revision).toBe(1)
  })

  it('[HI11] before anybody was let in they are the end', async () => {
    const rows = await stage.rows()
    for (const frames of earlyFrames) {
      const { cookie } = stage.hostile
      expect([frames[0], await said(frames, await RawSocket.handshake(stage.url, { cookie }))]).toEqual([
        frames[0],
        'ends',
      ])
    }
    expect(await stage.rows()).toEqual(rows)
    await stage.stillSound(documentId)
  })

  it('[HI11] H-04 what comes with the wish to be let in is not looked at', async () => {
    const { cookie } = stage.hostile
    for (const auth of [
      '{"token":{"not":""}}',
      `{"a":${'['.repeat(4_000)}${']'.repeat(4_000)}}`,
      '{"__proto__":{"isAdmin":true}}',
    ]) {
      const socket = await RawSocket.handshake(stage.url, { cookie })
      expect(await socket.enter(auth)).toMatch(/^40\{/)
      expect(await socket.serves()).toBe(true)
      socket.close()
    }
    const large = await RawSocket.handshake(stage.url, { cookie })
    await expect(large.enter(`{"a":"${'x'.repeat(10_000)}"}`)).rejects.toThrow('Closed')
    const nobody = await RawSocket.handshake(stage.url)
    expect(await nobody.enter('{"authorId":"me"}')).toMatch(/^44\{.*"code":"not_signed_in"/)
    await nobody.closed
    await stage.stillServes()
  })
})

describe('shaking hands', () => {
  it.each(handshakes)('[HI11] in another way is refused: %s', async (_, query) => {
    const answer = await fetch(`${stage.url}/socket.io/?${query}`, { headers: { cookie: stage.hostile.cookie } })
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toMatch(/node_modules| at \w+ \(/)
    await stage.stillServes()
  })

  it('[HI11] compression is not spoken', async () => {
    const socket = await stage.connect()
    expect(socket.ws.extensions).toBe('')
    socket.close()
  })
})

describe('what is large', () => {
  it('[HI10] H-05 a message at the limit is taken, beyond it refused with its code, and far beyond it the end', async () => {
    const large = await stage.make(paragraphs(''))
    const socket = await stage.connect()
    const send = (length: number) =>
      socket.ask('document:command', JSON.stringify(edit(large, [insertText('x'.repeat(length))])))
    expect(verdictOf(await send(199_000))).toBe('ok')
    expect(verdictOf(await send(200_001))).toBe('command_too_large')
    expect(verdictOf(await send(4_000_000))).toBe('command_too_large')
    expect(await socket.serves()).toBe(true)
    socket.say(`42["document:command","${'x'.repeat(4 * 1024 * 1024)}"]`)
    expect(await socket.closed).toBe(1009)
    expect((await stage.stillSound(large)).doc.textContent).toHaveLength(199_000)
  })
})
