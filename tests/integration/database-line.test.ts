import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { prismaClient } from '@/server/database/client'
import { isUnavailable } from '@/server/database/errors'
import { isDatabaseFault } from '@/server/database/faults'
import { BadLine } from '../faults/stage/proxy'
import { type ScratchDatabase, scratchDatabase } from '../support/database'

let database: ScratchDatabase
let line: BadLine
let url: string
beforeAll(async () => {
  database = await scratchDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  const { hostname, port } = new URL(database.url)
  line = await BadLine.before({ host: hostname, port: Number(port) })
  url = Object.assign(new URL(database.url), { host: `127.0.0.1:${line.port}` }).href
})
afterEach(() => line.close())

const one = (client: ReturnType<typeof prismaClient>) => client.$queryRaw`SELECT 1 AS one`

test('[FT8] an answer that never comes costs its connection no more than its patience: the next question takes another', async () => {
  const client = prismaClient(url, { max: 1, patience: 400 })
  expect(await one(client)).toEqual([{ one: 1 }])
  line.forget()
  const error = await one(client).catch(error => error)
  expect(isUnavailable(error)).toBe(true)
  expect(await one(client)).toEqual([{ one: 1 }])
  await client.$disconnect()
})

test('[FT8] in the middle of a transaction too', async () => {
  const client = prismaClient(url, { max: 1, patience: 400 })
  const broken = client.$transaction(async tx => {
    await tx.$queryRaw`SELECT 1`
    line.forget()
    await tx.$queryRaw`SELECT 2`
  })
  await expect(broken).rejects.toThrow()
  await expect.poll(() => one(client).catch(() => null), { timeout: 10_000 }).toEqual([{ one: 1 }])
  await client.$disconnect()
})

test('[FT8] nor is a document blamed for it, or for a pool in which nothing became free', async () => {
  const client = prismaClient(url, { max: 1, patience: 400 })
  await one(client)
  line.forget()
  expect(isDatabaseFault(await one(client).catch(error => error))).toBe(true)
  await client.$disconnect()
  expect(isDatabaseFault(new Error('timeout exceeded when trying to connect'))).toBe(true)
  expect(isDatabaseFault(new RangeError('A step does not fit'))).toBe(false)
})
