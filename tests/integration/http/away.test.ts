import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAccounts } from '@/server/accounts'
import { type Prisma, prismaClient } from '@/server/database/client'
import { errorResponse } from '@/server/http/errors'
import { type ScratchDatabase, scratchDatabase } from '../../support/database'
import { cookieOf } from '../../support/http'

const silent = { error() {}, warn() {} }
const sockets = new Set<Socket>()
let database: ScratchDatabase
let prisma: Prisma
let refusing = false

/** Stands between the client and the database: passes everything on, or hangs up at once. */
const between = createServer(socket => {
  if (refusing) return socket.destroy()
  sockets.add(socket)
  const { hostname, port } = new URL(database.url)
  const onward = connect(Number(port), hostname)
  socket.pipe(onward).pipe(socket)
  socket.on('error', () => {}).on('close', () => onward.destroy())
  onward.on('error', () => {}).on('close', () => socket.destroy())
})

beforeAll(async () => {
  database = await scratchDatabase()
  await new Promise<void>(resolve => between.listen(0, '127.0.0.1', resolve))
  const url = new URL(database.url)
  url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`
  prisma = prismaClient(url.href, { max: 2 })
})
afterAll(async () => {
  await prisma.$disconnect()
  between.close()
  await database.drop()
})

const statusOf = (question: Promise<unknown>) =>
  question.then(
    () => 200,
    error => errorResponse(error, silent).status,
  )
const raw = (seconds = 0) => statusOf(prisma.$executeRaw`SELECT pg_sleep(${seconds}::float)`)
const modelled = () => statusOf(prisma.author.findMany())

const url = 'http://localhost:3000/api/auth/sign-in/anonymous'
const signIn = () => new Request(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })

it('[HT23] a connection that breaks, is refused, or is ended by the database is busy, whatever was asked', async () => {
  expect([await raw(), await modelled()]).toEqual([200, 200])
  const { auth, identity } = createAccounts({
    prisma,
    secret: 'only for this test: 8sW2kLq0zX',
    env: { trustProxy: false },
    log: silent,
  })
  const cookie = cookieOf(await auth.handle(signIn(), '127.0.0.1'))
  const known = () => statusOf(identity.visitorOf(new Headers({ cookie })))

  const cutOff = raw(10)
  setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, 300)
  expect(await cutOff).toBe(503)

  const ended = raw(10)
  const administrator = prismaClient(database.url, { max: 1 })
  await new Promise(resolve => setTimeout(resolve, 300))
  await administrator.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`
  await administrator.$disconnect()
  expect(await ended).toBe(503)

  refusing = true
  expect([await raw(), await modelled(), await known()]).toEqual([503, 503, 503])
  between.close()
  expect([await raw(), await modelled()]).toEqual([503, 503])
})

it('[HT22] a fault of ours in a question is not called busy', async () => {
  const own = prismaClient(database.url, { max: 1 })
  expect(await statusOf(own.$executeRaw`SELECT 1 FROM no_such_table`)).toBe(500)
  expect(await statusOf(own.$executeRaw`SELECT 1 / 0`)).toBe(500)
  await own.$disconnect()
})
