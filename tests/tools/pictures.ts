/** `npx tsx tests/tools/pictures.ts`: takes the README's pictures, of a document that two people have written. Needs a build. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { EverdraftClient } from '@/lib/client/client'
import type { Color } from '@/lib/protocol/people'
import { prismaClient } from '@/server/database/client'
import { openEmbedded } from '@/server/database/embedded'
import { migrate } from '@/server/database/migrate'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { findChromium } from '../e2e/chromium.mjs'
import { Scribe } from '../support/scribe'
import { startServer } from '../support/server'
import { writeStory } from './pictures/story'

const folder = 'docs/pictures'
const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'gpu'].map(name => `--disable-${name}`)

async function person(url: string, name: string, color: Color): Promise<EverdraftClient> {
  const client = await EverdraftClient.connect(url)
  await client.call('PATCH', '/me', { name, color })
  return client
}

async function pageOf(browser: Browser, url: string, { cookie }: EverdraftClient): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'en-GB' })
  const cookies = cookie
    .split('; ')
    .map(pair => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url }))
  await context.addCookies(cookies)
  return context.newPage()
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-pictures-'))
  chmodSync(dataDir, 0o755)
  const database = await openEmbedded({ dataDir })
  await migrate(database.url)
  const prisma = prismaClient(database.url)
  const server = await startServer({ DATABASE_URL: database.url })
  const executablePath = await findChromium()
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--no-first-run', ...quiet],
  })
  try {
    const [ada, ben] = await Promise.all([
      person(server.url, 'Ada Lindqvist', 'violet'),
      person(server.url, 'Ben Okafor', 'teal'),
    ])
    const scribe = new Scribe(new PostgresEventStore(prisma), undefined, ada.me.authorId)
    await writeStory(scribe, { ada: ada.me.authorId, ben: ben.me.authorId })
    const address = `${server.url}/documents/${scribe.documentId}`

    const [hers, his] = [await pageOf(browser, server.url, ada), await pageOf(browser, server.url, ben)]
    await hers.goto(address)
    await his.goto(address)
    const words = his.getByText('ten metres', { exact: false })
    await words.click()
    await his.keyboard.press('End')
    await his.keyboard.type(' Twelve, with the abutments.', { delay: 40 })
    await hers.waitForTimeout(1_500)
    mkdirSync(folder, { recursive: true })
    await hers.screenshot({ path: path.join(folder, 'document.png') })
    await hers.goto(`${address}?revision=${Math.round(scribe.events.length * 0.62)}`)
    await hers.waitForTimeout(2_500)
    await hers.screenshot({ path: path.join(folder, 'history.png') })
    console.log(`${folder}/document.png and history.png: ${scribe.events.length} revisions`)
  } finally {
    await browser.close()
    await server.stop()
    await prisma.$disconnect()
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error)
    process.exit(1)
  },
)
