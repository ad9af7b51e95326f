import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RawSocket } from '../../support/hostile/raw-socket'
import { hostileStage, type Stage } from '../../support/hostile/stage'

let stage: Stage
beforeAll(async () => {
  stage = await hostileStage()
})
afterAll(() => stage.close())

const strangers = (url: string) => {
  const { host, hostname, port } = new URL(url)
  return [
    ...['https://evil.example', 'null', 'file://', `https://${host}`, `http://${hostname}`, `http://${hostname}:1`],
    ...[`http://${host}.evil.example`, `http://evil${host}`, `HTTP://${host}`, `${url}/`, `http://localhost:${port}`],
  ]
}

type Polling = { cookie?: string; origin?: string; headers?: Record<string, string> }

/** One request of a polling connection. */
async function poll(query: string, { cookie, origin, headers }: Polling, body?: string) {
  const answer = await fetch(`${stage.url}/socket.io/?EIO=4&transport=polling${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(cookie && { cookie }), ...(origin && { origin }), ...headers },
    ...(body !== undefined && { body }),
  })
  return { status: answer.status, text: await answer.text() }
}

/** A polling connection that has been let in. @returns its id */
async function polling(cookie: string): Promise<string> {
  const { text } = await poll('', { cookie })
  const { sid } = JSON.parse(text.slice(1)) as { sid: string }
  await poll(`&sid=${sid}`, { cookie }, '40')
  expect((await poll(`&sid=${sid}`, { cookie })).text).toMatch(/^40\{/)
  return sid
}

describe('pages of other sites', () => {
  it('[HI12] H-08, H-10 are refused at the upgrade, whatever their Origin looks like', async () => {
    const { cookie } = stage.hostile
    for (const origin of strangers(stage.url))
      await expect(RawSocket.handshake(stage.url, { cookie, headers: { origin } }), origin).rejects.toThrow('Status 4')
    const ours = await RawSocket.handshake(stage.url, { cookie, headers: { origin: stage.url } })
    expect(await ours.enter()).toMatch(/^40\{/)
    ours.close()
    await stage.stillServes()
  })

  it('[HI12] H-12 are refused whatever is forged about who forwarded them', async () => {
    const evil = { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    const more = { ...evil, 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'cf-connecting-ip': '127.0.0.1' }
    const { cookie } = stage.hostile
    await expect(RawSocket.handshake(stage.url, { cookie, headers: more })).rejects.toThrow('Status 4')
    const { origin, ...headers } = more
    expect((await poll('', { cookie, origin, headers })).status).toBe(403)
  })

  it('[HI12] H-09 are refused at every request of a polling connection, and who names none is let in', async () => {
    const { cookie } = stage.hostile
    const sid = await polling(cookie)
    for (const origin of strangers(stage.url)) {
      expect([origin, (await poll('', { cookie, origin })).status]).toEqual([origin, 403])
      const asked = await poll(`&sid=${sid}`, { cookie, origin }, '42["document:close",{}]')
      expect([origin, asked.status]).toEqual([origin, 403])
      expect([origin, (await poll(`&sid=${sid}`, { cookie, origin })).status]).toEqual([origin, 403])
    }
    expect((await poll(`&sid=${sid}`, { cookie, origin: stage.url }, '420["document:close",{}]')).status).toBe(200)
    expect((await poll(`&sid=${sid}`, { cookie })).text).toContain('"code":"bad_request"')
    await stage.stillServes()
  })
})

describe('somebody else’s connection', () => {
  it('[HI12] H-11 is carried on by nobody else, by polling or by an upgrade', async () => {
    const [mine, theirs] = [stage.hostile.cookie, stage.reader.cookie]
    const sid = await polling(theirs)
    for (const cookie of [mine, undefined, `${theirs}x`]) {
      const by = cookie === undefined ? {} : { cookie }
      expect((await poll(`&sid=${sid}`, by)).status).toBe(400)
      expect((await poll(`&sid=${sid}`, by, '41')).status).toBe(400)
      await expect(RawSocket.handshake(stage.url, { ...by, query: `&sid=${sid}` })).rejects.toThrow()
    }
    expect((await poll(`&sid=${sid}`, { cookie: theirs }, '420["document:close",{}]')).status).toBe(200)
    expect((await poll(`&sid=${sid}`, { cookie: theirs })).text).toContain('"code":"bad_request"')
  })

  it('[HI12] one’s own is, by an upgrade too', async () => {
    const { cookie } = stage.hostile
    const sid = await polling(cookie)
    const upgraded = await RawSocket.handshake(stage.url, { cookie, query: `&sid=${sid}` })
    const probed = new Promise(resolve => upgraded.ws.once('message', data => resolve(String(data))))
    upgraded.say('2probe')
    expect(await probed).toBe('3probe')
    upgraded.close()
  })
})
