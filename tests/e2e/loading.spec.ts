import type { Page, Response } from '@playwright/test'
import { countScripts } from '../bench/browser'
import { documentOf } from './support/documents'
import { listed } from './support/list'
import { expect, test } from './support/test'

// In kB of gzip. What was reached (docs/decisions/0014-weight.md) and a little: who needs more has to say so here.
const budgets = { document: 362, list: 166, view: 0 }

/** Loads a page as far as it comes without an answer of the server's. @returns its scripts' bytes, and whether one of them has such words */
async function loaded(page: Page, address: string) {
  const bytes = countScripts(page)
  const texts: Promise<string>[] = []
  const read = (response: Response) => {
    if (response.request().resourceType() === 'script') texts.push(response.text())
  }
  page.on('response', read)
  await page.goto(address)
  const kilobytes = (await bytes()) / 1_000
  const all = (await Promise.all(texts)).join('\n')
  page.off('response', read)
  return { kilobytes, has: (words: string) => all.includes(words) }
}

// Words that stay what they are however they're packed.
const editor = 'ProseMirror-focused'
const line = 'websocket'

test('[LD2] [LD3] no page loads more script than it needs to be used, and only the document’s has an editor', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('Light.'), { title: 'Light' })
  await listed(ada, 'Light')
  await ada.page.route(/\/api\/(me|documents)/, () => {})
  const document = await loaded(ada.page, `${ada.origin}/documents/${documentId}`)
  expect(document.has(editor) && document.has(line)).toBe(true)
  expect(document.kilobytes).toBeLessThan(budgets.document)
  const list = await loaded(ada.page, ada.origin)
  expect(list.has(editor) || list.has(line)).toBe(false)
  expect(list.kilobytes).toBeLessThan(budgets.list)
  const view = await loaded(ada.page, `${ada.origin}/documents/${documentId}/view`)
  expect(view.kilobytes).toBe(budgets.view)
})

test('[LD1] the reading view looks as it should and runs nothing', async ({ ada }) => {
  const documentId = await ada.make(documentOf('Read me.'), { title: 'Only words' })
  await listed(ada, 'Only words')
  const response = await ada.page.goto(`${ada.origin}/documents/${documentId}/view`)
  expect(await response!.text()).not.toMatch(/<script/)
  expect(response!.headers()['content-security-policy']).toContain("script-src 'none'")
  await expect(ada.page).toHaveTitle('Only words · Everdraft')
  await expect(ada.page.getByRole('article')).toContainText('Read me.')
})

test('[LD4] the first press opens what isn’t loaded yet, by mouse and by key, and the button says what it does', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('Press.'), { title: 'Pressed' })
  await listed(ada, 'Pressed')
  const { page } = ada
  // Nothing is fetched ahead: the press comes first.
  await page.addInitScript('requestIdleCallback = () => 0')
  const menu = page.getByRole('button', { name: 'More actions' })
  const share = page.getByRole('button', { name: 'Share' })
  const rename = page.getByRole('menuitem', { name: 'Rename' })
  const presses: [string, () => Promise<void>][] = [
    ['mouse', () => menu.click()],
    ['Enter', () => menu.press('Enter')],
    ['Space', () => menu.press(' ')],
    ['ArrowDown', () => menu.press('ArrowDown')],
  ]
  for (const [how, press] of presses)
    await test.step(how, async () => {
      await ada.open(documentId)
      await expect(menu).toHaveAttribute('aria-haspopup', 'menu')
      await expect(menu).toHaveAttribute('aria-expanded', 'false')
      await press()
      await expect(rename).toBeVisible()
      await expect(menu).toHaveAttribute('aria-expanded', 'true')
      if (how !== 'mouse') await expect(rename).toBeFocused()
      await page.keyboard.press('Escape')
      await expect(rename).toBeHidden()
      await expect(menu).toBeFocused()
      await menu.click()
      await expect(rename).toBeVisible()
    })
  await ada.open(documentId)
  await expect(share).toHaveAttribute('aria-haspopup', 'dialog')
  await share.click()
  await expect(page.getByRole('dialog')).toContainText('Address copied')
  await page.goto(ada.origin)
  await page.getByRole('button', { name: 'Actions for Pressed' }).press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible()
})
