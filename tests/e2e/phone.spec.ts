import type { Page } from '@playwright/test'
import { words } from '@/app/_words'
import { everything } from '../support/sample'
import { documentOf } from './support/documents'
import { expect, Past, test } from './support/history'
import { List, listed } from './support/list'
import { still } from './support/still'

const phone = { width: 390, height: 844 }
const unbroken = 'Donaudampfschifffahrtsgesellschaftskapitänswitwe'.repeat(3)

/** What of a page can't be reached or hit by a finger. */
async function outOfReach(page: Page): Promise<string[]> {
  await still(page)
  const controls = page.locator('a[href], button, input, select, [role=menuitem], [role=slider]')
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  return [...(width > phone.width ? [`the page is ${width} wide`] : []), ...(await controls.evaluateAll(faultsOf))]
}

function faultsOf(elements: Element[]): string[] {
  const open = document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')
  return elements.flatMap(element => {
    // A line of text with links in it is no row of buttons, and what only a keyboard brings up needs no finger.
    if (element.matches('.prose a, .sr-only, [aria-hidden=true]') || !element.checkVisibility()) return []
    if (open && !open.contains(element)) return []
    // A row of the list is its link.
    const target = element.closest(element.matches('[data-row]') ? 'li' : 'label') ?? element
    target.scrollIntoView({ block: 'center', inline: 'center' })
    const { left, right, top, bottom, width, height } = target.getBoundingClientRect()
    const name = `${element.getAttribute('aria-label') ?? element.textContent ?? ''} (${element.tagName})`
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    return [
      width < 24 || height < 24 ? `${name} is ${width} x ${height}` : '',
      left < 0 || right > innerWidth ? `${name} is out of the window` : '',
      hit && (target.contains(hit) || hit.contains(target)) ? '' : `${name} lies under ${hit?.outerHTML.slice(0, 80)}`,
    ].filter(Boolean)
  })
}

test('[PG21] on a phone the list fits, and a finger reaches everything', async ({ ada }) => {
  const { page } = ada
  await page.setViewportSize(phone)
  const list = new List(ada)
  await list.open()
  await expect(list.section).toContainText('Nothing written yet')
  expect(await outOfReach(page)).toEqual([])
  await ada.make(documentOf(unbroken), { title: unbroken })
  await ada.make(everything().toJSON())
  await listed(ada, unbroken, '')
  await list.open()
  expect(await outOfReach(page)).toEqual([])
  await list.offers('Untitled')
  expect(await outOfReach(page)).toEqual([])
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  expect(await outOfReach(page)).toEqual([])
  await ada.press('Escape')
  await list.choose(unbroken, 'Move to trash')
  await ada.button('Undo').waitFor()
  expect(await outOfReach(page)).toEqual([])
  await list.open('/?trashed=true')
  await list.choose(unbroken, 'Delete for good…')
  expect(await outOfReach(page)).toEqual([])
  await ada.press('Escape')
  await ada.press('ControlOrMeta+k')
  await page.getByRole('option').first().waitFor()
  expect(await outOfReach(page)).toEqual([])
  await ada.press('Escape')
  await page.getByRole('button', { name: /^Your name and colour/ }).click()
  expect(await outOfReach(page)).toEqual([])
})

test('[PG21] on a phone a document fits, and a finger reaches everything', async ({ ada, ben }) => {
  const { page } = ada
  await page.setViewportSize(phone)
  const content = everything().toJSON()
  const documentId = await ada.make(documentOf(unbroken, ...content.content), { title: unbroken })
  await listed(ada, unbroken)
  await ben.open(documentId)
  await ada.open(documentId)
  await expect(page.getByRole('img', { name: 'Ben Okafor' })).toBeVisible()
  expect(await outOfReach(page)).toEqual([])
  for (const name of ['More actions', 'Share']) {
    await ada.button(name).click()
    await page.locator('[role=menu], [role=dialog]').waitFor()
    expect(await outOfReach(page)).toEqual([])
    await ada.press('Escape')
    await page.locator('[role=menu], [role=dialog]').waitFor({ state: 'detached' })
  }
  await page.goto(`${ada.origin}/documents/${documentId}/view`)
  expect(await outOfReach(page)).toEqual([])
})

test('[PG21] on a phone the past fits, and a finger reaches everything', async ({ ada, story }) => {
  const { page } = ada
  await page.setViewportSize(phone)
  await ada.open(story.documentId)
  await ada.button('History').click()
  const past = new Past(ada)
  await past.isExactly(story.documentId, story.head)
  await expect(past.button(/^For the parish meeting/)).toBeVisible()
  expect(await outOfReach(page)).toEqual([])
  const box = (await past.slider.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.4, box.y + box.height / 2)
  await past.isExactly(story.documentId, await past.wanted())
  expect(Math.abs((await past.wanted()) - 0.4 * story.head)).toBeLessThan(story.head / 10)
  // Nothing of the past is lost under what one moves with.
  await expect(past.view.getByText('Why the footbridge has to move')).toBeInViewport()
  for (const name of ['Name', 'Restore…']) {
    await past.button(name).click()
    await page.locator('[role=dialog], [role=alertdialog]').waitFor()
    expect(await outOfReach(page)).toEqual([])
    await ada.button('Cancel').click()
  }
  await past.button('Return to live').click()
  await expect(ada.editor).toContainText('They agree')
})

test('[PG21] on a phone what is asked of all of the past fits, and a finger reaches everything', async ({
  ada,
  story,
}) => {
  const { page } = ada
  await page.setViewportSize(phone)
  await page.goto(`${ada.origin}/documents/${story.documentId}?compare=300-560`)
  const past = new Past(ada)
  await past.button(words.past.steps.compare.next).click()
  await expect(page.getByRole('group', { name: words.compare.card, exact: true })).toBeVisible()
  expect(await outOfReach(page)).toEqual([])
  await past.button(words.past.steps.compare.close).click()
  for (const [tab, there] of [
    ['who', words.who.shown],
    ['compare', words.compare.start],
    ['search', words.pastSearch.caseSensitive],
  ] as const) {
    await past.button(words.changes.show).click()
    await page.getByRole('tab', { name: words.past.tabs[tab] }).click()
    const control = page.getByRole('dialog').getByLabel(there).or(page.getByRole('dialog').getByText(there))
    await expect(control.first()).toBeVisible()
    expect(await outOfReach(page)).toEqual([])
    await ada.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
})
