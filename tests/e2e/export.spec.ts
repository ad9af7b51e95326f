import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { words } from '@/app/_words'
import { expect, Past, test } from './support/history'
import type { Person } from './support/person'

async function download({ page }: Person, format: keyof typeof words.export.formats) {
  const dialog = page.getByRole('dialog', { name: words.export.title })
  await dialog.getByLabel(words.export.formats[format]).check()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: words.export.confirm }).click(),
  ])
  await expect(dialog).toHaveCount(0)
  return { name: saved.suggestedFilename(), path: await saved.path() }
}

test('[EX6] one exports the document as it is, and from the past as it was; a web page is read without a server', async ({
  ada,
  story,
}) => {
  const { documentId, title } = story
  await ada.open(documentId)
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: words.export.open }).click()
  const { violations } = await new AxeBuilder({ page: ada.page }).include('[role=dialog]').analyze()
  expect(violations).toEqual([])
  const now = await download(ada, 'text')
  expect(now.name).toBe(`${title}, revision ${story.head}.txt`)
  const shown = await ada.editor.locator('> *').first().textContent()
  expect(await readFile(now.path, 'utf8')).toContain(shown)

  const past = new Past(ada)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=80`)
  await past.shows(80)
  await past.button(words.history.more).click()
  await ada.page.getByRole('menuitem', { name: words.export.open }).click()
  const then = await download(ada, 'html')
  expect(then.name).toBe(`${title}, revision 80.html`)
  const written = await past.view.evaluate(element => element.textContent)
  const page = await ada.page.context().newPage()
  await page.setContent(await readFile(then.path, 'utf8'))
  await expect(page.locator('article')).toHaveText(written!)
  await page.close()
})
