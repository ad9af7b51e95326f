import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { caller, cookieOf, guest } from '../../support/http'
import { startService } from '../../support/service'
import { create, eventually, Line, type SocketWorld, socketWorld } from '../../support/socket'

const transports = ['websocket', 'polling'] as const
let world: SocketWorld

beforeAll(async () => {
  world = await socketWorld()
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

/** What becomes of a connection: 'in', or what the server says or does not say. */
async function attempt(
  url: string,
  cookie: string | undefined,
  headers: Record<string, string>,
  transport = 'websocket',
) {
  try {
    const line = await Line.connect(url, cookie, { transports: [transport], extraHeaders: headers })
    line.close()
    return 'in'
  } catch (error) {
    return (error as { data?: unknown }).data ?? 'refused'
  }
}

describe('who has no session', () => {
  it('[SK1] is refused by connect_error with not_signed_in, by either transport', async () => {
    const { cookie } = await world.person()
    for (const transport of transports)
      for (const none of [undefined, 'a=b', `${cookie}x`, cookie.replace(/=.*/, '=')])
        expect(await attempt(world.url, none, {}, transport)).toEqual({
          code: 'not_signed_in',
          message: expect.any(String),
        })
  })

  it('[SK1] is in with a session, by either transport, and is its author', async () => {
    const ann = await world.person()
    for (const transport of transports) {
      const line = await ann.connect({ transports: [transport] })
      const opened = await line.open(await create(ann))
      expect(opened.members).toMatchObject([{ authorId: ann.authorId }])
    }
  })

  it('[SK1] finds no other namespace', async () => {
    const { cookie } = await world.person()
    await expect(Line.connect(`${world.url}/admin`, cookie)).rejects.toThrow('Invalid namespace')
  })
})

describe('an Origin', () => {
  it('[SK2] of another site is refused at the door, and none is let in, by either transport', async () => {
    const { cookie } = await world.person()
    const { host, hostname } = new URL(world.url)
    for (const transport of transports) {
      const enter = (headers: Record<string, string>) => attempt(world.url, cookie, headers, transport)
      expect(await enter({})).toBe('in')
      expect(await enter({ origin: world.url })).toBe('in')
      for (const origin of [
        'https://evil.example',
        'null',
        `https://${host}`,
        `http://${hostname}`,
        `http://${hostname}:1`,
        `http://localhost:${new URL(world.url).port}`,
        `${world.url}.evil.example`,
        '',
      ])
        expect([origin, await enter({ origin })]).toEqual([origin, 'refused'])
    }
  })

  it('[SK2] of another site is refused at every request of a polling connection, and at its upgrade', async () => {
    const ann = await world.person()
    const line = await ann.connect({ transports: ['polling'] })
    const address = `${world.url}/socket.io/?EIO=4&transport=polling&sid=${line.socket.io.engine.id}`
    const foreign = { origin: 'https://evil.example' }
    const post = await fetch(address, {
      method: 'POST',
      headers: { ...foreign, 'content-type': 'text/plain' },
      body: '41',
    })
    expect(post.status).toBe(403)
    expect((await fetch(address, { headers: foreign })).status).toBe(403)
    const upgrade = new URL(address.replace('polling', 'websocket'))
    expect(await statusOfUpgrade(upgrade, foreign)).not.toBe(101)
    expect(await statusOfUpgrade(upgrade, { cookie: ann.cookie })).toBe(101)
    expect(line.socket.connected).toBe(true)
  })

  it('[SK2] is ours by whatever name the server is reached: localhost, an address, a host of the network', async () => {
    const six = Object.values(networkInterfaces()).some(each => each?.some(({ address }) => address === '::1'))
    const service = await startService({ HOST: six ? '::' : '0.0.0.0' })
    try {
      const { port } = new URL(service.url)
      const { cookie } = await guest(`http://127.0.0.1:${port}`)
      for (const name of ['localhost', '127.0.0.1', ...(six ? ['[::1]'] : [])]) {
        const url = `http://${name}:${port}`
        const polling = (origin: string) =>
          fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } }).then(({ status }) => status)
        const other = `http://192.168.1.20:${port}`
        expect([url, await attempt(url, cookie, { origin: url }), await polling(url)]).toEqual([url, 'in', 200])
        expect([url, await attempt(url, cookie, { origin: other }), await polling(other)]).toEqual([
          url,
          'refused',
          403,
        ])
      }
      const upgrade = new URL(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)
      const host = `192.168.1.20:${port}`
      expect(await statusOfUpgrade(upgrade, { host, origin: `http://${host}` })).toBe(101)
      expect(await statusOfUpgrade(upgrade, { host, origin: upgrade.origin })).not.toBe(101)
    } finally {
      await service.stop()
    }
  })

  it('[SK2] may be PUBLIC_URL, and what a trusted proxy says that the request was addressed to', async () => {
    const published = await startService({ PUBLIC_URL: 'https://write.example.org' })
    const proxied = await startService({ TRUST_PROXY: 'true' })
    try {
      const [ours, theirs] = ['https://write.example.org', 'https://write.example.com']
      const { cookie } = await guest(published.url)
      expect(await attempt(published.url, cookie, { origin: ours })).toBe('in')
      expect(await attempt(published.url, cookie, { origin: published.url })).toBe('in')
      expect(await attempt(published.url, cookie, { origin: theirs })).toBe('refused')
      const forwarded = { 'x-forwarded-host': 'write.example.org', 'x-forwarded-proto': 'https' }
      const { cookie: another } = await guest(proxied.url)
      expect(await attempt(proxied.url, another, { ...forwarded, origin: ours })).toBe('in')
      expect(await attempt(proxied.url, another, { ...forwarded, origin: theirs })).toBe('refused')
      expect(await attempt(world.url, undefined, { ...forwarded, origin: ours })).toBe('refused')
    } finally {
      await Promise.all([published.stop(), proxied.stop()])
    }
  })
})

describe('a session that ends', () => {
  it('[SK3] takes its sockets with it, after a word, and no others', async () => {
    const [ann, bob] = [await world.person(), await world.person()]
    const [first, second] = [await ann.connect(), await ann.connect({ transports: ['polling'] })]
    const other = await bob.connect()
    expect((await ann.call('POST', '/api/auth/sign-out', {})).status).toBe(200)
    for (const line of [first, second]) {
      await eventually(() => line.socket.connected).toBe(false)
      expect(line.heard).toEqual([{ name: 'session:ended', payload: {} }])
    }
    expect(await attempt(world.url, ann.cookie, {})).toMatchObject({ code: 'not_signed_in' })
    await other.open(await create(bob))
    expect(other.of('session:ended')).toEqual([])
  })

  it('[SK3] is not ended by another session of the same author', async () => {
    const account = { email: `${randomUUID()}@example.org`, password: 'correct horse battery', name: 'Ann Lee' }
    const signedIn = [await caller(world.url)('POST', '/api/auth/sign-up/email', account)]
    signedIn.push(await caller(world.url)('POST', '/api/auth/sign-in/email', account))
    const [phone, laptop] = signedIn.map(answer => caller(world.url, cookieOf(answer)))
    const [first, second] = await Promise.all(signedIn.map(answer => Line.connect(world.url, cookieOf(answer))))
    await phone!('POST', '/api/auth/sign-out', {})
    await eventually(() => first!.socket.connected).toBe(false)
    await second!.open(await create({ call: laptop! }))
    expect([second!.socket.connected, second!.heard]).toEqual([true, []])
    second!.close()
  })
})

function statusOfUpgrade(url: URL, headers: Record<string, string>): Promise<number> {
  const upgrading = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.from('sixteen bytes...').toString('base64'),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { ...upgrading, ...headers } })
    sent.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy()
      resolve(statusCode!)
    })
    sent.on('response', response => {
      response.resume()
      resolve(response.statusCode!)
    })
    sent.on('error', reject)
    sent.end()
  })
}
