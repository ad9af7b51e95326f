import type { DocumentRow } from '@/lib/protocol/http'
import { documentOf } from './support/documents'
import { List, listed } from './support/list'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const link = ({ page }: Person, name: string) => page.getByRole('link', { name, exact: true })
const told = ({ page }: Person, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeVisible()
const row = async (person: Person, title: string) =>
  (await person.call<{ documents: DocumentRow[] }>('GET', '/documents')).documents.find(each => each.title === title)

async function makeMany(person: Person, count: number): Promise<void> {
  const name = (i: number) => `Number ${String(i).padStart(3, '0')}`
  for (let i = 1; i <= count; i++)
    // So many at once are too many for a moment.
    await expect(() => person.make(documentOf(`This is ${name(i)}.`), { title: name(i) })).toPass()
  await expect.poll(() => row(person, name(count))).toBeTruthy()
}

test('[LP5] a duplicate is one’s own, with the words of that moment, and the original stays', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('Hers, for now.'), { title: 'Plan' })
  await ben.open(documentId)
  const list = new List(ben)
  await listed(ben, 'Plan')
  await list.open()
  await list.choose('Plan', 'Duplicate')
  await told(ben, '“Plan” was copied as it is now.')
  await expect(list.titles).toHaveText(['Copy of Plan', 'Plan'])
  await ben.button('Open').click()
  await ben.opened()
  await expect(ben.editor).toContainText('Hers, for now.')
  const copy = (await row(ben, 'Copy of Plan'))!
  expect(copy.role).toBe('owner')
  const [made] = (await ben.events(copy.documentId)).events
  expect(made!.data).toMatchObject({ source: { documentId, revision: 1 } })
  expect(await ada.document(documentId)).toMatchObject({ title: 'Plan', revision: 1 })
})

test('[LP6] rows are renamed, thrown away and walked by keys, and the focus is never lost', async ({ ada, ben }) => {
  const list = new List(ada)
  for (const title of ['Alder', 'Birch', 'Cedar']) await ada.make(documentOf(title), { title })
  await ada.open(await ben.make(documentOf('his'), { title: 'Dogwood' }))
  await listed(ada, 'Alder', 'Birch', 'Cedar', 'Dogwood')
  await list.open('/?sort=title')
  await ada.press('/', 'ArrowDown')
  await expect(link(ada, 'Alder')).toBeFocused()
  await ada.press('ArrowUp')
  await expect(ada.page.getByRole('searchbox')).toBeFocused()
  await ada.press('ArrowDown', 'End')
  await expect(link(ada, 'Dogwood')).toBeFocused()
  await ada.press('Home', 'ArrowDown', 'F2')
  await expect(ada.page.getByRole('textbox', { name: 'New title' })).toBeFocused()
  await ada.type('Beech')
  await ada.press('Enter')
  await expect(link(ada, 'Beech')).toBeFocused()
  await told(ada, 'Renamed to “Beech”.')

  await ada.press('Delete')
  await told(ada, '“Beech” is in the trash.')
  await expect(link(ada, 'Cedar')).toBeFocused()
  await ada.button('Undo').click()
  await expect(link(ada, 'Beech')).toBeFocused()
  await ada.press('End', 'Delete')
  await told(ada, '“Dogwood” is out of your list.')
  await expect(list.titles).toHaveText(['Alder', 'Beech', 'Cedar'])
  await expect(link(ada, 'Cedar')).toBeFocused()
  await list.choose('Cedar', 'Move to trash')
  await expect(link(ada, 'Beech')).toBeFocused()

  await list.open('/?trashed=true')
  await link(ada, 'Cedar').focus()
  await ada.press('F2')
  await expect(ada.page.getByRole('textbox', { name: 'New title' })).toHaveCount(0)
  await ada.press('Delete')
  await expect(ada.button('Cancel')).toBeFocused()
  await ada.press('Tab', 'Enter')
  await told(ada, '“Cedar” was deleted for good.')
  await expect(list.section).toBeFocused()
})

test('[LP6] what is out of one’s list comes back by undo and by its address', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('hers'), { title: 'Sent' })
  await ben.open(documentId)
  await listed(ben, 'Sent')
  const list = new List(ben)
  await list.open()
  await list.choose('Sent', 'Remove from my list')
  await expect(list.section).toContainText('Nothing written yet')
  await ben.button('Undo').click()
  await expect(link(ben, 'Sent')).toBeFocused()
  await list.choose('Sent', 'Remove from my list')
  await listed(ben)
  await listed(ada, 'Sent')
  await ben.open(documentId)
  await listed(ben, 'Sent')
})

test('[LP7] a long list goes on as one scrolls, says how far, and after a failure waits to be asked', async ({
  ada,
}) => {
  await makeMany(ada, 70)
  const list = new List(ada)
  await list.open()
  await expect(list.rows).toHaveCount(30)
  let asked = 0
  let away = true
  ada.watch.expect(/ERR_FAILED/)
  await ada.page.route('**/api/documents?*cursor=*', route => {
    asked++
    return away ? route.abort() : route.continue()
  })
  await list.rows.last().scrollIntoViewIfNeeded()
  await expect(list.section.getByRole('alert')).toContainText('This list may be out of date')
  const before = asked
  await ada.page.mouse.wheel(0, 5_000)
  await ada.page.waitForTimeout(1_000)
  expect(asked).toBe(before)
  away = false
  await ada.button('Show more').click()
  await expect(list.section.getByRole('status').first()).toHaveText('60 documents shown, and there are more')
  await list.rows.last().scrollIntoViewIfNeeded()
  await expect(list.rows).toHaveCount(70)
  await expect(ada.button('Show more')).toHaveCount(0)
})

test('[LP8] who comes back from a document finds the list as they left it', async ({ ada }) => {
  await makeMany(ada, 70)
  const list = new List(ada)
  await list.open('/?sort=title')
  await list.rows.last().scrollIntoViewIfNeeded()
  await expect(list.rows).toHaveCount(60)
  await list.rows.last().scrollIntoViewIfNeeded()
  await expect(list.rows).toHaveCount(70)
  const far = link(ada, 'Number 055')
  await far.scrollIntoViewIfNeeded()
  const scrolled = await ada.page.evaluate(() => scrollY)
  expect(scrolled).toBeGreaterThan(1_000)
  await far.focus()
  await ada.press('Enter')
  await ada.opened()
  await ada.page.goBack()
  await expect(far).toBeFocused()
  await expect(far).toBeInViewport()
  await expect.poll(() => ada.page.evaluate(() => scrollY)).toBe(scrolled)
  await expect(list.section).toHaveAttribute('aria-busy', 'false')
  await expect(list.rows).toHaveCount(70)
  // A row that's done something to keeps its place too.
  await ada.press('Delete')
  await told(ada, '“Number 055” is in the trash.')
  await expect(link(ada, 'Number 056')).toBeFocused()
  await expect(list.section).toHaveAttribute('aria-busy', 'false')
  await expect(list.rows).toHaveCount(69)
})
