/**
 * `npm run screenshots [-- SCENE …]`: takes the pictures of README and docs: two people in one document, and every page wide and
 * narrow, light and dark.
 */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { EverdraftClient } from '@/lib/client/client'
import type { Color } from '@/lib/protocol/people'
import { prismaClient } from '@/server/database/client'
import { openEmbedded } from '@/server/database/embedded'
import { migrate } from '@/server/database/migrate'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { build } from '../../server/launch/prepare.mjs'
import { inTurn } from '../../server/launch/turn.mjs'
import { findChromium } from '../e2e/chromium.mjs'
import { Scribe } from '../support/scribe'
import { startServer, temporaryFolder } from '../support/server'
import { scenes } from './screenshots/scenes'
import { writeStory } from './screenshots/story'

const folder = 'docs/pictures'
const quiet = ['background-networking', 'component-update', 'sync', 'quic', 'gpu'].map(name => `--disable-${name}`)
const sizes = { wide: { width: 1_280, height: 800 }, phone: { width: 390, height: 844 } }
const schemes = ['light', 'dark'] as const

async function person(url: string, name: string, color: Color): Promise<EverdraftClient> {
  const client = await EverdraftClient.connect(url)
  await client.call('PATCH', '/me', { name, color })
  return client
}

async function signIn(context: BrowserContext, url: string, { cookie }: EverdraftClient): Promise<void> {
  const pair = (text: string) => ({
    name: text.slice(0, text.indexOf('=')),
    value: text.slice(text.indexOf('=') + 1),
    url,
  })
  await context.clearCookies()
  await context.addCookies(cookie.split('; ').map(pair))
}

type Set = { browser: Browser; url: string; ada: EverdraftClient; ben: EverdraftClient; story: string; head: number }

async function takeReadme({ browser, url, ada, ben, story, head }: Set): Promise<void> {
  const pageOf = async (client: EverdraftClient) => {
    const context = await browser.newContext({ viewport: sizes.wide, locale: 'en-GB' })
    await signIn(context, url, client)
    return context.newPage()
  }
  const [hers, his] = [await pageOf(ada), await pageOf(ben)]
  await hers.goto(`${url}/documents/${story}`)
  await his.goto(`${url}/documents/${story}`)
  await his.locator('.ProseMirror[contenteditable=true]').getByText('ten metres', { exact: false }).click()
  await his.keyboard.press('End')
  await his.keyboard.type(' Twelve, with the abutments.', { delay: 40 })
  await hers.waitForTimeout(1_500)
  await hers.screenshot({ path: path.join(folder, 'document.png') })
  await hers.goto(`${url}/documents/${story}?revision=${Math.round(head * 0.62)}`)
  await hers.getByRole('slider').first().waitFor()
  await hers.keyboard.press('w')
  await hers.waitForTimeout(2_500)
  await hers.screenshot({ path: path.join(folder, 'history.png') })
  for (const page of [hers, his]) await page.context().close()
}

async function takePages({ browser, url, ada, story, head }: Set, names: readonly string[]): Promise<void> {
  mkdirSync(path.join(folder, 'pages'), { recursive: true })
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of schemes)
      for (const name of names) {
        const isMobile = size === 'phone'
        const context = await browser.newContext({
          viewport,
          colorScheme,
          locale: 'en-GB',
          isMobile,
          hasTouch: isMobile,
        })
        await signIn(context, url, ada)
        const page = await context.newPage()
        const asStranger = async () => signIn(context, url, await person(url, 'Mira Kovač', 'orange'))
        const copy = async () => (await ada.create({ from: { documentId: story, revision: head } })).documentId
        await scenes[name]!({ page, context, url, story, head, asStranger, copy })
        await page.waitForTimeout(500)
        await page.screenshot({ path: path.join(folder, 'pages', `${name}-${size}-${colorScheme}.png`) })
        await context.close()
      }
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2)
  const unknown = asked.filter(name => !Object.hasOwn(scenes, name))
  if (unknown.length > 0) throw new Error(`No such scene: ${unknown}. There are: ${Object.keys(scenes).join(', ')}.`)
  await inTurn(build)
  const dataDir = temporaryFolder('screenshots')
  const database = await openEmbedded({ dataDir })
  await migrate(database.url)
  const prisma = prismaClient(database.url)
  const server = await startServer({ DATABASE_URL: database.url })
  const executablePath = await findChromium()
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...asRoot, '--no-first-run', ...quiet]
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args })
  try {
    const { url } = server
    const [ada, ben] = [await person(url, 'Ada Lindqvist', 'violet'), await person(url, 'Ben Okafor', 'teal')]
    const scribe = new Scribe(new PostgresEventStore(prisma), undefined, ada.me.authorId)
    await writeStory(scribe, { ada: ada.me.authorId, ben: ben.me.authorId })
    const set = { browser, url, ada, ben, story: scribe.documentId, head: scribe.events.length }
    if (asked.length === 0) await takeReadme(set)
    await takePages(set, asked.length > 0 ? asked : Object.keys(scenes))
    for (const client of [ada, ben]) client.close()
    console.log(`Look at ${folder}, of a document with ${set.head} revisions.`)
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
