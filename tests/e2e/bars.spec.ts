import { words } from '@/app/_words'
import { agree } from './support/agree'
import { Composer } from './support/composer'
import { block, documentOf, paragraph, text } from './support/documents'
import { table } from './support/kinds'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const link = { ...text('a page'), marks: [{ type: 'link', attrs: { href: 'https://example.com/page' } }] }
const bar = (person: Person, name: string) => person.page.getByRole('toolbar', { name, exact: true })
const focused = (person: Person) => person.page.locator(':focus')

test('[WT1] a bar at selected text marks it, by mouse and by keys alone', async ({ ada }) => {
  const documentId = await ada.make(documentOf('one two', block('codeBlock', null, text('code'))))
  await ada.open(documentId)
  const selected = bar(ada, words.editor.selectionBar)
  await ada.caret('one', 'before')
  await expect(selected).toHaveCount(0)
  await ada.press(...Array(3).fill('Shift+ArrowRight'))
  await selected.getByRole('button', { name: words.editor.bold }).click()
  await expect(selected.getByRole('button', { name: words.editor.bold })).toHaveAttribute('aria-pressed', 'true')
  await ada.press('Alt+F10', 'ArrowRight', 'ArrowRight', 'Enter')
  await expect(ada.editor.locator('em')).toHaveText('one')
  await ada.press('Alt+F10')
  await expect(focused(ada)).toHaveAttribute('aria-label', /./)
  await ada.press('Escape')
  await expect(selected).toHaveCount(0)
  await expect(ada.editor).toBeFocused()
  // It's gone for this selection, not for the next.
  await ada.press('ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight')
  await expect(selected).toBeVisible()
  await ada.caret('code', 'before')
  await ada.press('Shift+End')
  await expect(selected).toHaveCount(0)
  await ada.press('Alt+F10')
  await expect(focused(ada)).toHaveAccessibleName(words.code.language)
  await ada.press('Escape')
  await ada.caret('two')
  await ada.press('Alt+F10')
  await expect(bar(ada, words.editor.toolbar).locator(':focus')).toHaveCount(1)
  expect(await agree(documentId, ada)).toMatchObject({
    content: [{ content: [text('one', 'bold', 'italic'), text(' two')] }, {}],
  })
})

test('[WT1] the bar waits while one is still selecting or composing, and stays away where one only reads', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('some words to select'))
  await ada.open(documentId)
  const selected = bar(ada, words.editor.selectionBar)
  await ada.caret('some', 'before')
  const box = (await ada.editor.locator('p').boundingBox())!
  await ada.page.mouse.move(box.x + 4, box.y + 10)
  await ada.page.mouse.down()
  await ada.page.mouse.move(box.x + 60, box.y + 10, { steps: 4 })
  await expect.poll(() => ada.page.evaluate(() => String(getSelection()).length)).toBeGreaterThan(0)
  await expect(selected).toHaveCount(0)
  await ada.page.mouse.up()
  await expect(selected).toBeVisible()
  const composer = await Composer.at(ada)
  await composer.compose('に')
  await expect(selected).toHaveCount(0)
  await composer.commit('日')
  await ben.open(documentId)
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: words.document.moveToTrash }).click()
  await expect(ben.state).toHaveText(/^Read-only/)
  await ben.editor.locator('p').dblclick({ position: { x: 20, y: 12 } })
  await expect.poll(() => ben.page.evaluate(() => String(getSelection()).length)).toBeGreaterThan(1)
  await expect(bar(ben, words.editor.selectionBar)).toHaveCount(0)
})

test('[WT2] at a link one sees where it leads, opens, changes, copies and removes it', async ({ ada }) => {
  const documentId = await ada.make(documentOf({ ...paragraph(), content: [text('see '), link] }, 'after'))
  await ada.open(documentId)
  const menu = bar(ada, words.editor.linkBar)
  await ada.caret('a pa')
  await expect(menu.locator('..')).toContainText('example.com/page')
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await menu.getByRole('button', { name: words.editor.linkCopy }).click()
  await expect(menu.getByRole('button', { name: words.editor.linkCopied })).toBeVisible()
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('https://example.com/page')
  await ada.page.context().route('https://example.com/**', route => route.fulfill({ body: 'there' }))
  for (const open of [
    () => menu.getByRole('button', { name: words.editor.linkOpen }).click(),
    () => ada.caret('a pa').then(() => ada.press('ControlOrMeta+Enter')),
  ]) {
    const opened = ada.page.context().waitForEvent('page')
    await open()
    const page = await opened
    await page.waitForURL('https://example.com/page')
    await page.close()
  }
  await menu.getByRole('button', { name: words.editor.linkEdit }).click()
  await ada.page.getByLabel(words.editor.linkAddress).fill('example.com/other')
  await ada.press('Enter')
  await expect(ada.editor.getByRole('link')).toHaveAttribute('href', 'https://example.com/other')
  await expect(ada.editor).toBeFocused()
  await menu.getByRole('button', { name: words.editor.linkRemove }).click()
  await expect(ada.editor.getByRole('link')).toHaveCount(0)
  await expect(menu).toHaveCount(0)
  await agree(documentId, ada)
})

test('[WT3] at a table there are rows, columns and all else, by mouse and by keys', async ({ ada }) => {
  const documentId = await ada.make(documentOf('before', table))
  await ada.open(documentId)
  const menu = bar(ada, words.editor.tableBar)
  await ada.caret('before')
  await expect(menu).toHaveCount(0)
  await ada.editor.locator('td').last().click()
  await menu.getByRole('button', { name: words.editor.rowBelow }).click()
  await menu.getByRole('button', { name: words.editor.columnAfter }).click()
  await expect(ada.editor.locator('tr')).toHaveCount(3)
  await expect(ada.editor.locator('th')).toHaveCount(3)
  await ada.press('Alt+F10', 'ArrowRight', 'ArrowRight', 'Enter')
  await ada.page.getByRole('menuitem', { name: words.editor.deleteColumn }).press('Enter')
  await expect(ada.editor.locator('th')).toHaveCount(2)
  await expect(ada.editor).toBeFocused()
  await agree(documentId, ada)
})

test('[WT4] the toolbar goes when one wants, stays away at the next visit, and comes back from the menu', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('words'))
  await ada.open(documentId)
  const place = () => ada.editor.locator('p').boundingBox()
  const before = await place()
  await ada.tool(words.editor.hideToolbar).click()
  await expect(bar(ada, words.editor.toolbar)).toHaveCount(0)
  await ada.page.reload()
  await ada.opened()
  await expect(bar(ada, words.editor.toolbar)).toHaveCount(0)
  expect(await place()).toEqual(before)
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: words.editor.showToolbar }).click()
  await expect(bar(ada, words.editor.toolbar)).toBeVisible()
  await agree(documentId, ada)
  expect(ada.watch.commands).toEqual([])
})
