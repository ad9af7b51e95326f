import type { Page } from '@playwright/test'
import type { Node } from '@tiptap/pm/model'
import { words } from '@/app/_words'
import { schema } from '@/lib/document/schema'
import { edit, expect, Past, test } from './support/history'
import type { Person } from './support/person'

const { compare, past: said, since } = words

/** Ben takes the first word, adds one, and writes another in italics: three places. */
async function rework(ben: Person, documentId: string): Promise<void> {
  await edit(ben, documentId, transform => {
    const at = textAt(transform.doc, 'Why ')
    transform.delete(at, at + 'Why '.length)
  })
  await edit(ben, documentId, transform =>
    transform.insert(textAt(transform.doc, 'old crossing'), schema.text('very ')),
  )
  await edit(ben, documentId, transform => {
    const at = textAt(transform.doc, 'stream was narrow')
    transform.addMark(at, at + 'stream'.length, schema.mark('italic'))
  })
}

function textAt(doc: Node, text: string): number {
  let at = -1
  doc.descendants((node, position) => {
    const index = node.isText ? node.text!.indexOf(text) : -1
    if (index >= 0 && at < 0) at = position + index
  })
  return at
}

const fieldsOf = (page: Page) => ({
  from: page.getByRole('spinbutton', { name: compare.from }),
  to: page.getByRole('spinbutton', { name: compare.to }),
})

test('[CM3] [CM5] what differs stands in the text, with who did it; its link shows the same', async ({
  ada,
  ben,
  story,
}) => {
  const { page } = ada
  const { documentId, head } = story
  await rework(ben, documentId)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${ada.origin}/documents/${documentId}?compare=${head}-${head + 3}`)
  const past = new Past(ada)
  await past.shows(head + 3)
  await expect(past.view.locator('ins')).toHaveText('very ')
  await expect(past.view.locator('ins')).toHaveAttribute('data-color', 'teal')
  // What's said of it to those who don't see it struck through stands in it.
  await expect(past.view.locator('del')).toHaveText('removed: Why  (end of removed)')
  await expect(past.view.locator('.formed')).toHaveText('stream')
  const steps = past.panel.getByRole('group', { name: compare.nav })
  await expect(steps).toContainText(compare.amounts({ inserted: 5, deleted: 4, formatted: 1 }))
  await expect(steps).toContainText(said.nth(0, 3))
  const card = page.getByRole('group', { name: compare.card, exact: true })
  await ada.press('n')
  await expect(card).toContainText(compare.deleted('Ben Okafor', '“Why”'))
  await ada.press('n')
  await expect(card).toContainText(compare.inserted('Ben Okafor', '“very”'))
  await ada.press('n')
  await expect(card).toContainText(compare.formatted.mark('Ben Okafor', 'italic', true))
  await expect(steps).toContainText(said.nth(3, 3))
  await expect(page.getByRole('status').filter({ hasText: '3 of 3: Ben Okafor set italic' })).toHaveCount(1)
  await ada.press('n')
  await expect(steps).toContainText(said.nth(1, 3))

  await page.getByRole('button', { name: compare.copyLink }).click()
  await expect(page.getByText(compare.linkCopied)).toBeVisible()
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()))
  expect(link.search).toBe(`?compare=${head}-${head + 3}`)
  await ben.page.goto(`${ben.origin}${link.pathname}${link.search}`)
  await expect(new Past(ben).view.locator('ins')).toHaveText('very ')

  await page.goto(`${ada.origin}/documents/${documentId}?compare=${head}-${head}`)
  await expect(page.getByText(compare.nothing)).toBeVisible()
  await expect(past.view.locator('ins, del, .formed')).toHaveCount(0)
})

test('[CM4] the two revisions are set by handles, keys, numbers and names, and never cross', async ({ ada, story }) => {
  const { page } = ada
  const { documentId, head, days } = story
  await page.goto(`${ada.origin}/documents/${documentId}?revision=${head}`)
  const past = new Past(ada)
  await past.shows(head)
  await expect(past.list.locator('[data-row]')).toHaveCount(5)
  await ada.press('c')
  const { from, to } = fieldsOf(page)
  await expect(from).toHaveValue(String(days[1]!))
  await expect(past.view.locator('ins').first()).toBeVisible()
  await expect.poll(() => page.url()).toContain(`?compare=${days[1]}-${head}`)

  const chosen = page.getByLabel(compare.with)
  const [version] = await chosen.locator('option').filter({ hasText: 'For the parish meeting' }).allTextContents()
  await chosen.selectOption(version!)
  await expect(from).not.toHaveValue(String(days[1]!))
  await from.fill('300')
  await from.press('Enter')
  await expect(chosen.locator('option:checked')).toHaveText(compare.presets.own)
  await from.fill('999999')
  await from.press('Enter')
  await expect(from).toHaveValue(String(head))
  await from.fill('300')
  await from.press('Tab')
  await expect(past.view.locator('ins').first()).toBeVisible()

  const handle = page.getByRole('slider', { name: compare.handle })
  await expect(handle).toHaveAttribute('aria-valuetext', new RegExp(`^Revision 300 of ${head}, 2\\d Nov`))
  await handle.press('ArrowRight')
  await expect(from).toHaveValue('301')
  expect(await past.wanted()).toBe(head)
  await to.fill('400')
  await to.press('Enter')
  await past.shows(400)
  const grip = (await page.getByTestId('from-handle').boundingBox())!
  await page.mouse.move(grip.x + 16, grip.y + 20)
  await page.mouse.down()
  await page.mouse.move(grip.x + 600, grip.y + 20, { steps: 4 })
  await expect(from).toHaveValue('400')
  await page.mouse.move(grip.x - 20, grip.y + 20, { steps: 4 })
  await page.mouse.up()
  const left = Number(await from.inputValue())
  expect(left).toBeLessThan(301)
  await expect(to).toHaveValue('400')
  // The thumb stops at the earlier one.
  const river = (await past.slider.boundingBox())!
  await page.mouse.click(river.x + 4, river.y + 20)
  await past.shows(left)
  await past.slider.press('ArrowLeft')
  await past.shows(left)
  await ada.press('Escape')
  await expect(from).toHaveCount(0)
  await past.shows(left)
})

test('[CM6] who comes back is told what others changed meanwhile', async ({ ada, ben, story }) => {
  const { page } = ada
  const { documentId, head } = story
  const seen = () => page.evaluate(id => localStorage.getItem(`everdraft:seen:${id}`), documentId)
  const news = page.getByText(/since you were last here/)
  await ada.open(documentId)
  await expect.poll(seen).toContain(`"revision":${head}`)
  await page.goto(ada.origin)
  await edit(ada, documentId, transform => transform.insert(1, schema.text('Mine ')))
  await ada.open(documentId)
  await expect.poll(seen).toContain(`"revision":${head + 1}`)
  await expect(news).toHaveCount(0)
  await page.goto(ada.origin)
  await rework(ben, documentId)
  await ada.open(documentId)
  await expect(news).toContainText(/^3 changes by Ben Okafor since you were last here \(today \d\d:\d\d\)\.$/)
  await page.getByRole('button', { name: since.show }).click()
  const past = new Past(ada)
  await past.shows(head + 4)
  await expect(past.view.locator('ins')).toHaveText('very ')
  await expect(page.getByLabel(compare.with).locator('option:checked')).toHaveText(compare.presets.seen)
  await ada.press('Escape', 'Escape')
  await expect(ada.editor).toBeVisible()
  await expect(news).toHaveCount(0)
  let asked = 0
  page.on('request', request => {
    if (/history\/timeline\?.*from=/.test(request.url())) asked++
  })
  await ada.open(documentId)
  // Noted later than it would be asked about.
  await expect.poll(seen).not.toBe(await seen())
  expect(asked).toBe(0)
  await expect(news).toHaveCount(0)
})
