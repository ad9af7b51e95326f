import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { words } from '@/app/_words'
import { everything } from '../support/sample'
import { documentOf } from './support/documents'
import { expect, Past, test } from './support/history'
import { List, listed } from './support/list'
import { still } from './support/still'

// Many looks at many pages, and axe takes its time.
test.describe.configure({ timeout: 180_000 })

// Base UI's stand-ins at the edges of what is open hand the focus on in the moment they get it.
const focusGuards = '[data-base-ui-focus-guard]'

/** What axe finds on a page; in the dark theme only colours can be other ones. */
async function findings(page: Page): Promise<string[]> {
  const found: string[] = []
  const above = await page.locator('[role=menu], [role=dialog], [role=alertdialog]').count()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await still(page)
    // No frame of another origin needs looking into; a page of its own for each look would take as long as the look.
    const axe = new AxeBuilder({ page })
      .setLegacyMode()
      .exclude(focusGuards)
      .options({ resultTypes: ['violations'] })
    if (colorScheme === 'dark') axe.withRules(['color-contrast'])
    // What opens above the page lies outside of its landmarks, as it should.
    else if (above > 0) axe.disableRules(['region'])
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations)
      found.push(`${colorScheme} ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`)
  }
  return found
}

test('[PG20] the list, its menus and its questions are without findings of axe', async ({ ada }) => {
  const { page } = ada
  const list = new List(ada)
  await list.open()
  await expect(list.section).toContainText('Nothing written yet')
  expect(await findings(page)).toEqual([])
  await ada.make(documentOf('The footbridge has to move.'), { title: 'Minutes' })
  await ada.make(everything().toJSON())
  await listed(ada, 'Minutes', '')
  await list.open('/?query=foot')
  await list.choose('Minutes', 'Rename')
  expect(await findings(page)).toEqual([])
  await ada.press('Escape')
  await list.offers('Minutes')
  expect(await findings(page)).toEqual([])
  await page.getByRole('menuitem', { name: 'Move to trash' }).click()
  await ada.button('Undo').waitFor()
  expect(await findings(page)).toEqual([])
  await list.open('/?trashed=true')
  await list.choose('Minutes', 'Delete for good…')
  expect(await findings(page)).toEqual([])
  await ada.press('Escape')
  await ada.button('Your name and colour: Ada Lindqvist').click()
  expect(await findings(page)).toEqual([])
})

test('[PG20] the command palette is without findings of axe', async ({ ada }) => {
  const { page } = ada
  await ada.make(documentOf('The footbridge has to move.'), { title: 'Minutes' })
  await listed(ada, 'Minutes')
  await new List(ada).open()
  await ada.press('ControlOrMeta+k')
  const options = page.getByRole('dialog').getByRole('option')
  await expect(options.first()).toContainText('Minutes')
  expect(await findings(page)).toEqual([])
  await ada.type('foot')
  await expect(options).toHaveCount(1)
  expect(await findings(page)).toEqual([])
  await ada.type('less nonsense')
  await expect(page.getByRole('dialog')).toContainText('Nothing found')
  expect(await findings(page)).toEqual([])
})

test('[PG20] a document, its menus, its reading view and what is not found are without findings of axe', async ({
  ada,
  ben,
}) => {
  const { page } = ada
  ada.watch.expect(/status of 404/)
  const documentId = await ada.make(everything().toJSON(), { title: 'All that there is' })
  await listed(ada, 'All that there is')
  await ben.open(documentId)
  await ben.caret('plain')
  await ada.open(documentId)
  await expect(ada.carets).toHaveCount(1)
  expect(await findings(page)).toEqual([])
  await ada.button('More actions').click()
  expect(await findings(page)).toEqual([])
  await ada.press('Escape')
  await ada.button('Share').click()
  await expect(page.getByRole('textbox', { name: 'Address of this document' })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.press('Escape')
  await page.getByRole('button', { name: /^Block type/ }).click()
  expect(await findings(page)).toEqual([])
  await page.goto(`${ada.origin}/documents/${documentId}/view`)
  expect(await findings(page)).toEqual([])
  await page.goto(`${ada.origin}/nowhere`)
  expect(await findings(page)).toEqual([])
})

test('[PG20] what comes up around the text is without findings of axe', async ({ ada, ben }) => {
  const { page } = ada
  const documentId = await ada.make(everything().toJSON())
  await ben.open(documentId)
  await ben.caret('plain')
  await ada.open(documentId)
  await ada.caret('plain', 'before')
  await ada.press(...Array(5).fill('Shift+ArrowRight'))
  await expect(page.getByRole('toolbar', { name: words.editor.selectionBar })).toBeVisible()
  await ada.button(words.people.follow('Ben Okafor')).click()
  await expect(page.getByText(words.people.following('Ben Okafor'))).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.editor.locator('a').first().click()
  await expect(page.getByRole('toolbar', { name: words.editor.linkBar })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.editor.locator('pre').click()
  await expect(page.getByLabel(words.code.language)).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.editor.locator('td').first().click()
  await expect(page.getByRole('toolbar', { name: words.editor.tableBar })).toBeVisible()
  await ada.press('ControlOrMeta+f')
  await ada.type('one')
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/of/)
  expect(await findings(page)).toEqual([])
  await ada.press('Escape', 'ControlOrMeta+/')
  await expect(page.getByRole('dialog', { name: words.keys.title })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.press('Escape')
  await ada.tool(words.block.menu).click()
  expect(await findings(page)).toEqual([])
})

test('[PG20] the past and its questions are without findings of axe', async ({ ada, story }) => {
  const { page } = ada
  const past = new Past(ada)
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=560`)
  await past.shows(560)
  await expect(past.button(/^For the parish meeting/)).toBeVisible()
  expect(await findings(page)).toEqual([])
  await past.button('Restore…').click()
  expect(await findings(page)).toEqual([])
  await ada.button('Cancel').click()
  await past.button('Name').click()
  expect(await findings(page)).toEqual([])
})

test('[PG20] what is asked of all of the past is without findings of axe', async ({ ada, story }) => {
  const { page } = ada
  const past = new Past(ada)
  await page.goto(`${ada.origin}/documents/${story.documentId}?compare=300-560`)
  await expect(past.view.locator('ins').first()).toBeVisible()
  await ada.press('n')
  await expect(page.getByRole('group', { name: words.compare.card, exact: true })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.press('Escape', 'Escape', 'w')
  await expect(past.view.locator('.wrote').first()).toBeVisible()
  await expect(page.getByRole('list', { name: words.who.legend })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await ada.press('/')
  await ada.type('alders')
  await expect(page.getByRole('list', { name: words.pastSearch.list })).toBeVisible()
  expect(await findings(page)).toEqual([])
})
