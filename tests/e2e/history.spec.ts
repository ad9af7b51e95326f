import { agree } from './support/agree'
import { expect, Past, test } from './support/history'

test('[PG8] the slider shows any revision exactly, wherever it is dragged', async ({ ada, story }) => {
  await ada.open(story.documentId)
  const past = new Past(ada)
  await ada.button('History').click()
  await past.isExactly(story.documentId, story.head)
  const box = (await past.slider.boundingBox())!
  const at = (share: number) => box.x + 8 + (box.width - 16) * share
  const y = box.y + box.height / 2
  await ada.page.mouse.move(at(1), y)
  await ada.page.mouse.down()
  let before = story.head
  for (const share of [0.93, 0.71, 0.34, 0.12]) {
    await ada.page.mouse.move(at(share), y, { steps: 12 })
    const revision = await past.wanted()
    expect(Math.abs(revision - share * story.head)).toBeLessThan(story.head / 50)
    expect(revision).toBeLessThan(before)
    before = revision
    await past.isExactly(story.documentId, revision)
  }
  await ada.page.mouse.move(at(0.5), y, { steps: 40 })
  await ada.page.mouse.up()
  await past.isExactly(story.documentId, await past.wanted())
})

test('[PG9] keys and buttons move by change, by session of work, to the first and to the last', async ({
  ada,
  story,
}) => {
  const { documentId, head, days } = story
  const [first, second] = [days[0]!, days[1]!]
  await ada.open(documentId)
  const past = new Past(ada)
  await ada.button('History').click()
  await expect(past.slider).toBeFocused()
  const steps: [key: string, button: string, revision: number][] = [
    ['PageDown', 'Previous session', second],
    ['ArrowLeft', 'Previous change', second - 1],
    ['PageDown', 'Previous session', first],
    ['ArrowRight', 'Next change', first + 1],
    ['PageUp', 'Next session', second],
    ['Home', 'First revision', 1],
    ['PageUp', 'Next session', first],
    ['End', 'Latest revision', head],
  ]
  await past.shows(head)
  for (const [key, , revision] of steps) {
    await ada.press(key)
    await past.isExactly(documentId, revision)
  }
  for (const [, name, revision] of steps) {
    await past.button(name).click()
    await past.isExactly(documentId, revision)
  }
  for (const name of ['Next change', 'Next session', 'Latest revision']) await expect(past.button(name)).toBeDisabled()
})

test('[PG10] the past cannot be mistaken for the present, and nothing can be written into it', async ({
  ada,
  story,
}) => {
  await ada.open(story.documentId)
  const past = new Past(ada)
  const ground = () => past.ground.evaluate(element => getComputedStyle(element).backgroundColor)
  const [present, title] = [await ground(), ada.page.getByRole('textbox', { name: 'Title' })]
  await ada.button('History').click()
  await past.shows(story.head)
  expect(await ground()).not.toBe(present)
  await expect(past.panel.getByText('Viewing revision')).toBeInViewport()
  await expect(ada.page.getByRole('toolbar', { name: 'Formatting' })).toHaveCount(0)
  await expect(ada.page.getByRole('textbox', { name: 'Document text' })).toBeHidden()
  await expect(title).not.toBeEditable()
  await past.view.getByText('They agree').click()
  await ada.type('not here')
  await ada.press('Backspace', 'Enter', 'Control+b', 'Control+z')
  await past.view.getByRole('checkbox').last().click()
  await expect(past.view.getByRole('checkbox').last()).not.toBeChecked()
  await past.isExactly(story.documentId, story.head)
  await ada.press('Escape')
  await expect(past.panel).toHaveCount(0)
  await expect(ada.page.getByRole('textbox', { name: 'Document text' })).toContainText('They agree')
  await expect(ada.button('History')).toBeFocused()
  expect(await ground()).toBe(present)
  expect((await ada.document(story.documentId)).revision).toBe(story.head)
  expect(ada.watch.commands).toEqual([])
})

test('[PG11] playing goes on until it is paused or has come to the last revision', async ({ ada, story }) => {
  const from = story.days[1]!
  await ada.page.goto(`${ada.origin}/documents/${story.documentId}?revision=${from}`)
  const past = new Past(ada)
  await past.shows(from)
  await past.panel.getByLabel('Speed').selectOption('2×')
  await past.button('Play').click()
  await expect.poll(() => past.wanted()).toBeGreaterThan(from + 3)
  await past.button('Pause').click()
  const paused = await past.wanted()
  expect(paused).toBeLessThan(story.head)
  await past.isExactly(story.documentId, paused)
  await past.panel.getByLabel('Speed').selectOption('64×')
  await past.slider.press(' ')
  await past.isExactly(story.documentId, story.head)
  // From the end it begins anew; who takes the thumb ends it.
  await past.panel.getByLabel('Speed').selectOption('2×')
  await past.button('Play').click()
  await expect.poll(() => past.wanted()).toBeLessThan(story.head)
  await past.slider.press('ArrowRight')
  await expect(past.button('Play')).toBeVisible()
  await past.isExactly(story.documentId, await past.wanted())
})

test('[PG12] the address names the revision: it can be visited, sent, gone back from and forth to', async ({
  ada,
  ben,
  story,
}) => {
  const { documentId, head } = story
  const past = new Past(ada)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=300`)
  await past.isExactly(documentId, 300)
  await past.slider.press('ArrowRight')
  await expect(ada.page).toHaveURL(/\?revision=301$/)
  await ada.button('Return to live').click()
  await expect(past.panel).toHaveCount(0)
  await expect(ada.page).toHaveURL(new RegExp(`/documents/${documentId}$`))
  await ada.page.goBack()
  await past.isExactly(documentId, 301)
  await ada.page.goForward()
  await expect(past.panel).toHaveCount(0)
  await ada.button('History').click()
  await past.slider.press('Home')
  await expect(ada.page).toHaveURL(/\?revision=1$/)
  await ada.page.reload()
  await past.isExactly(documentId, 1)

  await ben.page.goto(`${ben.origin}/documents/${documentId}?revision=999999`)
  await new Past(ben).isExactly(documentId, head)
  await expect(ben.page.getByText('There is no revision 999,999 yet: this is the latest.')).toBeVisible()
  await expect(ben.page).toHaveURL(new RegExp(`\\?revision=${head}$`))
  for (const nonsense of ['0', '1.5', 'seven']) {
    await ben.page.goto(`${ben.origin}/documents/${documentId}?revision=${nonsense}`)
    await ben.opened()
    await expect(new Past(ben).panel).toHaveCount(0)
  }
})

test('[PG13] a revision can be named, gone to by its name, renamed, and its name taken away', async ({
  ada,
  story,
}) => {
  const { documentId } = story
  const past = new Past(ada)
  const field = ada.page.getByRole('textbox', { name: 'Name' })
  const mark = (name: string) => past.button(`${name}, revision 300`)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=300`)
  await past.shows(300)
  await expect(past.button(/^For the parish meeting, revision/)).toBeVisible()
  await past.button('Name').click()
  await field.fill('Before the quote')
  await field.press('Enter')
  await expect(ada.page.getByText('Version named “Before the quote”.')).toBeVisible()
  await past.slider.press('Home')
  await past.shows(1)
  await mark('Before the quote').click()
  await past.shows(300)
  await expect(past.panel).toContainText('Viewing revision 300 · “Before the quote”')
  await past.button('Name').click()
  await expect(field).toHaveValue('Before the quote')
  await field.fill('Two paragraphs')
  await ada.button('Save name').click()
  await expect(mark('Two paragraphs')).toBeVisible()
  await expect(mark('Before the quote')).toHaveCount(0)
  await past.button('Name').click()
  await ada.button('Remove name').click()
  await expect(mark('Two paragraphs')).toHaveCount(0)
  await expect(past.panel).not.toContainText('Two paragraphs')

  await past.button(/^Return to live/).click()
  await ada.button('More actions').click()
  await ada.page.getByRole('menuitem', { name: 'Name this version…' }).click()
  const head = story.head + 3
  await expect(ada.page.getByRole('heading', { name: `Name revision ${head}` })).toBeVisible()
  await field.fill('Now')
  await field.press('Enter')
  await ada.button('History').click()
  await expect(past.button(`Now, revision ${head}`)).toBeVisible()
})

test('[PG14] while one looks at the past the present goes on, and is there on return', async ({ ada, ben, story }) => {
  const { documentId, head } = story
  const past = new Past(ada)
  await ben.open(documentId)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=300`)
  await past.isExactly(documentId, 300)
  await ben.caret('ten metres')
  await ben.type(' or twelve')
  await expect(past.button(/^Return to live · \d+ new changes$/)).toBeVisible()
  await past.isExactly(documentId, 300)
  await past.slider.press('End')
  await expect.poll(() => past.wanted()).toBeGreaterThan(head)
  await past.isExactly(documentId, await past.wanted())
  await past.button(/^Return to live/).click()
  await expect(ada.editor).toContainText('A span of ten metres or twelve')
  await agree(documentId, ada, ben)
})
