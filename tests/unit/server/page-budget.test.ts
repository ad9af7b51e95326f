import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { readEnv } from '@/server/env'
import { PageBudget } from '@/server/page-budget'

const page = 'x'.repeat(100_000)
let server: Server | undefined

/** A server whose pages are so large that two are as much as one address gets at once. */
async function site(variables: Record<string, string> = {}, speed = 0) {
  let now = 0
  const env = readEnv({ LIMIT_WORK_PER_SECOND: '1000000', ...variables })
  const budget = new PageBudget(env, () => now + performance.now() * speed)
  server = createServer((request, response) => {
    budget.admit(request, response, () => void setTimeout(() => response.end(page), 5))
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    pass: (ms: number) => {
      now += ms
    },
    /** @returns the status, and in how many seconds to come back */
    async ask(path: string, from?: string): Promise<[number, string | null]> {
      const answer = await fetch(url + path, from ? { headers: { 'x-forwarded-for': from } } : {})
      await answer.text()
      return [answer.status, answer.headers.get('retry-after')]
    },
  }
}
afterEach(() => server?.close())

describe('pages for anybody', () => {
  it('[HI17] are so many and so large at most from one address, and again when that is made up for', async () => {
    const { ask, pass } = await site()
    expect(await ask('/documents/x/view')).toEqual([200, null])
    expect(await ask('/documents/x/view')).toEqual([200, null])
    expect(await ask('/documents/x/view')).toEqual([429, expect.any(String)])
    expect(await ask('/_next/static/x.js')).toEqual([200, null])
    pass(2_000)
    expect(await ask('/documents/x/view')).toEqual([200, null])
  })

  it('[HI17] of a class that comes at once wait for their turn', async () => {
    const { ask } = await site({}, 10)
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('/')))
    expect(answers).toEqual(Array(8).fill([200, null]))
  })

  it('[HI17] beyond a hundred that wait are told to come back', async () => {
    const { ask } = await site({ LIMIT_WORK_PER_SECOND: '1000000000' })
    const statuses = (await Promise.all(Array.from({ length: 300 }, () => ask('/')))).map(([status]) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
  })

  it('[HI17] behind a proxy the address is the one that the proxy saw', async () => {
    const { ask } = await site({ TRUST_PROXY: 'true' })
    await ask('/', '192.0.2.1')
    await ask('/', '192.0.2.1')
    await expect.poll(async () => (await ask('/', '192.0.2.1'))[0]).toBe(429)
    expect(await ask('/', '192.0.2.2')).toEqual([200, null])
  })
})
