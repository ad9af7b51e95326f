import type { Browser, Page } from '@playwright/test'
import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import type { Bench, Figure, Round } from '../bench'
import { nameless, openBrowser, signedIn } from '../browser'
import { makeDocument } from '../scene'

const characters = 100_000
const strokes = 200
const others = 20
const scenes = ['alone', `${others} others typing`] as const

declare global {
  interface Window {
    work: number[]
  }
}

export const bench: Bench = {
  about: `one keystroke in a document of ${characters.toLocaleString('en')} characters in about 1,100 paragraphs: the page's work until it's painted`,
  rounds: 3,
  figures: [
    ...scenes.flatMap((scene): Figure[] => [
      { name: `${scene}: p50`, unit: 'ms', goal: { atMost: 12 } },
      { name: `${scene}: p99`, unit: 'ms', goal: { atMost: 40 } },
    ]),
    { name: 'the same text without us: p50', unit: 'ms' },
    { name: 'the same text without us: p99', unit: 'ms' },
    { name: 'an empty text field: p50', unit: 'ms' },
    { name: 'an empty text field: p99', unit: 'ms' },
  ],
  async open(stage) {
    const { url, driver } = await stage.server()
    const client = await EverdraftClient.connect(url)
    const made = await makeDocument(client, characters, others)
    const browser = await openBrowser()
    const context = await signedIn(browser, url, client)
    const page = await context.newPage()
    await page.addInitScript(watch)
    await page.goto(`${url}/documents/${made.documentId}`)
    await page.locator('.ProseMirror[contenteditable=true] p').nth(500).click()
    const empty = await yardstick(browser, '<textarea autofocus></textarea>')
    await empty.locator('textarea').click()
    const text = await page.locator('.ProseMirror').innerHTML()
    const plain = await yardstick(browser, `<div contenteditable style="width: 700px">${text}</div>`)
    await plain.locator('div > p').nth(500).click()
    await typed(page)
    return {
      async round(): Promise<Round> {
        const alone = await typed(page)
        // The keystrokes take about as long as this.
        const crowd = driver.type({ server: url, documents: [made], seconds: (strokes * 50) / 1_000 + 2, rate: 5 })
        const together = await typed(page)
        await crowd
        return {
          ...figures('alone', alone),
          ...figures(`${others} others typing`, together),
          ...figures('the same text without us', await typed(plain)),
          ...figures('an empty text field', await typed(empty)),
        }
      },
      async close() {
        await browser.close()
        client.close()
      },
    }
  },
}

/** A page of its own with nothing but this. */
async function yardstick(browser: Browser, html: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } })
  await nameless(context)
  const page = await context.newPage()
  await page.setContent(`<!doctype html><title>.</title>${html}`)
  await page.evaluate(watch)
  return page
}

const figures = (name: string, work: readonly number[]): Round => ({
  [`${name}: p50`]: quantile(work, 0.5),
  [`${name}: p99`]: quantile(work, 0.99),
})

/** Types at the pace of somebody quick. @returns the work of each keystroke in ms */
async function typed(page: Page): Promise<number[]> {
  await page.bringToFront()
  await page.evaluate(() => {
    window.work = []
  })
  for (let i = 0; i < strokes; i++) {
    await page.keyboard.press(i % 6 === 5 ? 'Space' : 'a')
    await page.waitForTimeout(40)
  }
  return page.evaluate(() => window.work)
}

/**
 * Adds up what a keystroke has the main thread do: the task of its events, and the frame after it from its callbacks to the end of
 * style, layout and paint. A message is posted in each and comes after the rest of it. Waiting for the frame isn't work.
 */
function watch(): void {
  const after = (done: () => void) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = done
    port2.postMessage(null)
  }
  window.work = []
  window.addEventListener(
    'keydown',
    () => {
      const down = performance.now()
      let task = 0
      after(() => {
        task = performance.now() - down
      })
      requestAnimationFrame(() => {
        const frame = performance.now()
        after(() => window.work.push(task + performance.now() - frame))
      })
    },
    true,
  )
}
