import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawSocket, verdictOf } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'
import { edit } from '../../support/hostile/wire'
import { paragraphs } from '../../support/scribe'

const MiB = 1024 * 1024
const patience = { timeout: 120_000 }
let stage: Stage

beforeAll(async () => {
  // So that the writer is not held up by how much it sends.
  stage = await hostileStage({ LIMIT_UNDRAINED_BYTES: String(2 * MiB), LIMIT_FRAME_CLOSE_BYTES: String(256 * MiB) })
})
afterAll(() => stage.close())

setFlagsFromString('--expose_gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What this process, server and clients, holds in memory. */
function held(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Writes half a million letters over themselves until the one who listens has heard what should come, or too much was sent. */
async function flood(documentId: string, writer: RawSocket, enough: () => boolean, most: number): Promise<number> {
  const length = 500_000
  let sent = 0
  for (let revision = 1; !enough() && sent < most; revision++) {
    const slice = { content: [{ type: 'text', text: String.fromCharCode(97 + (revision % 26)).repeat(length) }] }
    const step = { stepType: 'replace', from: 1, to: revision === 1 ? 1 : 1 + length, slice }
    const command = edit(documentId, [step], { baseRevision: revision })
    expect(verdictOf(await writer.ask('document:command', JSON.stringify(command)))).toBe('ok')
    writer.frames.splice(0, writer.frames.length, ...writer.frames.filter(frame => frame.startsWith('42["presence"')))
    sent += length
  }
  return sent
}

/** A document with one who writes and hears who leaves, and those who'll not read. */
async function scene(slow: (documentId: string) => Promise<string>[]) {
  const documentId = await stage.make(paragraphs(''))
  const writer = await stage.connect()
  await writer.open(documentId)
  const clients = await Promise.all(slow(documentId))
  const hasLeft = (id: string) => writer.frames.some(frame => new RegExp(`"left":\\[[^\\]]*${id}`).test(frame))
  const left = () => clients.every(hasLeft)
  return { documentId, writer, left }
}

describe('who does not read', () => {
  it('[HI14] H-16 is cut off above the limit, and what waited for them is freed at once', patience, async () => {
    const sockets: RawSocket[] = []
    const { documentId, writer, left } = await scene(id =>
      Array.from({ length: 3 }, async () => {
        const socket = await stage.connect(stage.reader)
        sockets.push(socket)
        const { clientId } = (await socket.open(id)) as unknown as { clientId: string }
        socket.ws.pause()
        return clientId
      }),
    )
    const before = held()
    const sent = await flood(documentId, writer, left, 60 * MiB)
    expect(left()).toBe(true)
    expect(sent).toBeGreaterThan(2 * MiB)
    expect(sent).toBeLessThan(60 * MiB)
    for (const socket of sockets) socket.close()
    // The last events of the document are kept, up to a bound of their own.
    await expect.poll(() => held() - before, { timeout: 20_000, interval: 500 }).toBeLessThan(64 * MiB)
    await stage.stillServes()
    writer.close()
  })

  it('[HI14] by polling is cut off as well', patience, async () => {
    const { cookie } = stage.reader
    const address = `${stage.url}/socket.io/?EIO=4&transport=polling`
    const post = (sid: string, body: string) =>
      fetch(`${address}&sid=${sid}`, { method: 'POST', headers: { cookie }, body })
    const poll = async (sid: string) => (await fetch(`${address}&sid=${sid}`, { headers: { cookie } })).text()
    const { documentId, writer, left } = await scene(id => [
      (async () => {
        const { sid } = JSON.parse((await (await fetch(address, { headers: { cookie } })).text()).slice(1)) as {
          sid: string
        }
        await post(sid, '40')
        await poll(sid)
        await post(sid, `420["document:open",{"documentId":"${id}","schemaVersion":1}]`)
        let text = ''
        while (!/"clientId":"([^"]+)","historyEpoch/.test(text)) text += await poll(sid)
        return /"clientId":"([^"]+)","historyEpoch/.exec(text)![1]!
      })(),
    ])
    const sent = await flood(documentId, writer, left, 60 * MiB)
    expect(left()).toBe(true)
    expect(sent).toBeGreaterThan(2 * MiB)
    expect(sent).toBeLessThan(60 * MiB)
    await stage.stillServes()
    writer.close()
  })
})
