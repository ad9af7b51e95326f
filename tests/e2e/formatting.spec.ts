import { words } from '@/app/_words'
import type { NodeJSON } from '@/lib/document/schema'
import { agree } from './support/agree'
import { block, documentOf, paragraph, task, text } from './support/documents'
import { tasks } from './support/kinds'
import type { Person } from './support/person'
import { expect, test } from './support/test'
import { cutLine } from './support/wire'

/** A document without attributes that are at their defaults, as one would write it down. */
function plain({ attrs, marks, content, ...rest }: NodeJSON): NodeJSON {
  return {
    ...rest,
    ...set(attrs),
    ...(marks && { marks: marks.map(({ type, attrs }) => ({ type, ...set(attrs) })) }),
    ...(content && { content: content.map(plain) }),
  }
}

function set(attributes: object = {}): { attrs?: Record<string, unknown> } {
  const kept = Object.entries(attributes).filter(
    ([name, value]) => value !== null && !(/span$/.test(name) && value === 1),
  )
  return kept.length > 0 ? { attrs: Object.fromEntries(kept) } : {}
}

/** Two people with one document open; Ada writes. */
async function both(ada: Person, ben: Person, ...blocks: Parameters<typeof documentOf>) {
  const documentId = await ada.make(documentOf(...blocks))
  await Promise.all([ada.open(documentId), ben.open(documentId)])
  return async () => (plain(await agree(documentId, ada, ben)).content ?? []).map(plain)
}

test('[TG12] marks, by buttons and by keys', async ({ ada, ben }) => {
  const blocks = await both(ada, ben, 'one two three four')
  const pick = async (word: string) => {
    await ada.caret(word, 'before')
    await ada.press(...Array(word.length).fill('Shift+ArrowRight'))
  }
  await pick('one')
  await ada.tool(words.editor.bold).click()
  await expect(ada.tool(words.editor.bold)).toHaveAttribute('aria-pressed', 'true')
  await pick('two')
  await ada.press('ControlOrMeta+i', 'ControlOrMeta+u')
  await pick('three')
  await ada.tool(words.editor.highlight).click()
  await pick('four')
  await ada.press('ControlOrMeta+e')
  expect(await blocks()).toEqual([
    block(
      'paragraph',
      null,
      ...[text('one', 'bold'), text(' '), text('two', 'italic', 'underline'), text(' ')],
      ...[text('three', 'highlight'), text(' '), text('four', 'code')],
    ),
  ])

  await pick('one')
  await ada.press('ControlOrMeta+b')
  await ada.press('End', 'ControlOrMeta+e')
  await ada.type(' **five** six')
  await expect(ada.tool(words.editor.bold)).toHaveAttribute('aria-pressed', 'false')
  const [first] = await blocks()
  expect(first!.content!.at(0)).toEqual(text('one '))
  expect(first!.content!.slice(-3)).toEqual([text(' '), text('five', 'bold'), text(' six')])
})

test('[TG12] headings, quotes, code and dividers, by menu, buttons and what is typed', async ({ ada, ben }) => {
  const blocks = await both(ada, ben, 'Title', 'Quote', 'Code')
  await ada.caret('Title')
  await ada.tool(`${words.editor.blockType}: ${words.editor.paragraph}`).click()
  await ada.page.getByRole('menuitemradio', { name: words.editor.heading(2) }).click()
  await ada.caret('Quote')
  await ada.tool(words.editor.quote).click()
  await ada.caret('Code')
  await ada.tool(words.editor.codeBlock).click()
  await ada.type('\nline two')
  await ada.press('ControlOrMeta+Enter')
  await ada.type('### Typed\n> said\n\n\n```ts ')
  await ada.type('x = 1')
  await ada.press('ControlOrMeta+Enter')
  await ada.type('---end')
  await ada.tool(words.editor.divider).click()
  expect(await blocks()).toEqual([
    block('heading', { level: 2 }, text('Title')),
    block('blockquote', null, paragraph('Quote')),
    block('codeBlock', null, text('Code\nline two')),
    block('heading', { level: 3 }, text('Typed')),
    block('blockquote', null, paragraph('said')),
    block('paragraph', null),
    block('codeBlock', { language: 'ts' }, text('x = 1')),
    block('horizontalRule', null),
    paragraph('end'),
    block('horizontalRule', null),
    block('paragraph', null),
  ])
})

test('[TG12] lists and what is in them, by buttons and by what is typed', async ({ ada, ben }) => {
  const blocks = await both(ada, ben, 'one', '', '')
  const item = (words: string, ...more: NodeJSON[]) => block('listItem', null, paragraph(words), ...more)
  await ada.caret('one')
  await ada.tool(words.editor.bulletList).click()
  await ada.press('Enter', 'Tab')
  await ada.type('in one\n')
  await ada.press('Shift+Tab')
  await ada.type('two')
  await ada.press('ArrowDown')
  await ada.type('1. first\nsecond\n\n[x] done\nto do')
  await ada.press('ArrowDown')
  await ada.type('later')
  await ada.press('ControlOrMeta+Shift+9')
  expect(await blocks()).toEqual([
    block('bulletList', null, item('one', block('bulletList', null, item('in one'))), item('two')),
    block('orderedList', { start: 1 }, item('first'), item('second')),
    block('taskList', null, task('done', true), task('to do'), task('later')),
  ])
})

test('[TG12] links, by button, key and what is typed', async ({ ada, ben }) => {
  const blocks = await both(ada, ben, 'a page', '')
  const linked = (words: string, href: string) => ({ ...text(words), marks: [{ type: 'link', attrs: { href } }] })
  await ada.caret('page', 'before')
  await ada.press('Shift+End')
  await ada.tool(words.editor.link).click()
  await ada.page.getByLabel(words.editor.linkAddress).fill('javascript:alert(1)')
  await ada.button(words.editor.linkSave).click()
  await expect(ada.page.getByText(words.editor.linkInvalid)).toBeVisible()
  await ada.page.getByLabel(words.editor.linkAddress).fill('example.com/page')
  await ada.press('Enter')
  await expect(ada.editor.getByRole('link')).toHaveAttribute('href', 'https://example.com/page')
  await ada.press('ControlOrMeta+End')
  await ada.type('https://example.com/typed and more')
  const expected = [
    block('paragraph', null, text('a '), linked('page', 'https://example.com/page')),
    block('paragraph', null, linked('https://example.com/typed', 'https://example.com/typed'), text(' and more')),
  ]
  expect(await blocks()).toEqual(expected.map(plain))
  await ada.caret('pa')
  await ada.press('ControlOrMeta+k')
  await ada.button(words.editor.linkRemove).click()
  expect((await blocks())[0]).toEqual(paragraph('a page'))
})

test('[TG12] a table that one inserts and two fill in', async ({ ada, ben }) => {
  const blocks = await both(ada, ben, 'before')
  const choose = async (name: string) => {
    // A menu that somebody else's typing has closed is opened again, as one would.
    const item = ada.page.getByRole('menuitem', { name, exact: true })
    await expect(async () => {
      if (!(await item.isVisible())) await ada.tool(words.editor.table).click({ timeout: 5_000 })
      await item.click({ timeout: 5_000 })
    }).toPass()
    await expect(item).toBeHidden()
  }
  await ada.caret('before')
  await ada.press('Enter')
  await choose(words.editor.insertTable)
  await ada.type('A')
  await ada.press('Tab')
  await ada.type('B')
  await expect(ben.editor.locator('th').nth(1)).toHaveText(/B/)
  await ben.editor.locator('td').first().click()
  await Promise.all([ben.type('of Ben'), choose(words.editor.columnAfter)])
  await choose(words.editor.deleteRow)
  await ada.press('ControlOrMeta+z')
  await ada.editor.locator('td').last().click()
  await choose(words.editor.deleteRow)
  const cell = (type: string, words = '') => block(type, null, plain(paragraph(words)))
  const row = (type: string, ...texts: string[]) => block('tableRow', null, ...texts.map(each => cell(type, each)))
  const [before, table] = await blocks()
  expect(before).toEqual(paragraph('before'))
  expect(table).toEqual(
    block('table', null, row('tableHeader', 'A', 'B', '', ''), row('tableCell', 'of Ben', '', '', '')),
  )
})

test('[TG13] boxes that two people tick at the same time are all ticked', async ({ ada, ben, line }) => {
  const blocks = await both(ada, ben, tasks)
  const box = (person: Person, name: string) => person.editor.getByRole('checkbox', { name })
  // At the same time: neither has heard of the other.
  ada.watch.expect(cutLine)
  line.cut()
  await box(ada, 'To do: to do').click()
  await box(ada, 'To do: inner').click()
  await box(ben, 'Done: done').click()
  await box(ben, 'To do: outer').click()
  await box(ben, 'To do: inner').click()
  await ben.caret('inner')
  await ben.type(' of Ben')
  line.mend()
  await expect(ada.editor).toContainText('inner of Ben')
  const inner = block('taskList', null, task('inner of Ben', true))
  expect(await blocks()).toEqual([
    block(
      'taskList',
      null,
      task('to do', true),
      task('done', false),
      block('taskItem', { checked: true }, paragraph('outer'), inner),
    ),
  ])
})
