import type { Page } from '@playwright/test'
import { words } from '@/app/_words'
import { agree, lines } from './support/agree'
import { documentOf } from './support/documents'
import type { Person } from './support/person'
import { expect, test } from './support/test'

// What a browser says about a line that we cut.
const cutLine = /net::ERR_|WebSocket connection to/

/** A page's socket, that can be made to hear nothing more, or to say nothing either. */
async function wire(page: Page) {
  const state = { deaf: false, mute: false }
  await page.routeWebSocket(/\/socket\.io\//, near => {
    const far = near.connectToServer()
    near.onMessage(message => state.mute || far.send(message))
    far.onMessage(message => state.deaf || near.send(message))
  })
  return state
}

/** The renderer dies as it does when it runs out of memory: nothing of the page's runs any more. */
async function crash({ page }: Person): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // Nobody is left to answer.
  browser.send('Page.crash').catch(() => {})
  await crashed
}

/** Another tab of the same browser, with the document open. */
async function otherTab(person: Person, documentId: string): Promise<Page> {
  const page = await person.page.context().newPage()
  await page.goto(`${person.origin}/documents/${documentId}`)
  return page
}

for (const where of ['here', 'in the same network']) {
  test(`[OB10] a renderer that dies with twelve unsaved edits, one of them in flight, loses none and doubles none: ${where}`, async ({
    ada,
    ben,
  }) => {
    const person = where === 'here' ? ada : ben
    const documentId = await person.make(documentOf('Kept:'))
    const line = await wire(person.page)
    await person.open(documentId)
    await person.caret('Kept:')
    line.deaf = true
    await person.type('abcdefghijkl', 30)
    await expect(person.state).toHaveText(words.state.waitingKept(12), { timeout: 60_000 })
    // The first one was stored, and its answer never came.
    await expect.poll(async () => (await person.document(documentId)).revision).toBeGreaterThan(1)
    await crash(person)

    const again = await otherTab(person, documentId)
    // Without locks the dead page's lease has to run out first.
    await expect(again.locator('.ProseMirror')).toHaveText('Kept:abcdefghijkl', { timeout: 60_000 })
    await expect(again.getByTestId('state-line')).toHaveText(/^Saved/, { timeout: 60_000 })
    expect(lines((await person.document(documentId)).doc)).toEqual(['Kept:abcdefghijkl'])
    const { events } = await person.events(documentId)
    expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(events.length)
  })
}

test('[OB11] what is written offline is counted, survives closing the page, and is sent when it is opened again', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('Offline:'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('Offline:')
  ada.watch.expect(cutLine)
  await ada.page.context().setOffline(true)
  await ada.type(' twelve more', 20)
  await expect(ada.state).toHaveText(words.state.offlineKept(12), { timeout: 60_000 })
  await ada.page.close()
  await ada.page.context().setOffline(false)

  const again = await otherTab(ada, documentId)
  await expect(again.locator('.ProseMirror')).toHaveText('Offline: twelve more')
  await expect(again.getByTestId('state-line')).toHaveText(/^Saved/)
  await expect(ben.editor).toHaveText('Offline: twelve more')
  expect(lines(await agree(documentId, ben))).toEqual(['Offline: twelve more'])
})

test('[OB12] two tabs never send one outbox twice, and the one that stays sends what the other left', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('Tabs:'))
  const line = await wire(ada.page)
  await ada.open(documentId)
  await ada.caret('Tabs:')
  line.mute = true
  line.deaf = true
  await ada.type(' first', 20)
  const second = await otherTab(ada, documentId)
  await expect(second.getByTestId('state-line')).toHaveText(/^Saved/)
  await expect(second.locator('.ProseMirror')).toHaveText('Tabs:')
  await crash(ada)
  await expect(second.locator('.ProseMirror')).toHaveText('Tabs: first', { timeout: 60_000 })
  await expect(second.getByTestId('state-line')).toHaveText(/^Saved/)
  const { events } = await ada.events(documentId)
  expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(events.length)
})

test('[OB13] a browser that keeps nothing is said to, and what one writes is saved all the same', async ({ ada }) => {
  await ada.page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }))
  const documentId = await ada.make(documentOf('Saved:'))
  await ada.open(documentId)
  await expect(ada.state).toContainText(words.state.notKept(''))
  await ada.caret('Saved:')
  await ada.type(' all the same')
  await expect(ada.state).toHaveText(/^Saved · revision (?!1\b)/)
  ada.watch.expect(cutLine)
  await ada.page.context().setOffline(true)
  await ada.type(' !')
  await expect(ada.state).toHaveText(new RegExp(`^${words.state.notKept('')}`), { timeout: 60_000 })
})

test('[OB6] words whose place somebody deleted are offered back: to copy, to put in again, to let go', async ({
  ada,
  ben,
  line,
}) => {
  const documentId = await ada.make(documentOf('Stays', 'Doomed'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('Doo')
  ada.watch.expect(cutLine)
  line.cut()
  await ada.type(' but precious')
  await ben.caret('Doomed')
  await ben.press('Shift+Home', 'Backspace', 'Backspace')
  await expect(ben.state).toHaveText(/^Saved/)
  line.mend()
  const drafts = ada.page.getByRole('region', { name: words.drafts.region })
  await expect(drafts).toContainText('but precious', { timeout: 30_000 })
  await expect(drafts).toContainText(words.drafts.reasons.target_deleted)
  await ada.page.reload()
  await ada.opened()
  await expect(drafts).toContainText('but precious')
  await ada.caret('Stays')
  await drafts.getByRole('button', { name: words.drafts.insert }).click()
  await expect(drafts).toHaveCount(0)
  await expect(ben.editor).toContainText('Staysbut precious')
})

test('[OB14] leaving with unsaved edits warns, and not without', async ({ ada }) => {
  const documentId = await ada.make(documentOf('Warned'))
  const line = await wire(ada.page)
  await ada.open(documentId)
  await ada.caret('Warned')
  line.deaf = true
  await ada.type('!')
  const [dialog] = await Promise.all([ada.page.waitForEvent('dialog'), ada.page.close({ runBeforeUnload: true })])
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await expect(ada.editor).toBeVisible()
})

test('[OB15] a connection that died without a word is noticed, and nothing typed meanwhile is lost', async ({
  ada,
  ben,
}) => {
  test.slow()
  const documentId = await ada.make(documentOf('Silence:'))
  const line = await wire(ada.page)
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('Silence:')
  Object.assign(line, { deaf: true, mute: true })
  await ada.type(' typed into it', 20)
  const began = Date.now()
  await expect(ada.state).toHaveText(/^(Reconnecting|Offline)/, { timeout: 60_000 })
  console.log(`a dead connection was noticed after ${((Date.now() - began) / 1_000).toFixed(1)} s`)
  Object.assign(line, { deaf: false, mute: false })
  // Her caret, with her name, stands behind it as soon as it's known.
  await expect(ben.editor).toContainText('Silence: typed into it', { timeout: 60_000 })
  expect(lines(await agree(documentId, ada, ben))).toEqual(['Silence: typed into it'])
})
