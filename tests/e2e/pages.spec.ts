import { randomUUID } from 'node:crypto'
import { schemaVersion } from '@/lib/document/schema'
import { documentOf } from './support/documents'
import { listed } from './support/list'
import { Person } from './support/person'
import { expect, test } from './support/test'

test('[PG16] without any script the reading view and the document’s own address show what is written', async ({
  ada,
  browser,
}) => {
  const content = documentOf('Two soundings on the west bank.', 'And a price for larch.')
  const documentId = await ada.make(content, { title: 'What we need before spring' })
  await listed(ada, 'What we need before spring')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', request => asked.push(request.method()))
  for (const address of [`/documents/${documentId}/view`, `/documents/${documentId}`]) {
    const response = await page.goto(ada.origin + address)
    expect(response?.status()).toBe(200)
    await expect(page).toHaveTitle('What we need before spring · Everdraft')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('What we need before spring')
    await expect(page.locator('main .prose > p')).toHaveText([
      'Two soundings on the west bank.',
      'And a price for larch.',
    ])
    await expect(page.locator('main .prose')).toBeInViewport()
  }
  expect(await context.cookies()).toEqual([])
  await page.goto(`${ada.origin}/documents/${documentId}/view`)
  await expect(page.getByText('Revision 1')).toBeVisible()
  await page.getByRole('link', { name: 'Open in the editor' }).click()
  await expect(page).toHaveURL(`${ada.origin}/documents/${documentId}`)
  expect(asked.every(method => method === 'GET')).toBe(true)
  await context.close()
})

test('[PG17] nothing moves when the editor takes the place of the first paint', async ({ ada }) => {
  const documentId = await ada.make(documentOf('A first paragraph.', 'A second one.'), { title: 'Still' })
  await listed(ada, 'Still')
  const places = () =>
    ada.page
      .locator('main .prose > p')
      .evaluateAll(all => all.map(each => JSON.stringify(each.getBoundingClientRect())))
  await ada.page.route('**/api/me', async route => {
    await expect(ada.page.locator('main .prose')).toBeVisible()
    await route.continue()
  })
  await ada.page.goto(`${ada.origin}/documents/${documentId}`)
  await expect(ada.page.locator('main .prose[aria-busy]')).toBeVisible()
  const before = await places()
  await ada.opened()
  await expect(ada.page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  expect(await places()).toEqual(before)
})

test('[PG18] where there is nothing, a page says so and leads to one’s documents', async ({ ada }) => {
  ada.watch.expect(/status of 404/)
  const answers: [address: string, heading: string, status: number][] = [
    ['/nowhere', 'There is nothing at this address', 404],
    ['/documents', 'There is nothing at this address', 404],
    ['/documents/not-an-id', 'There is nothing at this address', 404],
    ['/documents/not-an-id/view', 'There is nothing at this address', 404],
    [`/documents/${randomUUID()}/view`, 'There is nothing at this address', 404],
    [`/documents/${randomUUID()}`, 'There is nothing at this address', 404],
    [`/documents/${randomUUID()}?revision=3`, 'There is nothing at this address', 404],
    [`/documents/${await deleted(ada)}`, 'There is nothing at this address', 404],
  ]
  for (const [address, heading, status] of answers) {
    const response = await ada.page.goto(ada.origin + address)
    expect(response?.status(), address).toBe(status)
    await expect(ada.page.getByRole('heading', { level: 1, name: heading }), address).toBeVisible()
    await expect(ada.page, address).toHaveTitle(`${heading} · Everdraft`)
    await expect(ada.page.getByRole('link', { name: 'Go to your documents' }), address).toHaveAttribute('href', '/')
  }
})

test('[PG19] a page that reports an error or breaks the content policy does not pass unseen', async ({ browser }) => {
  const origin = process.env.EVERDRAFT_URL!
  const person = await Person.arrive(browser, { origin, name: 'Cleo', color: 'amber' })
  await person.page.goto(origin)
  expect(person.watch.unexpected).toEqual([])
  await person.page.evaluate(() => {
    console.error('a mistake')
    setTimeout(() => {
      throw new Error('thrown')
    })
    document.body.insertAdjacentHTML('beforeend', '<p onclick="1"></p>')
    fetch('http://elsewhere.invalid/').catch(() => {})
  })
  for (const problem of [/a mistake/, /thrown/, /content policy: script-src-attr/, /content policy: connect-src/])
    await expect.poll(() => person.watch.unexpected.some(found => problem.test(found)), String(problem)).toBe(true)
  await person.page.context().close()
})

test('[PG22] the theme that somebody chooses holds at once, at the next first paint, and not on paper', async ({
  ada,
}) => {
  const { page } = ada
  await page.emulateMedia({ colorScheme: 'light' })
  const documentId = await ada.make(documentOf('By day and by night.'))
  await ada.open(documentId)
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const [day, night] = ['rgb(245, 243, 238)', 'rgb(18, 17, 16)']
  await expect.poll(ground).toBe(day)
  const choose = async (theme: string) => {
    await ada.button('Your name and colour: Ada Lindqvist (you)').click()
    await page.getByRole('radio', { name: theme }).check()
    await ada.press('Escape')
  }
  await choose('Dark')
  await expect.poll(ground).toBe(night)
  const html = await (await page.request.get(`${ada.origin}/documents/${documentId}`)).text()
  expect(html).toContain('data-theme="dark"')
  await page.reload()
  await ada.opened()
  expect(await ground()).toBe(night)
  await page.emulateMedia({ media: 'print' })
  expect(await ground()).not.toBe(night)
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
  await choose('System')
  await expect.poll(ground).toBe(day)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(ground).toBe(night)
})

async function deleted(person: Person): Promise<string> {
  const documentId = await person.make()
  const envelope = { documentId, baseRevision: 1, schemaVersion, commandId: randomUUID() }
  await person.call('POST', `/documents/${documentId}/commands`, { ...envelope, type: 'DeleteDocument' })
  return documentId
}
