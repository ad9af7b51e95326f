import { words } from '@/app/_words'
import { schema } from '@/lib/document/schema'
import { paragraphs, Scribe } from '../support/scribe'
import { expect, Past, test } from './support/history'

const many = (count: number, text: string) =>
  paragraphs(...Array.from({ length: count }, (_, i) => `${text}, paragraph ${i + 1}`))

test('[SB1] a long document is what it was wherever one looks, though all of it differs', async ({ ada, log }) => {
  const { page } = ada
  const scribe = new Scribe(log, undefined, ada.me.authorId)
  await scribe.create('Long', many(300, 'As it was'))
  await scribe.edit(tr => tr.replaceWith(0, tr.doc.content.size, many(380, 'Written anew').content))
  await scribe.edit(tr => tr.delete(tr.doc.child(0).nodeSize * 40, tr.doc.content.size))
  const { documentId } = scribe
  await page.goto(`${ada.origin}/documents/${documentId}?revision=1`)
  const past = new Past(ada)
  await past.isExactly(documentId, 1)
  await past.slider.press('ArrowRight')
  await past.isExactly(documentId, 2)
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2))
  await past.slider.press('Home')
  await expect(past.view.getByText('As it was, paragraph 150', { exact: true })).toBeAttached()
  await past.isExactly(documentId, 1)
  await past.slider.press('End')
  await past.isExactly(documentId, 3)
})

test('[SB3] the authors’ colours of a long document are drawn where one looks', async ({ ada, ben, log }) => {
  const { page } = ada
  const scribe = new Scribe(log, undefined, ada.me.authorId)
  await scribe.create('Long', many(260, 'By Ada'))
  scribe.author = ben.me.authorId
  await scribe.edit(tr => {
    let at = 0
    scribe.doc.forEach((_, offset) => {
      tr.insert(offset + at + 4, schema.text('and Ben '))
      at += 'and Ben '.length
    })
  })
  await page.goto(`${ada.origin}/documents/${scribe.documentId}?revision=2`)
  const past = new Past(ada)
  await past.shows(2)
  await ada.press('w')
  const coloured = past.view.locator('.wrote')
  await expect(coloured.first()).toBeVisible()
  expect(await coloured.count()).toBeLessThan(520)
  const last = past.view.locator('> p').last()
  await expect(last.locator('.wrote')).toHaveCount(0)
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await expect(last.locator('.wrote')).not.toHaveCount(0)
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await expect(past.view.locator('> p').first().locator('.wrote')).not.toHaveCount(0)
  expect(await coloured.count()).toBeGreaterThanOrEqual(520)
})

test('[SB8] a film is made in a thread of its own, which ends when it is called off', async ({ ada, story }) => {
  const { page } = ada
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=${story.head}`)
  const past = new Past(ada)
  await past.shows(story.head)
  // What the thread asks for comes only when it may.
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.context().route(/\/(events|history\/pages|at)\b/, async route => {
    await gate
    await route.continue().catch(() => {})
  })
  await past.button(words.history.more).click()
  await page.getByRole('menuitem', { name: words.film.open }).click()
  const started = page.waitForEvent('worker')
  await page.getByRole('button', { name: words.film.make }).click()
  const worker = await started
  const ended = worker.waitForEvent('close')
  await page.getByRole('button', { name: words.app.cancel }).click()
  await ended
  letGo()
})

test('[SB9] in the past the palette restores, exports and films what is shown', async ({ ada, story }) => {
  const { page } = ada
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=40`)
  const past = new Past(ada)
  await past.shows(40)
  for (const [label, title] of [
    [words.bringing.restore, words.bringing.title(40)],
    [words.export.open, words.export.title],
    [words.film.open, words.film.title],
  ] as const) {
    await ada.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog', { name: words.palette.title })
    await expect(palette.getByRole('combobox')).toBeFocused()
    await ada.type(label)
    await expect(palette.locator('[role=option][data-highlighted]')).toContainText(label)
    await ada.press('Enter')
    await expect(
      page.getByRole('dialog', { name: title }).or(page.getByRole('alertdialog', { name: title })),
    ).toBeVisible()
    await ada.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
})

test('[SB10] a block that stays is not drawn again, though others came before it and went behind it', async ({
  ada,
  log,
}) => {
  const { page } = ada
  const scribe = new Scribe(log, undefined, ada.me.authorId)
  await scribe.create('Long', many(120, 'As it was'))
  const starts: number[] = []
  scribe.doc.forEach((_, offset) => void starts.push(offset))
  await scribe.edit(tr => {
    tr.delete(starts[90]!, starts[91]!)
    tr.insert(starts[40]!, paragraphs('Between').content)
    tr.delete(starts[20]!, starts[21]!)
    tr.insert(starts[5]!, paragraphs('At the beginning').content)
  })
  await page.goto(`${ada.origin}/documents/${scribe.documentId}?revision=1`)
  const past = new Past(ada)
  await past.isExactly(scribe.documentId, 1)
  await past.view.evaluate(element => {
    for (const child of element.children) (child as HTMLElement).dataset.before = child.textContent ?? ''
  })
  await past.slider.press('ArrowRight')
  await past.shows(2)
  const drawn = past.view.evaluate(element =>
    [...element.querySelectorAll(':scope > p')]
      .filter(child => (child as HTMLElement).dataset.before !== child.textContent)
      .map(each => each.textContent),
  )
  expect(await drawn).toEqual(['At the beginning', 'Between'])
})
