import { words } from '@/app/_words'
import { Scribe } from '../support/scribe'
import { expect, Past, test } from './support/history'

const { changes, history } = words

test('[HL1] [HL2] [HL4] the list has the sessions by day, their versions and their single changes', async ({
  ada,
  story,
}) => {
  const { documentId, days } = story
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=300`)
  const past = new Past(ada)
  const list = past.list
  const shown = list.getByRole('heading', { level: 3 })
  // The machine's own days, as the browser has them.
  const [first, second, third] = days.map(revision => {
    const date = new Date(story.events[revision - 1]!.recordedAt)
    return new RegExp(date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }))
  })
  await expect(shown).toHaveText([third!, second!, first!])
  const session = list.getByRole('listitem').filter({ hasText: 'For the parish meeting' }).first()
  await expect(session).toContainText('Ben Okafor')
  await expect(session).toContainText(/\+\d{3}/)
  await session.getByRole('button', { name: /^Single changes of/ }).click()
  await expect(session).toContainText('“What we need before spring”')
  await session.getByRole('button', { name: 'Build where the water is bored' }).click()
  await expect.poll(() => past.wanted()).toBeGreaterThan(days[0]!)
  await expect(past.view).toContainText('Build where')
  await expect(past.view).not.toContainText('What we need')

  await list.getByLabel(changes.named).check()
  await expect(shown).toHaveText([second!])
  await list.getByLabel(changes.named).uncheck()
  await list.getByLabel(changes.author).selectOption('Ada Lindqvist')
  await expect(shown).toHaveText([second!, first!])
  await list.getByLabel(changes.author).selectOption('Ben Okafor')
  await expect(shown).toHaveCount(3)
  await list.getByLabel(changes.named).check()
  await expect(shown).toHaveCount(1)
})

test('[HL3] [HL5] list and river show one selection, by mouse and by keys', async ({ ada, story }) => {
  const { documentId, head, days } = story
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=${head}`)
  const past = new Past(ada)
  const rows = past.list.locator('[data-row]')
  const lit = past.panel.getByTestId('lit')
  await expect(rows).toHaveCount(5)
  await expect(rows.nth(1)).toHaveAttribute('aria-current', 'true')
  await rows.nth(4).hover()
  const river = (await past.slider.boundingBox())!
  const band = (await lit.boundingBox())!
  expect(band.x).toBeLessThan(river.x + 12)
  expect(band.width / river.width).toBeCloseTo(days[0]! / head, 1)
  await ada.page.mouse.move(river.x + 30, river.y + 20)
  await expect(rows.nth(4).locator('..')).toHaveClass(/ bg-hover/)

  await rows.first().focus()
  await ada.press('ArrowDown', 'ArrowDown', 'ArrowDown')
  await expect(rows.nth(3)).toBeFocused()
  await ada.press('Enter')
  await past.shows(Number(/revision (\d+)/.exec((await rows.nth(3).getAttribute('aria-label'))!)![1]))
  await ada.press('End')
  await expect(rows.nth(4)).toBeFocused()
  await expect(lit).toBeVisible()
  await ada.press('Enter')
  await past.shows(days[0]!)
  await expect(rows.nth(4)).toHaveAttribute('aria-current', 'true')
  await ada.press('ArrowRight')
  await expect(rows.nth(5)).toContainText(/“.+”/)
  await ada.press('ArrowLeft')
  await expect(rows).toHaveCount(5)
  // From a row, Tab goes to what it offers and out of the list.
  await ada.press('Tab')
  await expect(past.list.getByRole('button', { name: /^Play/ }).last()).toBeFocused()
  await ada.press('Tab', 'Tab', 'Tab')
  await expect(past.list.locator(':focus')).toHaveCount(0)
  await past.button(changes.hide).click()
  await expect(past.list).toHaveCount(0)
  await ada.press('v')
  await expect(rows).toHaveCount(5)
})

test('[HL1] [HL8] a long list goes on as one scrolls, and shows what others write meanwhile', async ({
  ada,
  ben,
  log,
}) => {
  const scribe = new Scribe(log, undefined, ada.me.authorId)
  scribe.now = Date.parse('2025-01-01T08:00:00Z')
  await scribe.create('Diary')
  for (let day = 0; day < 70; day++) {
    scribe.now += 86_400_000
    await scribe.type(`Day ${day}. `)
  }
  await ada.page.goto(`${ada.origin}/documents/${scribe.documentId}?revision=1`)
  const past = new Past(ada)
  const rows = past.list.locator('[data-row]')
  await expect(rows).toHaveCount(61)
  await expect(past.list).not.toContainText(changes.end)
  await rows.first().focus()
  await ada.press('End')
  await expect(rows).toHaveCount(72)
  await expect(past.list).toContainText(changes.end)
  await ben.open(scribe.documentId)
  await ben.caret('Day 0.')
  await ben.type('Hello')
  await expect(past.list.getByRole('heading', { name: changes.today })).toBeVisible()
  await expect(rows.nth(1)).toContainText(/\+5Ben Okafor$/)
})

test('[HL6] link and text of a revision can be copied', async ({ ada, ben, story }) => {
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ada.page.goto(`${ada.origin}/documents/${story.documentId}?revision=80`)
  const past = new Past(ada)
  await past.shows(80)
  const clipboard = () => ada.page.evaluate(() => navigator.clipboard.readText())
  await past.button(history.copyLink).click()
  await expect(ada.page.getByText(history.linkCopied(80))).toBeVisible()
  const link = new URL(await clipboard())
  await ben.page.goto(`${ben.origin}${link.pathname}${link.search}`)
  await new Past(ben).isExactly(story.documentId, 80)
  await past.button(history.more).click()
  await ada.page.getByRole('menuitem', { name: history.copyText }).click()
  await expect(ada.page.getByText(history.textCopied(80))).toBeVisible()
  expect(await clipboard()).toBe(
    await past.view.locator('> *').evaluateAll(all => all.map(each => each.textContent).join('\n')),
  )
})

test('[HL7] on a phone the list is a sheet over the page', async ({ ada, story }) => {
  const { page } = ada
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=300`)
  const past = new Past(ada)
  await past.shows(300)
  const dock = (await page.locator('.dock').boundingBox())!
  expect(dock.y + dock.height).toBeCloseTo(844, 0)
  await past.button(changes.show).click()
  const sheet = page.getByRole('dialog', { name: words.past.panel })
  await expect(sheet.locator('[data-row]')).toHaveCount(5)
  await sheet.locator('[data-row]').last().click()
  await expect(sheet).toHaveCount(0)
  await past.isExactly(story.documentId, story.days[0]!)
  await past.button(changes.show).click()
  await ada.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(past.panel).toBeVisible()
})
