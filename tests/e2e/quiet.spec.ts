import { words } from '@/app/_words'
import { schema } from '@/lib/document/schema'
import { agree } from './support/agree'
import { documentOf, paragraph, task } from './support/documents'
import { kinds } from './support/kinds'
import { lookAround, writeAround } from './support/quiet'
import { expect, test } from './support/test'

test('[TG10] the kinds of content that are looked at are all that there are', () => {
  const seen = new Set(['doc', 'text'])
  for (const json of Object.values(kinds))
    schema.nodeFromJSON(json).descendants(node => {
      for (const { type } of [node, ...node.marks]) seen.add(type.name)
    })
  expect([...seen].sort()).toEqual([...Object.keys(schema.nodes), ...Object.keys(schema.marks)].sort())
})

const names = Object.keys(kinds)
const portions = [0, 1, 2, 3].map(portion => names.filter((_, i) => i % 4 === portion))

for (const [portion, kindsOfIt] of portions.entries())
  test(`[TG10] to look, click, select and receive writes nothing (${portion + 1} of 4)`, async ({ ada, ben }) => {
    for (const name of kindsOfIt)
      await test.step(name, async () => {
        const documentId = await ada.make(kinds[name])
        await Promise.all([ada.open(documentId), ben.open(documentId)])
        await lookAround(ada)
        expect(ada.watch.commands).toEqual([])
        const written = await writeAround(ben, documentId)
        await expect(ada.state).toHaveText(words.state.saved(1 + written))
        await lookAround(ada, 'quickly')
        await agree(documentId, ada, ben)
        expect((await ada.document(documentId)).revision).toBe(1 + written)
        expect([...ada.watch.commands, ...ben.watch.commands]).toEqual([])
      })
    expect(ada.watch.sockets).toBeGreaterThan(0)
  })

test('[TG10] menus that are opened and closed again, and undo with nothing to undo, write nothing', async ({ ada }) => {
  const documentId = await ada.make(kinds['a table'])
  await ada.open(documentId)
  await ada.caret('before')
  for (const name of [`${words.editor.blockType}: ${words.editor.paragraph}`, words.editor.link, words.editor.table]) {
    await ada.tool(name).click()
    await ada.press('Escape')
  }
  await ada.caret('a')
  await ada.tool(words.editor.table).click()
  await ada.press('Escape', 'ControlOrMeta+z', 'ControlOrMeta+Shift+z', 'ControlOrMeta+y', 'ControlOrMeta+k', 'Escape')
  await agree(documentId, ada)
  expect(ada.watch.commands).toEqual([])
})

test('[TG11] what is in the trash can be looked at and not changed, by keys, clicks, boxes or links', async ({
  ada,
  ben,
}) => {
  const link = { type: 'text', text: 'a link', marks: [{ type: 'link', attrs: { href: '/?query=linked' } }] }
  const tasks = { type: 'taskList', content: [task('to do'), task('done', true)] }
  const documentId = await ada.make(documentOf('some words', tasks, { ...paragraph(), content: [link] }))
  await ada.open(documentId)
  await ben.open(documentId)
  await ben.caret('some words')
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: words.document.moveToTrash }).click()
  await expect(ada.state).toHaveText(words.state.readOnly(2))
  await expect(ben.state).toHaveText(words.state.readOnly(2))

  for (const person of [ada, ben]) {
    await lookAround(person)
    await person.caret('some words')
    await person.type('typed\n')
    await person.press(
      'Backspace',
      'Delete',
      'ControlOrMeta+b',
      'ControlOrMeta+x',
      'ControlOrMeta+v',
      'ControlOrMeta+z',
    )
    const boxes = person.editor.getByRole('checkbox')
    for (const box of await boxes.all()) await box.click({ force: true })
    expect(await boxes.evaluateAll(all => all.map(box => (box as HTMLInputElement).checked))).toEqual([false, true])
    const opened = person.page.context().waitForEvent('page')
    await person.editor.getByRole('link').click()
    await (await opened).close()
  }
  await agree(documentId, ada, ben)
  expect((await ada.document(documentId)).revision).toBe(2)
  expect(ada.watch.commands.map(({ type }) => type)).toEqual(['TrashDocument'])
  expect(ben.watch.commands).toEqual([])
})
