import AxeBuilder from '@axe-core/playwright'
import { slashGroups } from '@/app/_components/editor/slash/slash-items'
import { words } from '@/app/_words'
import type { NodeJSON } from '@/lib/document/schema'
import { agree } from './support/agree'
import { block, documentOf, text } from './support/documents'
import { expect, test } from './support/test'

test('[WT5] "/" opens a list of blocks that is filtered as one types and chosen from by keys', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('and/or /usr', ''))
  await ada.open(documentId)
  await ben.open(documentId)
  const list = ada.page.getByRole('listbox', { name: words.slash.label })
  const option = (name: string) => list.getByRole('option', { name, exact: true })
  // What was there already opens nothing.
  await ada.caret('/us')
  await ada.press('ArrowLeft', 'ArrowDown')
  await ada.type('/')
  await expect(list.getByRole('option')).toHaveCount(slashGroups.flatMap(({ items }) => items).length)
  await expect(option(words.editor.paragraph)).toHaveAttribute('aria-selected', 'true')
  const { violations } = await new AxeBuilder({ page: ada.page }).disableRules(['region']).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await ada.press('ArrowDown', 'ArrowDown', 'ArrowUp')
  const said = await ada.editor.getAttribute('aria-activedescendant')
  await expect(option(words.editor.heading(1))).toHaveAttribute('id', said!)
  await ada.type('h2')
  await expect(list.getByRole('option')).toHaveText([new RegExp(words.editor.heading(2))])
  await ada.press('Enter')
  await expect(list).toHaveCount(0)
  await expect(ada.editor).not.toHaveAttribute('aria-activedescendant')
  await ada.type('Title')
  expect(await agree(documentId, ada, ben)).toMatchObject({
    content: [{}, block('heading', { level: 2 }, text('Title'))],
  })
  // Made in one go, and taken back in one: what was typed to find it is there again.
  await ada.press('Enter')
  await ada.type('/todo')
  await ada.press('Enter')
  await expect(ada.editor.getByRole('checkbox')).toHaveCount(1)
  await ada.press('ControlOrMeta+z')
  await expect(ada.editor.getByRole('checkbox')).toHaveCount(0)
  await expect(ada.editor.locator('p').last()).toHaveText('/todo')
  await ada.press('ControlOrMeta+Shift+z')
  await expect(ada.editor.getByRole('checkbox')).toHaveCount(1)
  await agree(documentId, ada, ben)
})

test('[WT5] Escape leaves what was typed as it is, and nothing is offered in code or to who only hears of it', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('first', block('codeBlock', null, text('code'))))
  await ada.open(documentId)
  await ben.open(documentId)
  const list = (page = ada.page) => page.getByRole('listbox', { name: words.slash.label })
  await ben.caret('first')
  await ada.caret('first')
  await ada.type(' /quo')
  await expect(list()).toBeVisible()
  await expect(ben.editor).toContainText('/quo')
  await expect(list(ben.page)).toHaveCount(0)
  await ada.press('Escape')
  await expect(list()).toHaveCount(0)
  await ada.type('te')
  await expect(list()).toHaveCount(0)
  await ada.caret('code')
  await ada.type(' /')
  await expect(ben.editor).toContainText('code /')
  await expect(list()).toHaveCount(0)
  expect(await agree(documentId, ada, ben)).toMatchObject({ content: [{ content: [text('first /quote')] }, {}] })
})

for (const { items } of slashGroups)
  test(`[WT5] makes ${items.map(({ name }) => name).join(', ')}, by mouse`, async ({ ada }) => {
    for (const { name, label } of items) {
      const documentId = await ada.make(documentOf('before', ''))
      await ada.open(documentId)
      await ada.caret('before')
      await ada.press('ArrowDown')
      await ada.type('/')
      await ada.page.getByRole('option', { name: label, exact: true }).click()
      const type = name.replace(/\d/, '').replace('divider', 'horizontalRule')
      await expect.poll(async () => ((await ada.doc()) as NodeJSON).content?.[1]?.type).toBe(type)
      await agree(documentId, ada)
    }
  })
