import AxeBuilder from '@axe-core/playwright'
import type { Locator } from '@playwright/test'
import { words } from '@/app/_words'
import { schema } from '@/lib/document/schema'
import { agree, lines } from './support/agree'
import { block, documentOf, text } from './support/documents'
import { edit, expect, Past, test } from './support/history'
import type { Person } from './support/person'

const { bringing, without } = words
const heading = (words: string) => block('heading', { level: 2 }, text(words))

const report = [
  heading('Aim'),
  'We want to know.',
  heading('Method'),
  'We asked ten people. They answered by letter.',
  'Then we counted.',
  heading('Result'),
  'Nobody knows.',
]

/** Ada's report, of which Ben has cut the method. Both have it open, Ada where she looks at how it was. */
async function cut(ada: Person, ben: Person): Promise<{ documentId: string; past: Past }> {
  const documentId = await ada.make(documentOf(...report), { title: 'Report' })
  await edit(ben, documentId, transform => {
    const paragraphs: [from: number, to: number][] = []
    transform.doc.forEach((node, at) => {
      paragraphs.push([at, at + node.nodeSize])
    })
    transform.delete(...paragraphs[4]!)
    const [from, to] = paragraphs[3]!
    transform.replaceWith(from + 1, to - 1, schema.text('We asked six people.'))
  })
  await ben.open(documentId)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=1`)
  const past = new Past(ada)
  await past.shows(1)
  return { documentId, past }
}

const now = ['Aim', 'We want to know.', 'Method', 'We asked six people.', 'Result', 'Nobody knows.']

const dialogOf = ({ page }: Person, name: string): Locator => page.getByRole('dialog', { name })

async function findings({ page }: Person): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)
}

test('[RC4] a section is restored as one edit that says where it comes from, while others write, and is taken back', async ({
  ada,
  ben,
}) => {
  const { documentId, past } = await cut(ada, ben)
  await past.button(bringing.restore).click()
  const dialog = dialogOf(ada, bringing.title(1))
  await dialog.getByLabel(bringing.section).check()
  await dialog.getByLabel(bringing.which).selectOption({ label: '\u2003Method' })
  const preview = dialog.getByRole('document', { name: bringing.preview })
  await expect(preview.locator('ins')).toContainText(['We asked ten people. They', 'Then we counted.'])
  await expect(preview.locator('del')).toHaveText('We asked six people.')
  await expect(preview).not.toContainText('Nobody')
  expect(await findings(ada)).toEqual([])
  await ben.caret('Nobody knows')
  await ben.type(' yet')
  await dialog.getByRole('button', { name: bringing.confirm, exact: true }).click()
  await expect(past.panel).toHaveCount(0)
  const after = await agree(documentId, ada, ben)
  const whole = [
    'Aim',
    'We want to know.',
    'Method',
    'We asked ten people. They answered by letter.',
    'Then we counted.',
  ]
  expect(lines(after)).toEqual([...whole, 'Result', 'Nobody knows yet.'])
  const event = (await ada.events(documentId)).events.find(
    ({ authorId, revision }) => revision > 1 && authorId === ada.me.authorId,
  )
  expect(event).toMatchObject({
    type: 'ContentEdited',
    data: { origin: 'restored', source: { documentId, revision: 1, from: 23, to: 96 } },
  })
  const told = ada.page.getByRole('status').filter({ hasText: bringing.restoredSection(1) })
  await told.getByRole('button', { name: words.list.undo }).click()
  expect(lines(await agree(documentId, ada, ben))).toEqual([...now.slice(0, -1), 'Nobody knows yet.'])
})

test('[RC5] what is selected in the past is restored alone, and a new document is made from there', async ({
  ada,
  ben,
}) => {
  const { documentId, past } = await cut(ada, ben)
  await past.view.evaluate(element => {
    const node = element.querySelectorAll('p')[1]!.firstChild!
    const at = node.nodeValue!.indexOf(' They')
    getSelection()!.setBaseAndExtent(node, at, node, node.nodeValue!.length)
  })
  await past.button(bringing.restore).click()
  const dialog = dialogOf(ada, bringing.title(1))
  await expect(dialog.getByLabel(bringing.selection)).toBeChecked()
  await expect(dialog.getByRole('document').locator('ins')).toHaveText(' They answered by letter.')
  await dialog.getByRole('button', { name: bringing.confirm, exact: true }).click()
  const after = await agree(documentId, ada, ben)
  expect(lines(after)).toEqual(now.with(3, 'We asked six people. They answered by letter.'))

  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=1`)
  await past.shows(1)
  await past.button(bringing.restore).click()
  await dialog.getByLabel(bringing.copy).check()
  await dialog.getByRole('button', { name: bringing.confirmCopy }).click()
  await ada.page.waitForURL(url => !url.pathname.endsWith(documentId))
  await ada.opened()
  const copy = ada.page.url().split('/').at(-1)!
  const { events } = await ada.events(copy)
  expect(events[0]).toMatchObject({ type: 'DocumentCreated', data: { source: { documentId, revision: 1 } } })
  expect(lines((await ada.document(copy)).doc)).toEqual(lines(documentOf(...report)))
})

test('[UA1] [UA2] what somebody did in a session is undone, what others wrote stays and is told, and it can be taken back', async ({
  ada,
  ben,
  story,
}) => {
  const { documentId, head, days } = story
  const mill = 'I have asked the mill. They agree, as long as the gate is closed after us every evening.'
  await ben.open(documentId)
  await expect(ben.editor).toContainText(mill)
  await ada.open(documentId)
  await ada.caret('They agree')
  await ada.type(' in writing')
  await expect(ben.editor).toContainText('They agree in writing')
  const before = lines((await ada.document(documentId)).doc)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=${head}`)
  const past = new Past(ada)
  await past.shows(head)
  await past.list
    .getByRole('button', { name: /^More for/ })
    .nth(1)
    .click()
  await ada.page.getByRole('menuitem', { name: without.open }).click()
  const dialog = dialogOf(ada, without.title)
  await expect(dialog).toContainText(without.explained(days[1]! + 1, head))
  await expect(dialog.getByRole('document').locator('del').first()).toContainText('I have asked the mill')
  await expect(dialog).toContainText(without.kinds.structure)
  expect(await findings(ada)).toEqual([])
  await dialog.getByRole('button', { name: without.confirm }).click()
  await expect(past.panel).toHaveCount(0)
  await expect(ben.editor).not.toContainText('the mill. They')
  const after = await agree(documentId, ada, ben)
  expect(lines(after)).toEqual(before.with(-1, ' in writing'))
  const { events } = await ada.events(documentId, head + 1)
  expect(events.at(-1)).toMatchObject({ type: 'ContentEdited', data: { origin: 'undone' } })
  const taken = story.events.slice(days[1]!).filter(({ type }) => type === 'ContentEdited')
  expect(events.at(-1)!.data).toMatchObject({ undoes: taken.map(({ commandId }) => commandId) })
  await ada.caret(' in writing')
  await ada.press('ControlOrMeta+z')
  expect(lines(await agree(documentId, ada, ben))).toEqual(before)
})

test('[UA1] on a phone the work of a session is undone from the sheet with the list', async ({ ada, story }) => {
  const { page } = ada
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=${story.head}`)
  const past = new Past(ada)
  await past.shows(story.head)
  await past.button(words.changes.show).click()
  await page
    .getByRole('button', { name: /^More for \d/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: without.open }).click()
  const dialog = dialogOf(ada, without.title)
  await expect(dialog.getByRole('document').locator('del').first()).toContainText('I have asked the mill')
  await dialog.getByRole('button', { name: without.confirm }).click()
  await expect(ada.editor).not.toContainText('I have asked the mill')
  await expect(ada.state).toHaveText(/^Saved/)
})
