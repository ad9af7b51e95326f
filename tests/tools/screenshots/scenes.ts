import type { BrowserContext, Page } from '@playwright/test'
import { words } from '@/app/_words'

/** Where pictures are taken. */
export type Place = {
  page: Page
  context: BrowserContext
  url: string
  /** A document that two people wrote, and its last revision. */
  story: string
  head: number
  /** The person with no documents yet. */
  asStranger: () => Promise<void>
  /** A copy of it, to write in. */
  copy: () => Promise<string>
}

const text = '.ProseMirror[contenteditable=true]'

async function open({ page, url, story }: Place, address = ''): Promise<void> {
  await page.goto(`${url}/documents/${story}${address}`)
  const shown = address.includes('revision') ? page.getByRole('slider') : page.locator(text)
  await shown.first().waitFor()
  await page.waitForTimeout(1_200)
}

const past = (place: Place, part: number) => open(place, `?revision=${Math.round(place.head * part)}`)

/** Looks at the past and presses keys there, one after the other. */
const pastWith =
  (part: number, ...keys: string[]) =>
  async (place: Place) => {
    await past(place, part)
    for (const key of keys) {
      await place.page.keyboard.press(key)
      await place.page.waitForTimeout(700)
    }
    await place.page.waitForTimeout(800)
  }

/** Each page and state that has a look of its own. */
export const scenes: Record<string, (place: Place) => Promise<void>> = {
  list: async ({ page, url }) => {
    await page.goto(url)
    await page.getByRole('main').waitFor()
  },
  'list-empty': async place => {
    await place.asStranger()
    await place.page.goto(place.url)
  },
  document: place => open(place),
  'document-empty': async place => {
    await place.asStranger()
    await place.page.goto(place.url)
    await place.page.getByRole('button', { name: words.list.create }).first().click()
    await place.page.locator(text).waitFor()
    await place.page.waitForTimeout(600)
  },
  'document-slash': async place => {
    await open({ ...place, story: await place.copy() })
    await place.page.locator(`${text} > p`).last().click()
    await place.page.keyboard.press('End')
    await place.page.keyboard.press('Enter')
    await place.page.keyboard.type('/')
    await place.page.waitForTimeout(600)
  },
  'document-offline': async place => {
    await open({ ...place, story: await place.copy() })
    await place.page.locator(`${text} > p`).first().click()
    await place.context.setOffline(true)
    await place.page.keyboard.press('End')
    await place.page.keyboard.type(' Kept.')
    await place.page.waitForTimeout(6_000)
  },
  'document-gone': async ({ page, url }) => {
    await page.goto(`${url}/documents/00000000-0000-4000-8000-000000000000`)
    await page.getByRole('heading').first().waitFor()
  },
  palette: async place => {
    await open(place)
    await place.page.keyboard.press('Control+k')
  },
  view: async ({ page, url, story }) => {
    await page.goto(`${url}/documents/${story}/view`)
  },
  history: place => past(place, 0.62),
  'history-keys': pastWith(0.62, '?'),
  'history-who': pastWith(0.8, 'w'),
  'history-compare': pastWith(1, 'c'),
  'history-search': async place => {
    await pastWith(1, '/')(place)
    await place.page.keyboard.type('ten metres')
    await place.page.waitForTimeout(1_500)
  },
}
