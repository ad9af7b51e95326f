import type { Locator } from '@playwright/test'
import { words } from '@/app/_words'
import { expect, Past, test } from './support/history'

const { life, past: said, who } = words

/** The text that's laid out in each colour, and how much of it is in none. */
function coloured(view: Locator): Promise<Record<string, string>> {
  return view.evaluate(element => {
    const found: Record<string, string> = {}
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const color = node.parentElement!.closest<HTMLElement>('.wrote')?.dataset.color ?? 'none'
      found[color] = (found[color] ?? '') + node.nodeValue
    }
    return found
  })
}

test('[WW2] [WW3] the authors’ colours lie over the revision that is shown, and tell who, when and where', async ({
  ada,
  story,
}) => {
  const { page } = ada
  const { documentId, head, events } = story
  await page.goto(`${ada.origin}/documents/${documentId}?revision=${head}`)
  const past = new Past(ada)
  await past.shows(head)
  await ada.press('w')
  const legend = page.getByRole('list', { name: who.legend })
  await expect(legend.getByRole('listitem')).toHaveCount(2)
  await expect(legend).toContainText(/Ada Lindqvist\d\d %, \d{3} characters/)
  await expect.poll(async () => Object.keys(await coloured(past.view))).toEqual(['violet', 'teal'])
  const { violet, teal } = await coloured(past.view)
  expect(violet).toMatch(/^Why the footbridge.*What we need before spring.*larch instead of oak$/)
  expect(teal).toMatch(/^Forty paces.*Build where the water.*every evening\.$/)
  const kinds = past.view.locator('.wrote').evaluateAll(all => all.map(each => (each as HTMLElement).dataset.pattern))
  expect(new Set(await kinds).size).toBe(2)

  await legend.getByLabel(who.hide('Ben Okafor')).uncheck()
  expect(Object.keys(await coloured(past.view))).toEqual(['violet', 'none'])
  await legend.getByLabel(who.hide('Ben Okafor')).check()
  // A box that's ticked by Space takes no other key.
  const card = page.getByRole('group', { name: who.card })
  await ada.press('n', 'n')
  await expect(card).toContainText('Ben Okafor · ')
  await ada.press('Escape')
  await expect(card).toHaveCount(0)
  await past.view.getByText('What we need before spring').hover()
  await expect(card).toContainText('Ada Lindqvist · ')
  await expect(card.locator('time')).toBeVisible()
  const link = card.getByRole('button')
  const revision = Number(/[\d,]+$/.exec((await link.textContent())!)![0].replace(',', ''))
  expect(events[revision - 1]!.authorId).toBe(ada.me.authorId)
  // Colours of one revision are never laid over another one.
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route(new RegExp(`history/authorship\\?revision=${revision}&`), async route => {
    await gate
    await route.continue()
  })
  const asked = page.waitForRequest(/history\/authorship/)
  await link.click()
  await past.shows(revision)
  await asked
  await expect(past.view.locator('.wrote')).toHaveCount(0)
  letGo()
  await expect(past.view.locator('.wrote').first()).toBeVisible()
  expect((await coloured(past.view)).violet).toMatch(/larch instead of oak$/)

  // By keys alone.
  await ada.press('p')
  await expect(card).toContainText('Ada Lindqvist · ')
  await expect(page.getByRole('status').filter({ hasText: /^\d+ of \d+: Ada Lindqvist/ })).toHaveCount(1)
  await ada.press('p')
  await expect(card).toContainText('Ben Okafor · ')
  await ada.press('Escape')
  await expect(card).toHaveCount(0)
  await ada.press('Escape')
  await expect(past.view.locator('.wrote')).toHaveCount(0)
  await past.shows(revision)
})

test('[WW4] what is selected has its own history, in the present and in the past', async ({ ada, story }) => {
  const { page } = ada
  const { documentId, events } = story
  await ada.open(documentId)
  await ada.caret('asked the mill', 'before')
  await page.keyboard.down('Shift')
  for (let i = 0; i < 14; i++) await ada.press('ArrowRight')
  await page.keyboard.up('Shift')
  await ada.button(life.button).click()
  const past = new Past(ada)
  const rows = past.list.getByRole('listitem')
  await expect(past.list).toContainText(life.of('“asked the mill”'))
  await expect(past.list).toContainText(life.count(14))
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('Ben Okafor+14')
  await expect(past.panel.getByTestId('dimmed')).toBeAttached()
  await past.button(said.steps.life.previous).click()
  await expect(past.view).toContainText('I have asked the mill')
  await expect(past.view).not.toContainText('They agree')
  const revision = await past.wanted()
  expect(events[revision - 1]!.authorId).not.toBe(ada.me.authorId)
  await past.list.getByRole('button', { name: life.clear }).click()
  await expect(past.list.locator('[data-row]').first()).toBeVisible()
  await expect(past.panel.getByTestId('dimmed')).toHaveCount(0)

  // Bold came later than the words.
  await past.view.locator('strong').evaluate(element => {
    element.scrollIntoView({ block: 'center' })
    getSelection()!.selectAllChildren(element)
  })
  await page.getByRole('button', { name: life.button }).click()
  await expect(past.list).toContainText(life.of('“almost two metres”'))
  await expect(past.list).toContainText(life.count(18))
  await expect(rows.last()).toContainText('format')
  await ada.press('Escape')
  await expect(past.list.locator('[data-row]').first()).toBeVisible()
})
