import type { BrowserContext, CDPSession, Page } from '@playwright/test'
import type { Random } from '../../support/random'
import type { Stored } from '../archive'
import { drag } from './drag'
import { type Seek, watchStudio } from './watch'

const pageSize = 1_000
const megabyte = 1_000_000

/** A document's past, opened in a page of its own. */
export class Studio {
  private constructor(
    readonly page: Page,
    private readonly session: CDPSession,
    private readonly stored: Stored,
    /** Ms from the click to river and list. */
    readonly opened: number,
    /** Bytes of data that came from the click until one could drag. */
    readonly bytes: number,
  ) {}

  static async open(context: BrowserContext, url: string, stored: Stored): Promise<Studio> {
    const page = await context.newPage()
    await page.addInitScript(watchStudio)
    await page.goto(`${url}/documents/${stored.documentId}`)
    await page.locator('.ProseMirror[contenteditable=true]').waitFor({ timeout: 60_000 })
    // What's fetched in the quiet after opening: the studio's script.
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(3_000)
    const session = await context.newCDPSession(page)
    const received = await countData(session)
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    const opened = await page.evaluate(() => {
      document.getElementById('history')!.click()
      return window.scrub.opened()
    })
    const studio = new Studio(page, session, stored, opened, 0)
    await studio.rest()
    await session.send('Network.setCacheDisabled', { cacheDisabled: false })
    return new Studio(page, session, stored, opened, received())
  }

  /** Waits until what's around is at hand. */
  async rest(): Promise<void> {
    await this.page.waitForTimeout(300)
    await this.page.waitForLoadState('networkidle')
    await this.page.waitForTimeout(300)
  }

  async seek(revision: number): Promise<Seek> {
    const seek = await this.page.evaluate(revision => window.scrub.seek(revision), revision)
    await this.page.waitForTimeout(30)
    return seek
  }

  /** Seeks within one page that's at hand, and between two whose documents have nothing in common. */
  async seeksAtHand(random: Random, count: number): Promise<Seek[]> {
    const pages = Math.floor(this.stored.head / pageSize)
    const [early, late] = [Math.floor(pages * 0.35), pages - 2]
    for (const page of [early, late]) {
      await this.seek(page * pageSize + 500)
      await this.rest()
    }
    const within = (page: number) => page * pageSize + 1 + random.below(pageSize)
    const seeks: Seek[] = []
    for (let i = 0; i < count; i++) seeks.push(await this.seek(within(late)))
    for (let i = 0; i < count; i++) seeks.push(await this.seek(within(i % 2 === 0 ? early : late)))
    return seeks
  }

  /** Seeks to where nothing has been asked for. */
  async seeksAfar(random: Random, count: number): Promise<Seek[]> {
    const seeks: Seek[] = []
    for (let i = 0; i < count; i++) {
      seeks.push(await this.seek(1 + random.below(this.stored.head)))
      await this.rest()
    }
    return seeks
  }

  /** What the same answers take without a studio: asked for from within the page and read. */
  async bareRequests(random: Random, count: number): Promise<number[]> {
    const paths = Array.from(
      { length: count },
      () => `/api/documents/${this.stored.documentId}/at/${1 + random.below(this.stored.head)}`,
    )
    return this.page.evaluate(async paths => {
      const times: number[] = []
      for (const path of paths) {
        const began = performance.now()
        await (await fetch(path)).text()
        times.push(performance.now() - began)
      }
      return times
    }, paths)
  }

  dragOver(seconds: number) {
    return drag(this.page, seconds)
  }

  /** Drags over so little that all of it is at hand. */
  async dragAtHand(revision: number, seconds: number) {
    await this.seek(revision)
    await this.page.keyboard.press('0')
    for (let span = this.stored.head; span > pageSize / 2; span /= 2) {
      await this.page.getByRole('button', { name: 'Closer' }).click()
      await this.page.waitForTimeout(30)
    }
    await this.rest()
    const dragged = await drag(this.page, seconds)
    await this.page.getByRole('button', { name: 'All of it' }).click()
    return dragged
  }

  /** @returns frames a second while it plays so many times faster */
  async play(from: number, speed: number, ms: number): Promise<number> {
    await this.seek(from)
    await this.rest()
    await this.page.getByRole('combobox', { name: 'Speed' }).selectOption(String(speed))
    await this.page.getByRole('button', { name: 'Play', exact: true }).click()
    const frames = await this.page.evaluate(ms => window.scrub.frames(ms), ms)
    await this.page.getByRole('button', { name: 'Pause', exact: true }).click()
    return frames / (ms / 1_000)
  }

  /** MB of the page's heap after all that can go has gone. */
  async heap(): Promise<number> {
    await this.session.send('HeapProfiler.collectGarbage')
    const { usedSize } = (await this.session.send('Runtime.getHeapUsage')) as { usedSize: number }
    return usedSize / megabyte
  }
}

/** Counts the bytes that come from the API. @returns how many so far */
async function countData(session: CDPSession): Promise<() => number> {
  const data = new Set<string>()
  let bytes = 0
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (new URL(response.url).pathname.startsWith('/api/')) data.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (data.has(requestId)) bytes += encodedDataLength
  })
  return () => bytes
}
