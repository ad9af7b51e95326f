import type { Editor } from '@tiptap/core'
import { words } from '@/app/_words'
import { agree, lines } from './support/agree'
import { block, documentOf, paragraph, text } from './support/documents'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const { find } = words
const bar = ({ page }: Person) => page.getByRole('search', { name: find.title })
const status = (person: Person) => bar(person).getByRole('status')
/** What the editor holds as selected; the browser's own selection is where the focus is. */
const selected = ({ editor }: Person) =>
  editor.evaluate(element => {
    const { doc, selection } = (element as HTMLElement & { editor: Editor }).editor.state
    return doc.textBetween(selection.from, selection.to)
  })

test('[WT9] what is looked for is marked and counted, gone through both ways, and stays selected', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(
    documentOf('One word, two words', block('blockquote', null, paragraph('Words of others')), 'sword'),
  )
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('One', 'before')
  await ada.press('ControlOrMeta+f')
  await ada.type('word')
  const marks = ada.editor.locator('[class*=search-match]')
  await expect(marks).toHaveCount(4)
  await expect(ada.editor.locator('.ProseMirror-active-search-match')).toHaveText('word')
  await expect(status(ada)).toHaveText(find.count(1, 4))
  await ada.press('Enter', 'Enter')
  await expect(status(ada)).toHaveText(find.count(3, 4))
  await ada.press('Shift+Enter', 'Shift+Enter', 'Shift+Enter')
  await expect(status(ada)).toHaveText(find.count(4, 4))
  await bar(ada).getByRole('button', { name: find.wholeWord }).click()
  await expect(marks).toHaveText(['word'])
  await bar(ada).getByRole('button', { name: find.wholeWord }).click()
  await bar(ada).getByRole('button', { name: find.caseSensitive }).click()
  await expect(marks).toHaveCount(3)
  await bar(ada).getByLabel(find.find, { exact: true }).fill('Words')
  await expect(status(ada)).toHaveText(find.count(1, 1))
  // What others write is looked through as well.
  await ben.caret('sword')
  await ben.type(' Words')
  await expect(status(ada)).toHaveText(find.count(1, 2))
  await bar(ada).getByLabel(find.find, { exact: true }).press('Escape')
  await expect(bar(ada)).toHaveCount(0)
  await expect(marks).toHaveCount(0)
  await expect(ada.editor).toBeFocused()
  expect(await selected(ada)).toBe('Words')
  await agree(documentId, ada, ben)
  expect(ada.watch.commands).toEqual([])
})

test('[WT9] one match or all are replaced, all in one go, and one undo takes it back', async ({ ada, ben }) => {
  const many = Array.from({ length: 700 }, (_, i) => `line ${i} has a word`)
  const documentId = await ada.make(
    documentOf('A word, a word', { ...paragraph(), content: [text('bold word', 'bold')] }, ...many),
  )
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('A ', 'before')
  await ada.press('ControlOrMeta+f')
  await ada.type('word')
  await expect(status(ada)).toHaveText(find.count(1, 703))
  await bar(ada).getByLabel(find.replace).fill('thing')
  await bar(ada).getByRole('button', { name: find.replaceOne, exact: true }).click()
  await expect(status(ada)).toHaveText(find.count(1, 702))
  await bar(ada).getByRole('button', { name: find.replaceAll, exact: true }).click()
  await expect(status(ada)).toHaveText(find.replaced(702))
  await expect(ada.state).toHaveText(/^Saved/)
  const doc = await agree(documentId, ada, ben)
  expect(lines(doc).slice(0, 3)).toEqual(['A thing, a thing', 'bold thing', 'line 0 has a thing'])
  expect(JSON.stringify(doc)).not.toContain('word')
  expect(doc.content![1]!.content).toEqual([text('bold thing', 'bold')])
  await bar(ada).getByLabel(find.replace).press('Escape')
  await ada.press('ControlOrMeta+z')
  await expect(ada.editor.locator('p').first()).toHaveText('A thing, a word')
  expect(lines(await agree(documentId, ada, ben)).at(-1)).toBe(many.at(-1))
})

test('[WT9] who only reads finds and isn’t offered to replace', async ({ ada }) => {
  const documentId = await ada.make(documentOf('some words'))
  await ada.open(documentId)
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: words.document.moveToTrash }).click()
  await expect(ada.state).toHaveText(/^Read-only/)
  await ada.press('ControlOrMeta+f')
  await ada.type('words')
  await expect(status(ada)).toHaveText(find.count(1, 1))
  await expect(bar(ada).getByLabel(find.replace)).toHaveCount(0)
  // Asked for again, the browser's own search is meant.
  await ada.page.evaluate(() => {
    window.addEventListener('keydown', ({ defaultPrevented }) =>
      document.body.setAttribute('data-taken', String(defaultPrevented)),
    )
  })
  await ada.press('ControlOrMeta+f')
  await expect(ada.page.locator('body')).toHaveAttribute('data-taken', 'false')
})
