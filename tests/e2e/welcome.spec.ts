import { welcomeId } from '@/server/welcome/id'
import { type RunningServer, startServer } from '../support/server'
import { Past } from './support/history'
import { List } from './support/list'
import { Person } from './support/person'
import { expect, test } from './support/test'

let server: RunningServer
test.beforeAll(async () => {
  server = await startServer({ WELCOME: 'true' })
})
test.afterAll(() => server.stop())

const title = 'Welcome to Everdraft'

test('[LP12] the first visitor finds the welcome document, its past on the slider, and a place to write', async ({
  browser,
}) => {
  const somebody = { name: 'Cleo Maroun', color: 'amber' } as const
  const cleo = await Person.arrive(browser, { origin: server.url, ...somebody })
  const list = new List(cleo)
  await expect(async () => {
    await list.open()
    await expect(list.row(title)).toContainText('This is a document', { timeout: 1_000 })
  }).toPass()
  await expect(list.row(title)).toContainText(/changed by (Ana|Ben)/)
  await list.row(title).click()
  await cleo.opened()
  await expect(cleo.page).toHaveTitle(`${title} · Everdraft`)
  for (const heading of ['Write', 'Write together', 'Go back in time', 'What “Saved” means', 'Keys', 'And this page?'])
    await expect(cleo.editor.getByRole('heading', { name: heading, exact: true })).toBeVisible()
  await cleo.caret('of your own below')
  await cleo.press('Enter')
  await cleo.type('Cleo was here')
  await expect(cleo.state).toHaveText(/^Saved · /)

  await cleo.button('History').click()
  const past = new Past(cleo)
  await past.isExactly(welcomeId, await past.wanted())
  for (const name of ['First whole draft', 'Welcome']) await expect(past.button(new RegExp(`^${name}`))).toBeVisible()
  await past.button(/^First whole draft/).click()
  await past.isExactly(welcomeId, await past.wanted())
  await expect(past.view).toContainText('Go back in time')
  await expect(past.view).not.toContainText('Cleo was here')
  await cleo.button('Return to live').click()

  await list.open()
  await list.choose(title, 'Remove from my list')
  await expect(list.section).toContainText('Nothing written yet')
  const ben = await Person.arrive(browser, { origin: server.url, name: 'Ben Okafor', color: 'teal' })
  const his = new List(ben)
  await his.open()
  await expect(his.row(title)).toContainText('changed by Cleo Maroun')
  expect([...cleo.watch.unexpected, ...ben.watch.unexpected]).toEqual([])
})
