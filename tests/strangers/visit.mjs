import { once } from 'node:events'
import { chromium } from '@playwright/test'
import WebSocket from 'ws'
import { findChromium } from '../e2e/chromium.mjs'

/** What the first visitor does: opens the page, becomes a guest, writes a document, reads it. Answers with how to come back. */
export async function visit(url) {
  const page = await fetch(url)
  if (!page.ok) throw new Error(`the page answers ${page.status}`)
  const signedIn = await post(url, '/api/auth/sign-in/anonymous', {})
  const cookie = signedIn.headers
    .getSetCookie()
    .map(line => line.split(';', 1)[0])
    .join('; ')
  const { documentId } = await (await post(url, '/api/documents', { title: 'Größe 😀' }, cookie)).json()
  const visitor = { cookie, documentId }
  await revisit(url, visitor)
  return visitor
}

/** Reads again what was written. */
export async function revisit(url, { cookie, documentId }) {
  const answer = await fetch(new URL(`/api/documents/${documentId}`, url), { headers: { cookie } })
  const { title } = answer.ok ? await answer.json() : {}
  if (title !== 'Größe 😀') throw new Error(`the document is not what was written: ${answer.status} ${title}`)
}

/** Whether a page of `npm run dev` is told of changes: by a socket of Next's own. */
export async function reloads(url) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/_next/hmr?id=stranger`, { origin: url })
  try {
    await once(socket, 'message', { signal: AbortSignal.timeout(30_000) })
  } catch (error) {
    throw new Error('nothing tells the pages to reload', { cause: error })
  } finally {
    socket.terminate()
  }
}

/** A browser elsewhere in the network: no secure context, and all the same a guest with a page that works. */
export async function visitFromNetwork(url) {
  await visit(url)
  const executablePath = await findChromium()
  if (!executablePath) return 'without a browser: no Chromium here'
  const args = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ]
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage()
    const faults = []
    page.on('pageerror', error => faults.push(error.message))
    await page.goto(url, { waitUntil: 'load' })
    if (await page.evaluate(() => window.isSecureContext))
      throw new Error('this is a secure context, which proves nothing')
    await page.waitForTimeout(2000)
    if (faults.length > 0) throw new Error(`the page threw: ${faults.join('; ')}`)
    return 'page and guest sign-in in Chromium without a secure context'
  } finally {
    await browser.close()
  }
}

async function post(url, pathname, body, cookie) {
  const answer = await fetch(new URL(pathname, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`POST ${pathname} answers ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
  return answer
}
