import { test as base, expect } from '@playwright/test'
import { Person } from './person'
import { Wire } from './wire'

export { expect }

const here = process.env.EVERDRAFT_URL ?? ''

/** The machine's address in its network, where a page is no secure context; without a network, another name of it. */
export const elsewhere = process.env.EVERDRAFT_LAN_URL || here.replace('localhost', '127.0.0.1')

/**
 * Two people at two addresses of one server: Ada at this machine, Ben as one comes from the same network. A test fails where a
 * page of theirs reports an error, breaks the content policy or asks another host for something.
 */
export const test = base.extend<{ line: Wire; ada: Person; ben: Person }>({
  /** Ada's line to the server. */
  line: async ({ browserName: _ }, use) => {
    const line = await Wire.to(here)
    await use(line)
    line.close()
  },
  ada: async ({ browser, line }, use) => {
    const ada = await Person.arrive(browser, { origin: line.origin, name: 'Ada Lindqvist', color: 'violet' })
    await use(ada)
    await leave(ada)
  },
  ben: async ({ browser }, use) => {
    const ben = await Person.arrive(browser, { origin: elsewhere, name: 'Ben Okafor', color: 'teal' })
    await use(ben)
    await leave(ben)
  },
})

async function leave({ page, watch }: Person): Promise<void> {
  await page.context().close()
  expect(watch.unexpected).toEqual([])
}
