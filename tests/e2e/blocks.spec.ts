import { words } from '@/app/_words'
import { agree, lines } from './support/agree'
import { block, documentOf, paragraph, text } from './support/documents'
import { Held } from './support/held'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const item = (words: string) => block('listItem', null, paragraph(words))
const handle = (person: Person) => person.button(words.block.handle)
const shown = (person: Person) => person.doc().then(doc => lines(doc as Parameters<typeof lines>[0]))

async function over(person: Person, text: string): Promise<void> {
  const box = (await person.editor.getByText(text, { exact: true }).boundingBox())!
  await person.page.mouse.move(box.x + 5, box.y + box.height / 2)
}

/** Takes hold of a block and drags it to above or below another; the button stays down. */
async function drag(person: Person, text: string, to: string, side: 'above' | 'below'): Promise<void> {
  await over(person, text)
  await handle(person).hover()
  await person.page.mouse.down()
  const box = (await person.editor.getByText(to, { exact: true }).boundingBox())!
  await person.page.mouse.move(box.x + 20, side === 'above' ? box.y - 2 : box.y + box.height + 2, { steps: 6 })
  await expect(person.page.locator('[data-drop]')).toBeVisible()
}

test('[WT7] keys move a block, an item or all that are selected past their neighbours, the caret with them', async ({
  ada,
  ben,
}) => {
  const list = block('bulletList', null, item('first'), item('second'))
  const documentId = await ada.make(documentOf('one', 'two', 'three', list))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('on')
  await ada.press('ControlOrMeta+Alt+ArrowDown')
  await ada.type('!')
  await ada.press('Alt+Shift+ArrowDown', 'Alt+Shift+ArrowUp')
  await expect.poll(() => shown(ada)).toEqual(['two', 'on!e', 'three', 'firstsecond'])
  await ada.press('Shift+ArrowDown', 'ControlOrMeta+Alt+ArrowUp', 'ControlOrMeta+Alt+ArrowUp')
  await expect.poll(() => shown(ada)).toEqual(['on!e', 'three', 'two', 'firstsecond'])
  await ada.caret('second')
  await ada.press('ControlOrMeta+Alt+ArrowUp', 'ControlOrMeta+Alt+ArrowUp')
  expect(lines(await agree(documentId, ada, ben))).toEqual(['on!e', 'three', 'two', 'secondfirst'])
  await ada.press('ControlOrMeta+z')
  await expect.poll(() => shown(ada)).toEqual(['on!e', 'three', 'two', 'firstsecond'])
  await agree(documentId, ada, ben)
})

test('[WT7] the handle opens a menu: turn into, duplicate, delete, move; and adds a block', async ({ ada }) => {
  const documentId = await ada.make(documentOf('one', 'two', block('bulletList', null, item('first'))))
  await ada.open(documentId)
  const choose = async (text: string, name: string) => {
    await over(ada, text)
    await handle(ada).click()
    await ada.page
      .getByRole('menuitem', { name: new RegExp(`^${name}`) })
      .first()
      .click()
    await expect(ada.page.getByRole('menu')).toHaveCount(0)
  }
  await choose('one', words.editor.heading(2))
  await expect(ada.editor.locator('h2')).toHaveText('one')
  await choose('two', words.block.duplicate)
  await choose('one', words.block.down)
  await expect.poll(() => shown(ada)).toEqual(['two', 'one', 'two', 'first'])
  await choose('one', words.block.remove)
  await choose('first', words.block.remove)
  await expect.poll(() => shown(ada)).toEqual(['two', 'two'])
  await ada.press('ControlOrMeta+Home', 'ControlOrMeta+Shift+End')
  await ada.tool(words.block.menu).click()
  await ada.page.getByRole('menuitem', { name: words.editor.taskList }).press('Enter')
  await expect(ada.editor.getByRole('checkbox')).toHaveCount(1)
  await ada.editor.locator('p').last().hover()
  await ada.button(words.block.add).click()
  await expect(ada.page.getByRole('listbox', { name: words.slash.label })).toBeVisible()
  await ada.type('quote')
  await ada.press('Enter')
  await ada.type('said')
  expect(await agree(documentId, ada)).toMatchObject({
    content: [{}, {}, block('blockquote', null, { content: [text('said')] } as never)],
  })
})

test('[WT6] a block that is dragged while somebody writes in it keeps their words and their caret', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('The dragged one', 'between', 'The last'))
  const held = await Held.on(ben.page)
  await ada.open(documentId)
  await ben.open(documentId)
  await ben.caret('dragged')
  await drag(ada, 'The dragged one', 'The last', 'below')
  // Seen by Ada while she drags, and not yet when she lets go.
  await ben.type(' by Ada')
  await expect.poll(() => shown(ada)).toEqual(['The dragged by Ada one', 'between', 'The last'])
  held.hold('out', frame => frame.includes('document:command'))
  held.hold('in', frame => frame.includes('document:event'))
  await ben.type(', held')
  await ada.page.mouse.up()
  await expect.poll(() => shown(ada)).toEqual(['between', 'The last', 'The dragged by Ada one'])
  held.letGo()
  await ben.type(' on to')
  expect(lines(await agree(documentId, ada, ben))).toEqual([
    'between',
    'The last',
    'The dragged by Ada, held on to one',
  ])
  await expect(ben.page.getByRole('region', { name: words.drafts.region })).toHaveCount(0)
})

test('[WT7] Escape lets a dragged block where it was, and nothing is written by looking for a handle', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('one', 'two', 'three'))
  await ada.open(documentId)
  await drag(ada, 'one', 'three', 'above')
  await ada.press('Escape')
  await expect(ada.page.locator('[data-drop]')).toHaveCount(0)
  await ada.page.mouse.up()
  await agree(documentId, ada)
  expect(ada.watch.commands).toEqual([])
  await drag(ada, 'three', 'one', 'above')
  await ada.page.mouse.up()
  expect(lines(await agree(documentId, ada))).toEqual(['three', 'one', 'two'])
})
