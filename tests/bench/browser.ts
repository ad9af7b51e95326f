import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import type { EverdraftClient } from '@/lib/client/client'
import { findChromium } from '../e2e/chromium.mjs'

const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'gpu'].map(name => `--disable-${name}`)

/** The Chromium that the browser tests take too, without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findChromium()
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ ...(executablePath && { executablePath }), args: [...asRoot, '--no-first-run', ...quiet] })
}

/** A browser in which a client is signed in, with nothing in its cache. */
export async function signedIn(browser: Browser, url: string, { cookie }: EverdraftClient): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } })
  const cookies = cookie
    .split('; ')
    .map(pair => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url }))
  await context.addCookies(cookies)
  await nameless(context)
  return context
}

/** What's written here and runs in a page calls a helper by which tsx gives functions their names; a page has none. */
export async function nameless(context: BrowserContext): Promise<void> {
  await context.addInitScript('globalThis.__name ??= named => named')
}

/** Counts the script that a page loads. @returns its bytes so far, each file by itself through gzip */
export function countScripts(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('response', response => {
    if (response.request().resourceType() !== 'script') return
    const size = response.body().then(body => gzipSync(body).length)
    // What comes after the last look may be cut off by the page's end.
    size.catch(() => {})
    sizes.push(size)
  })
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Has a page's processor be so many times slower. */
export async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
}
