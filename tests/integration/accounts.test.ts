import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colors } from '@/lib/protocol/people'
import { codeOf, contentOf, cookieOf, guest, type HttpWorld, httpWorld, typing } from '../support/http'

const password = 'correct horse battery'
let world: HttpWorld
let address = 0

/** A network address that nobody else in these tests has, so that limits by address don't meet. */
const elsewhere = () => ({ 'x-forwarded-for': `10.1.${Math.floor(++address / 250)}.${address % 250}` })
const someGuest = () => guest(world.url, elsewhere())
const account = (email = `${Math.random().toString(36).slice(2)}@example.org`, name = 'Ann Lee') => ({
  email,
  password,
  name,
})

beforeAll(async () => {
  world = await httpWorld({ TRUST_PROXY: 'true' })
})
afterAll(() => world.close())

describe('guests', () => {
  it('[AU1] get a session for a year, in a cookie that no script of a page can read', async () => {
    const answer = await world.anybody()('POST', '/api/auth/sign-in/anonymous', {}, elsewhere())
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^everdraft\.session_token=/)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).toMatch(/Max-Age=31536000/i)
    expect((await world.anybody(cookieOf(answer))('GET', '/api/me')).status).toBe(200)
  })

  it('[AU2] a session that is older than a day begins its year anew with the next request', async () => {
    const { call, cookie } = await someGuest()
    expect((await call('GET', '/api/me')).headers.getSetCookie()).toEqual([])
    const token = decodeURIComponent(cookie.split('=')[1]!).split('.')[0]!
    const old = new Date(Date.now() + 300 * 86_400_000)
    await world.prisma.session.update({ where: { token }, data: { expiresAt: old } })
    world.identity.sessionEnded((await world.prisma.session.findUniqueOrThrow({ where: { token } })).id)
    const renewed = await call('GET', '/api/me')
    expect(renewed.headers.getSetCookie()[0]).toMatch(/Max-Age=31536000/i)
    const { expiresAt } = await world.prisma.session.findUniqueOrThrow({ where: { token } })
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 364 * 86_400_000)
  })

  it('[AU3] get an id of our own, a friendly name and a colour, and keep them', async () => {
    const { call, authorId, name, color } = await someGuest()
    expect(authorId).toMatch(/^[0-9a-f-]{36}$/)
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
    expect(colors).toContain(color)
    expect((await call('GET', '/api/me')).json).toEqual({ authorId, name, color })
    expect(await world.prisma.user.findUnique({ where: { id: authorId } })).toBeNull()
  })

  it('[AU3] are one author, however many first requests come at once', async () => {
    const answer = await world.anybody()('POST', '/api/auth/sign-in/anonymous', {}, elsewhere())
    const headers = new Headers({ cookie: cookieOf(answer) })
    const twenty = Array.from({ length: 20 }, (_, i) => i)
    // With its connections open already, the database hears all of them at once.
    await Promise.all(twenty.map(() => world.prisma.$executeRaw`SELECT pg_sleep(0.05)`))
    const seen = await Promise.all(twenty.map(() => world.identity.authorOf(headers)))
    expect(new Set(seen.map(author => author?.authorId)).size).toBe(1)
  })

  it('[AU6] sixty get in at once from one address, and two hundred a minute are the end', async () => {
    const classroom = elsewhere()
    const enter = () => world.anybody()('POST', '/api/auth/sign-in/anonymous', {}, classroom)
    const sixty = await Promise.all(Array.from({ length: 60 }, enter))
    expect(new Set(sixty.map(({ status }) => status))).toEqual(new Set([200]))
    const more = await Promise.all(Array.from({ length: 150 }, enter))
    expect(more.filter(({ status }) => status === 200)).toHaveLength(140)
    expect(more.filter(({ status }) => status === 429)).toHaveLength(10)
    expect((await world.anybody()('POST', '/api/auth/sign-in/anonymous', {}, elsewhere())).status).toBe(200)
  })
})

describe('accounts', () => {
  it('[AU4] a guest who signs up is the same author on everything they wrote before', async () => {
    const { call, authorId } = await someGuest()
    const { documentId } = (await call('POST', '/api/documents', { content: contentOf('mine') })).json
    await call('POST', `/api/documents/${documentId}/commands`, typing(documentId as string, 'Still '))
    const signedUp = await call('POST', '/api/auth/sign-up/email', account(), elsewhere())
    expect(signedUp.status).toBe(200)
    const member = world.anybody(cookieOf(signedUp))
    expect((await member('GET', '/api/me')).json).toMatchObject({ authorId, name: 'Ann Lee' })
    const { events, authors } = (await member('GET', `/api/documents/${documentId}/events`)).json
    expect((events as { authorId: string }[]).map(event => event.authorId)).toEqual([authorId, authorId])
    expect(authors).toMatchObject([{ authorId, name: 'Ann Lee' }])
    expect((await member('GET', `/api/documents/${documentId}`)).json).toMatchObject({ role: 'owner' })
    expect((await call('GET', '/api/me')).status).toBe(401)
  })

  it('[AU4] stay the same author when they sign in again elsewhere', async () => {
    const { call, authorId } = await someGuest()
    const { email, name } = account()
    await call('POST', '/api/auth/sign-up/email', { email, password, name }, elsewhere())
    const signedIn = await world.anybody()('POST', '/api/auth/sign-in/email', { email, password }, elsewhere())
    expect((await world.anybody(cookieOf(signedIn))('GET', '/api/me')).json).toMatchObject({ authorId })
  })

  it('[AU5] a guest who signs in to an account finds there what they had opened', async () => {
    const wish = account()
    const first = await world.anybody()('POST', '/api/auth/sign-up/email', wish, elsewhere())
    const own = (await world.anybody(cookieOf(first))('GET', '/api/me')).json.authorId as string
    const { call, authorId, name, color } = await someGuest()
    const { documentId } = (await call('POST', '/api/documents', {})).json as { documentId: string }
    await call('GET', `/api/documents/${documentId}`)
    await world.visits.flush()
    const signedIn = await call('POST', '/api/auth/sign-in/email', wish, elsewhere())
    expect((await world.anybody(cookieOf(signedIn))('GET', '/api/me')).json).toMatchObject({ authorId: own })
    expect([...(await world.visits.of(own)).keys()]).toEqual([documentId])
    expect(await world.identity.authorsByIds([authorId])).toEqual([{ authorId, name, color }])
  })

  it('[AU7] a fourth try at a password within ten seconds from one address is refused', async () => {
    const here = elsewhere()
    const attempt = () =>
      world.anybody()('POST', '/api/auth/sign-in/email', { email: 'ann@example.org', password: 'wrong wrong' }, here)
    const statuses = [await attempt(), await attempt(), await attempt(), await attempt()].map(({ status }) => status)
    expect(statuses).toEqual([401, 401, 401, 429])
  })

  it('[AU8] after signing out the cookie is worth nothing, and whoever listens is told', async () => {
    const { call } = await someGuest()
    const ended: string[] = []
    const stop = world.identity.onSessionEnded(sessionId => ended.push(sessionId))
    expect((await call('POST', '/api/auth/sign-out', {}, elsewhere())).status).toBe(200)
    stop()
    expect(ended).toHaveLength(1)
    expect((await call('GET', '/api/me')).status).toBe(401)
  })

  it('[AU13] a cookie that we did not sign is no session', async () => {
    const { cookie } = await someGuest()
    const [name, value] = cookie.split('=') as [string, string]
    const [token] = decodeURIComponent(value).split('.') as [string]
    for (const forged of [token, `${token}.`, `${token}.${'A'.repeat(43)}=`, `x${value}`, '', '%00', 'a'.repeat(4_000)])
      expect((await world.anybody(`${name}=${forged}`)('GET', '/api/me')).status).toBe(401)
    expect((await world.anybody(`__Secure-${name}=${value}`)('GET', '/api/me')).status).toBe(401)
  })

  it('[AU14] neither address nor password of anybody gets into the log', async () => {
    const { email } = account()
    await world.anybody()('POST', '/api/auth/sign-in/email', { email, password: 'a secret word' }, elsewhere())
    await world.anybody()('POST', '/api/auth/sign-up/email', { email, password: 'short', name: '' }, elsewhere())
    for (const wish of [account(email), account(email)])
      await world.anybody()('POST', '/api/auth/sign-up/email', wish, elsewhere())
    expect(world.logged.join()).not.toMatch(new RegExp(`${email}|a secret word`))
  })
})

describe('authors', () => {
  it('[AU9] a change of name or colour is seen at once, and whoever listens is told', async () => {
    const { call, authorId } = await someGuest()
    const told: unknown[] = []
    const stop = world.identity.onChange(author => told.push(author))
    const changed = await call('PATCH', '/api/me', { name: '  Zoë ', color: 'teal' })
    stop()
    expect(changed.json).toEqual({ authorId, name: 'Zoë', color: 'teal' })
    expect(told).toEqual([changed.json])
    expect((await call('GET', '/api/me')).json).toEqual(changed.json)
    expect(await world.identity.authorsByIds([authorId])).toEqual([changed.json])
  })

  it('[AU10] a name is one line that cannot make itself be read as another, a colour is of the palette', async () => {
    const { call } = await someGuest()
    for (const wish of [
      { name: '' },
      { name: ' \u202e ' },
      { name: 'a\nb' },
      { name: 'a\u0000b' },
      { name: '\ud800' },
      { name: 'x'.repeat(61) },
      { name: 5 },
      { name: { not: '' } },
      { color: 'url(x)' },
      { color: '#ff0000' },
      { authorId: '00000000-0000-4000-8000-000000000000' },
    ])
      expect(codeOf(await call('PATCH', '/api/me', wish))).toBe('bad_request')
    expect((await call('PATCH', '/api/me', { name: 'Ann\u202egnp' })).json.name).toBe('Anngnp')
  })

  it('[AU12] every id that is asked for is answered once, unknown ones by a stand-in', async () => {
    const { authorId } = await someGuest()
    const stranger = '00000000-0000-4000-8000-000000000000'
    const authors = await world.identity.authorsByIds([authorId, stranger, authorId])
    expect(authors.map(author => author.authorId)).toEqual([authorId, stranger])
    expect(authors[1]).toMatchObject({ name: expect.any(String), color: expect.any(String) })
  })
})

describe('visits', () => {
  it('[AU15] the furthest revision that somebody saw is kept, however the visits come', async () => {
    const { authorId } = await someGuest()
    const documentId = '00000000-0000-4000-8000-00000000aaaa'
    for (const revision of [3, 9, 4]) world.visits.record(authorId, documentId, revision)
    expect((await world.visits.of(authorId)).get(documentId)).toMatchObject({ revision: 9 })
    world.visits.record(authorId, documentId, 5)
    expect((await world.visits.of(authorId)).get(documentId)).toMatchObject({ revision: 9 })
  })

  it('[AU15] visits that could not be written are written later', async () => {
    const { authorId } = await someGuest()
    const documentId = '00000000-0000-4000-8000-00000000bbbb'
    await world.prisma.$executeRaw`ALTER TABLE visit RENAME TO visit_away`
    world.visits.record(authorId, documentId, 2)
    await world.visits.flush()
    await world.prisma.$executeRaw`ALTER TABLE visit_away RENAME TO visit`
    expect((await world.visits.of(authorId)).get(documentId)).toMatchObject({ revision: 2 })
  })
})

describe('where sign-in is let in from', () => {
  const hosts = ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', '192.168.1.20:3000', 'write.example.org']
  it('[AU11] a page of any host that we are reached by, behind a proxy too', async () => {
    for (const host of hosts)
      for (const scheme of ['http', 'https']) {
        const headers = { 'x-forwarded-host': host, 'x-forwarded-proto': scheme, origin: `${scheme}://${host}` }
        const entered = await world.anybody()('POST', '/api/auth/sign-in/anonymous', {}, { ...elsewhere(), ...headers })
        expect(entered.status).toBe(200)
        const call = world.anybody(cookieOf(entered))
        expect((await call('POST', '/api/auth/sign-out', {}, { ...elsewhere(), ...headers })).status).toBe(200)
      }
  })

  it('[AU11] a page of another host is not, with a cookie or without', async () => {
    const { call } = await someGuest()
    for (const origin of ['https://evil.example', 'null', world.url.replace('http', 'https')])
      for (const send of [call, world.anybody()]) {
        const answer = await send('POST', '/api/auth/sign-in/anonymous', {}, { ...elsewhere(), origin })
        expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
      }
  })
})

it('[AU1] under an https PUBLIC_URL the cookie travels over HTTPS alone', async () => {
  const published = await httpWorld({ PUBLIC_URL: 'https://write.example.org' })
  try {
    const headers = { origin: 'https://write.example.org' }
    const [cookie] = (
      await published.anybody()('POST', '/api/auth/sign-in/anonymous', {}, headers)
    ).headers.getSetCookie()
    expect(cookie).toMatch(/^__Secure-everdraft\.session_token=.*; Secure/i)
    expect((await published.anybody(cookie!.split(';')[0])('GET', '/api/me')).status).toBe(200)
  } finally {
    await published.close()
  }
})
