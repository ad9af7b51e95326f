import { words } from '@/app/_words'
import { agree, lines } from './support/agree'
import { documentOf } from './support/documents'
import { noteSaved, savedUntilNow } from './support/saved'
import { expect, test } from './support/test'
import { cutLine } from './support/wire'

test('[TG5] [TG6] after a reload in the middle of typing everything that was saved is there', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('Ada:', 'Ben:'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ben.caret('Ben:')
  const benWrites = ben.type(' a sentence that goes on for as long as this test', 90)
  let moments = 0
  for (const part of [' one two three', ' four five six', ' seven eight']) {
    await noteSaved(ada)
    await ada.caret('Ada:', 'before')
    await ada.press('End')
    await ada.type(part, 5)
    const noted = await savedUntilNow(ada, documentId)
    moments += noted.length
    const acknowledged = lines(noted.at(-1)!.doc)[0]!
    await ada.page.reload()
    await ada.opened()
    expect(lines((await ada.doc()) as never)[0]).toContain(acknowledged)
  }
  await benWrites
  await agree(documentId, ada, ben)
  // Each reload was held against what had been saved by then.
  expect(moments).toBeGreaterThanOrEqual(3)
})

test('[TG7] what is typed while the line is down arrives when it is back', async ({ ada, ben, line }) => {
  const documentId = await ada.make(documentOf('Ada:', 'Ben:', 'Both:'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('Ada:')
  await ada.type(' before')
  await agree(documentId, ada, ben)

  ada.watch.expect(cutLine)
  line.cut()
  await ada.type(' meanwhile')
  await ada.caret('Both:')
  await ada.type(' Ada')
  await expect(ada.state).toContainText(words.state.offline)
  await expect(ada.page.getByRole('list', { name: words.people.here }).getByRole('img')).toHaveCount(0)
  await ben.caret('Ben:')
  await ben.type(' meanwhile')
  await ben.caret('Both:')
  await ben.type(' Ben')
  await expect(ben.editor).not.toContainText('Ada: before meanwhile')

  line.mend()
  await expect(ada.state).toHaveText(/^Saved/, { timeout: 20_000 })
  await expect(ben.editor).toContainText('Ada: before meanwhile')
  const [mine, his, both] = lines(await agree(documentId, ada, ben))
  expect([mine, his]).toEqual(['Ada: before meanwhile', 'Ben: meanwhile'])
  expect(['Both: Ada Ben', 'Both: Ben Ada']).toContain(both)
})

test('[TG7] what is typed while the browser is offline arrives when it is online', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('Ada:'))
  await ada.open(documentId)
  await ben.open(documentId)
  ada.watch.expect(cutLine)
  await ada.page.context().setOffline(true)
  await expect(ada.state).toContainText(words.state.offline, { timeout: 60_000 })
  await ada.caret('Ada:')
  await ada.type(' in a tunnel')
  await ada.page.context().setOffline(false)
  await expect(ben.editor).toContainText('Ada: in a tunnel', { timeout: 30_000 })
  expect(lines(await agree(documentId, ada, ben))).toEqual(['Ada: in a tunnel'])
})

test('[PG24] a page that’s older than the server says so, and what was written is saved once it’s loaded again', async ({
  ada,
}) => {
  let old = true
  await ada.page.routeWebSocket(/\/socket\.io\//, near => {
    const far = near.connectToServer()
    near.onMessage(frame => {
      const asked = /^42(\d+)\["document:command"/.exec(String(frame))
      const error = { code: 'client_too_old', message: 'This page is older than the server.', schemaVersion: 2 }
      if (asked && old) near.send(`43${asked[1]}${JSON.stringify([{ ok: false, error }])}`)
      else far.send(frame)
    })
  })
  const documentId = await ada.make(documentOf('Ada:'))
  await ada.open(documentId)
  await ada.caret('Ada:')
  await ada.type(' on an old page')
  await expect(ada.page.getByRole('alert').filter({ hasText: words.document.outdated })).toBeVisible()
  await expect(ada.editor).toContainText('on an old page')
  old = false
  ada.page.once('dialog', dialog => dialog.accept())
  await ada.button(words.errors.reload).click()
  await ada.opened()
  await expect(ada.state).toContainText('Saved')
  await expect(ada.editor).toContainText('Ada: on an old page')
})
