import { words } from '@/app/_words'
import { agree } from './support/agree'
import { documentOf } from './support/documents'
import { expect, test } from './support/test'

const lines = Array.from({ length: 80 }, (_, i) => `line ${i} of all`)

test('[WT17] the name at a caret is seen while it moves, fades, and comes back when one points there', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('some words', 'and others'))
  await ben.open(documentId)
  await ben.caret('words')
  await ada.open(documentId)
  const flag = ada.carets.locator('.caret-flag')
  const opacity = () => flag.evaluate(element => Number(getComputedStyle(element).opacity))
  await expect(flag).toHaveCount(1)
  // Who was here before is no news.
  expect(await opacity()).toBe(0)
  await ben.press('ArrowLeft')
  await expect.poll(opacity).toBe(1)
  await expect.poll(opacity).toBe(0)
  const box = (await ada.carets.boundingBox())!
  await ada.page.mouse.move(box.x + 3, box.y + box.height / 2)
  await expect.poll(opacity).toBe(1)
  await ada.page.mouse.move(box.x + 200, box.y + 100)
  await expect.poll(opacity).toBe(0)
  await ben.type('!')
  await expect.poll(opacity).toBe(1)
  await agree(documentId, ada, ben)
  expect(ada.watch.commands).toEqual([])
})

test('[WT18] who follows somebody sees where they write, until they scroll, type or press Escape', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf(...lines))
  await ada.open(documentId)
  await ben.open(documentId)
  const avatar = ada.button(words.people.follow('Ben Okafor'))
  const label = ada.page.getByText(words.people.following('Ben Okafor'))
  await ben.caret('line 79')
  await expect(ada.carets).toHaveCount(1)
  await expect(ada.editor.locator('p').last()).not.toBeInViewport()
  await avatar.click()
  await expect(label).toBeVisible()
  await expect(avatar).toHaveAttribute('aria-pressed', 'true')
  await expect(ada.editor.locator('p').last()).toBeInViewport()
  await ben.press('ControlOrMeta+Home')
  await expect(ada.editor.locator('p').first()).toBeInViewport()
  await ada.page.mouse.move(600, 400)
  await ada.page.mouse.wheel(0, 50)
  await expect(label).toHaveCount(0)
  await ben.press('ControlOrMeta+End')
  await expect(ben.editor.locator('p').last()).toBeInViewport()
  await expect(ada.editor.locator('p').last()).not.toBeInViewport()
  for (const end of [
    () => ada.press('Escape'),
    () => avatar.click(),
    () => label.click(),
    () => ada.caret('line 78').then(() => ada.type('!')),
  ]) {
    await avatar.click()
    await expect(label).toBeVisible()
    await expect(ada.editor.locator('p').last()).toBeInViewport()
    await end()
    await expect(label).toHaveCount(0)
  }
  await agree(documentId, ada, ben)
})
