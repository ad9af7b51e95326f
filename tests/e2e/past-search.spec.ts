import { words } from '@/app/_words'
import { edit, expect, Past, test } from './support/history'

const { past: said, pastSearch } = words

test('[TS2] [TS3] [TS4] a phrase is found in all of the past, with when it came and went', async ({
  ada,
  ben,
  story,
}) => {
  const { page } = ada
  const { documentId, head, events } = story
  await edit(ben, documentId, transform => {
    let at = -1
    transform.doc.descendants((node, position) => {
      const index = node.isText ? node.text!.indexOf('my grandfather') : -1
      if (index >= 0) at = position + index
    })
    transform.delete(at, at + 'my grandfather'.length)
  })
  await page.goto(`${ada.origin}/documents/${documentId}?revision=${head}`)
  const past = new Past(ada)
  await past.shows(head)
  // The first answer takes a while on a long past.
  ada.watch.expect(/status of 503/)
  let busy = true
  await page.route(/history\/search/, route => {
    if (!busy) return route.continue()
    const error = { code: 'busy', message: 'Not yet', retryInMs: 50 }
    return route.fulfill({ status: 503, json: { error } })
  })
  await ada.press('/')
  const field = page.getByRole('searchbox', { name: pastSearch.label })
  await expect(field).toBeFocused()
  await ada.type('GRANDFATHER')
  await expect(page.getByText(said.waiting)).toBeVisible()
  // Much more often than one asks otherwise.
  await page.waitForTimeout(1_000)
  busy = false
  const list = page.getByRole('list', { name: pastSearch.list })
  const rows = list.getByRole('button')
  await expect(rows).toHaveCount(2)
  await expect(page.getByText(pastSearch.count(1, false), { exact: true })).toBeVisible()
  await expect(rows.first()).toContainText(/^Came with Ben Okafor, revision \d{3}/)
  await expect(rows.last()).toContainText(new RegExp(`^Went with Ben Okafor, revision ${head + 1}`))
  const lines = (kind: string) => past.panel.getByTestId(kind).getAttribute('d')
  expect(await lines('came')).toMatch(/^M\d+ 0V\d+$/)
  expect(await lines('went')).toMatch(/^M\d+ 0V\d+$/)
  await expect(past.view.locator('.sought')).toHaveText('grandfather')

  await rows.first().click()
  await expect.poll(() => past.wanted()).toBeLessThan(head)
  const came = await past.wanted()
  await past.shows(came)
  await expect.poll(async () => (await past.view.locator('.sought-now').allTextContents()).join('')).toBe('grandfather')
  expect(events[came - 1]!.authorId).toBe(ben.me.authorId)
  await past.button(said.steps.search.next).click()
  await past.shows(head + 1)
  await expect(past.view).not.toContainText('grandfather')
  await expect(rows.last()).toHaveAttribute('aria-current', 'true')

  await page.getByRole('button', { name: pastSearch.caseSensitive }).click()
  await expect(page.getByText(pastSearch.none('GRANDFATHER'))).toBeVisible()
  await field.fill('alders')
  await expect(list).toContainText(pastSearch.still)
  await expect(rows).toHaveCount(1)
  expect(await lines('went')).toBe('')
  await field.press('Escape')
  await expect(field).toHaveValue('')
  await past.shows(head + 1)
})
