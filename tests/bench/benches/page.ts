import type { Browser } from '@playwright/test'
import { EverdraftClient } from '@/lib/client/client'
import type { Bench, Round } from '../bench'
import { countScripts, openBrowser, signedIn, slowDown } from '../browser'
import { makeDocument } from '../scene'

const slower = 4
const empty = 'data:text/html,<!doctype html><title>empty</title><p>.'

type Seen = { painted: number; ready: number; scripts: number }

export const bench: Bench = {
  about: `a document of 2,000 characters, the list and a document to read, in Chromium with a processor ${slower} times slower, nothing cached`,
  rounds: 5,
  figures: [
    { name: 'document: first paint', unit: 'ms' },
    { name: 'document: ready to type', unit: 'ms', goal: { atMost: 1_000 } },
    { name: 'document: script', unit: 'kB gzip', goal: { atMost: 280 } },
    { name: 'list: first paint', unit: 'ms' },
    { name: 'list: script', unit: 'kB gzip', goal: { atMost: 130 } },
    { name: 'view: first paint', unit: 'ms' },
    { name: 'view: script', unit: 'kB gzip', goal: { atMost: 130 } },
    { name: 'empty page: first paint', unit: 'ms' },
  ],
  async open(stage) {
    const { url } = await stage.start()
    const client = await EverdraftClient.connect(url)
    const { documentId } = await makeDocument(client, 2_000, 1)
    const browser = await openBrowser()
    const pages = {
      document: [`${url}/documents/${documentId}`, '.ProseMirror[contenteditable=true]'],
      list: [url, 'main'],
      view: [`${url}/documents/${documentId}/view`, 'article'],
      'empty page': [empty, 'p'],
    } as const
    const look = (name: keyof typeof pages) => {
      const [address, until] = pages[name]
      return seen(browser, url, client, address, until)
    }
    // Whatever the server renders for the first time.
    for (const name of Object.keys(pages) as (keyof typeof pages)[]) await look(name)
    return {
      async round(): Promise<Round> {
        const round: Round = {}
        for (const name of Object.keys(pages) as (keyof typeof pages)[]) {
          const { painted, ready, scripts } = await look(name)
          round[`${name}: first paint`] = painted
          if (name === 'document') round['document: ready to type'] = ready
          if (name !== 'empty page') round[`${name}: script`] = scripts / 1_000
        }
        return round
      },
      async close() {
        await browser.close()
        client.close()
      },
    }
  },
}

/** Opens a page as who comes for the first time; times are from the beginning of its navigation. */
async function seen(browser: Browser, url: string, client: EverdraftClient, address: string, until: string) {
  const context = await signedIn(browser, url, client)
  const page = await context.newPage()
  await slowDown(page, slower)
  const scripts = countScripts(page)
  await page.addInitScript(selector => {
    const look = () => {
      if (!document.querySelector(selector)) return requestAnimationFrame(look)
      performance.mark('ready')
    }
    requestAnimationFrame(look)
  }, until)
  await page.goto(address)
  await page.waitForFunction(() => performance.getEntriesByName('ready').length > 0)
  const upToHere = scripts()
  const times = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    ready: performance.getEntriesByName('ready')[0]!.startTime,
  }))
  const result: Seen = { ...times, scripts: await upToHere }
  await context.close()
  return result
}
