import { schema } from '@/lib/document/schema'
import { agree, lines } from './support/agree'
import { documentOf } from './support/documents'
import { Held } from './support/held'
import { edit, expect, Past, test } from './support/history'
import type { Person } from './support/person'

const texts = ['The top, as it was', 'A paragraph', 'In the middle', 'Another one', 'The bottom, as it was']

/** Ada's document, of which Ben changed both ends before they both opened it. */
async function begun(ada: Person, ben: Person): Promise<{ documentId: string; held: Held }> {
  const documentId = await ada.make(documentOf(...texts), { title: 'Ends and middle' })
  await edit(ben, documentId, transform => {
    transform.insert(transform.doc.content.size - 1, schema.text(' no more'))
    transform.insert(transform.doc.content.size, schema.node('paragraph', null, schema.text('And below it')))
    transform.delete(1, 5)
  })
  const held = await Held.on(ben.page)
  await ada.open(documentId)
  await ben.open(documentId)
  await expect(ben.editor).toContainText('top, as it was')
  return { documentId, held }
}

async function restoreFirst(ada: Person): Promise<void> {
  const past = new Past(ada)
  await ada.button('History').click()
  await past.slider.press('Home')
  await past.shows(1)
  await past.button('Restore…').click()
  const question = ada.page.getByRole('dialog', { name: 'Restore revision 1?' })
  await expect(question).toContainText('nothing that came later is lost')
  await question.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(past.panel).toHaveCount(0)
  await expect(ada.page.getByText('Restored revision 1 as a new change.')).toBeVisible()
  await expect(ada.editor).toContainText('The bottom, as it was')
}

test('[PG15] a restore leaves the words and the caret of who is writing in the middle, though they are on their way', async ({
  ada,
  ben,
}) => {
  const { documentId, held } = await begun(ada, ben)
  held.hold('out', frame => frame.includes('document:command'))
  await ben.caret('In the mid')
  await ben.type('…')
  await expect.poll(() => held.count).toBeGreaterThan(0)
  await ben.type('of it …')
  await restoreFirst(ada)
  await expect(ben.editor).not.toContainText('And below it')
  await ben.type('dle')
  expect(held.count).toBeGreaterThan(0)
  held.letGo()
  const doc = await agree(documentId, ada, ben)
  expect(lines(doc)).toEqual(texts.with(2, 'In the mid…of it …dledle'))
  const { events } = await ada.events(documentId)
  expect(events.slice(0, 3).map(({ type }) => type)).toEqual(['DocumentCreated', 'ContentEdited', 'RevisionRestored'])
})

test('[PG15] nor does a restore take them from who hears of it only afterwards', async ({ ada, ben }) => {
  const { documentId, held } = await begun(ada, ben)
  held.hold('out')
  held.hold('in')
  await ben.caret('In the mid')
  await ben.type('…')
  await restoreFirst(ada)
  await ben.type('of it …')
  await expect(ben.editor).toContainText('And below it')
  held.letGo()
  await expect(ben.editor).not.toContainText('And below it')
  await ben.type('dle')
  const doc = await agree(documentId, ada, ben)
  expect(lines(doc)).toEqual(texts.with(2, 'In the mid…of it …dledle'))
})

test('[PG23] who is there when somebody restores is told, and led to what was there; who did it can take it back', async ({
  ada,
  ben,
}) => {
  const { documentId } = await begun(ada, ben)
  await restoreFirst(ada)
  const told = ben.page.getByRole('note').filter({ hasText: 'Ada Lindqvist restored revision 1.' })
  await expect(told).toBeVisible()
  await expect(ada.page.getByRole('note')).toHaveCount(0)
  await told.getByRole('button', { name: 'Show what was here' }).click()
  const past = new Past(ben)
  await past.shows(2)
  await expect(past.view).toContainText('And below it')
  await past.button('Return to live').click()
  await told.getByRole('button', { name: 'Close' }).click()
  await expect(told).toHaveCount(0)
  await ada.button('Undo').last().click()
  await expect(ben.editor).toContainText('And below it')
  await expect(ada.editor).toContainText('And below it')
  const { events } = await ada.events(documentId)
  expect(events.filter(({ type }) => type === 'RevisionRestored')).toHaveLength(2)
})
