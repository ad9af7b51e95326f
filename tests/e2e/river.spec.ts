import type { Page } from '@playwright/test'
import { words } from '@/app/_words'
import { expect, Past, send, test } from './support/history'

const details = /history\/timeline\?.*from=/

/** How many revisions lie between two places that are so many pixels apart. */
async function revisionsIn(past: Past, page: Page, pixels: number): Promise<number> {
  const box = (await past.slider.boundingBox())!
  const y = box.y + box.height / 2
  await page.mouse.click(box.x + box.width / 2, y)
  const first = await past.wanted()
  await page.mouse.click(box.x + box.width / 2 + pixels, y)
  return (await past.wanted()) - first
}

test('[RV5] the river comes closer by wheel, keys and buttons, down to single revisions, and asks for what is in sight', async ({
  ada,
  story,
}) => {
  const { page } = ada
  // What's finer comes only when it may.
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route(details, async route => {
    await gate
    await route.continue()
  })
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=300`)
  const past = new Past(ada)
  await past.isExactly(story.documentId, 300)
  const bars = past.panel.locator('svg path[data-color]')
  await expect(bars.first()).toBeAttached()
  expect(await revisionsIn(past, page, 200)).toBeGreaterThan(60)

  const asked = page.waitForRequest(details)
  const box = (await past.slider.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -400)
  await page.keyboard.up('Control')
  await asked
  await expect(bars.first()).toBeVisible()
  const drawn = (await bars.first().getAttribute('d'))!
  letGo()
  await expect.poll(() => bars.first().getAttribute('d')).not.toBe(drawn)
  expect(await revisionsIn(past, page, 200)).toBeLessThan(60)

  for (let i = 0; i < 12; i++) await ada.press('+')
  expect(await revisionsIn(past, page, 200)).toBeLessThanOrEqual(6)
  const before = await past.wanted()
  await page.mouse.wheel(-box.width, 0)
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  expect(await past.wanted()).toBeLessThan(before)
  // What leaves the view brings it along.
  await past.slider.press('End')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  expect(story.head - (await past.wanted())).toBeLessThan(20)
  await past.button(words.history.zoomWhole).click()
  expect(await revisionsIn(past, page, 200)).toBeGreaterThan(60)
})

test('[RV6] named versions and restores are buttons on the river; crowded ones come apart', async ({ ada, story }) => {
  const { documentId, head } = story
  for (const [i, name] of ['First thought', 'Second thought', 'Third thought'].entries())
    await send(ada, documentId, head, { type: 'NameVersion', revision: 300 + i * 2, name })
  await send(ada, documentId, head, { type: 'RestoreRevision', revision: 500 })
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=1`)
  const past = new Past(ada)
  const crowd = past.button(/^3 marks: First thought, Second thought, Third thought/)
  await expect(crowd).toBeVisible()
  await past.button(`Revision 500 restored, revision ${head + 4}`).click()
  await past.isExactly(documentId, head + 4)
  await crowd.click()
  const second = past.button('Second thought, revision 302')
  const { width, height } = (await second.boundingBox())!
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(24)
  await second.focus()
  await ada.press('Enter')
  await past.isExactly(documentId, 302)
})

test('[RV7] the slider says where one is, whatever the river shows', async ({ ada, story }) => {
  await ada.page.goto(`${ada.origin}/documents/${story.documentId}?revision=300`)
  const past = new Past(ada)
  await past.shows(300)
  const said = new RegExp(`^Revision 300 of ${story.head}, 2\\d Nov.*, Ben Okafor, 1 character added$`)
  await expect(past.slider).toHaveAttribute('aria-valuetext', said)
  await past.panel.getByLabel(words.history.by.label).selectOption(words.history.by.time)
  for (let i = 0; i < 4; i++) await ada.press('+')
  await expect(past.slider).toHaveAttribute('aria-valuetext', said)
  expect(await past.slider.getAttribute('max')).toBe(String(story.head))
  await past.button(words.history.zoomWhole).click()
  // By time the last day, on which the least was written, has its place at the end, and what one takes there is shown.
  const box = (await past.slider.boundingBox())!
  await ada.page.mouse.click(box.x + box.width - 20, box.y + 20)
  const wanted = await past.wanted()
  expect(wanted).toBeGreaterThan(story.days[1]!)
  await past.isExactly(story.documentId, wanted)
  await expect(past.slider).toHaveAttribute('aria-valuetext', new RegExp(`^Revision ${wanted} of`))
  await past.slider.press('ArrowUp')
  expect(await past.wanted()).toBe(Math.min(wanted + 1, story.head))
})
