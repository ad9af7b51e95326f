import { typedGroup } from '@/app/_components/editor/keys-list'
import { words } from '@/app/_words'
import type { NodeJSON } from '@/lib/document/schema'
import { agree } from './support/agree'
import { block, documentOf, paragraph, text } from './support/documents'
import { expect, test } from './support/test'

const filler = (name: string) => Array.from({ length: 12 }, (_, i) => `${name} ${i}`)
const heading = (level: number, words: string) => block('heading', { level }, text(words))

test('[WT13] code is coloured in its language, which one can choose, and nothing of it is in the document', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('before', block('codeBlock', { language: 'ts' }, text('const a = 1'))))
  await ada.open(documentId)
  await ben.open(documentId)
  const keyword = ada.editor.locator('.hljs-keyword')
  await expect(keyword).toHaveText('const')
  await ben.editor.locator('pre').click()
  await ben.press('ControlOrMeta+End')
  await ben.type('\nreturn a')
  await expect(keyword).toHaveText(['const', 'return'])
  await agree(documentId, ada, ben)
  expect(ada.watch.commands).toEqual([])
  await ada.caret('before')
  await expect(ada.page.getByLabel(words.code.language)).toHaveCount(0)
  await ada.editor.locator('pre').click()
  await expect(ada.page.getByLabel(words.code.language)).toHaveValue('typescript')
  await ada.page.getByLabel(words.code.language).selectOption('python')
  await expect(keyword).toHaveText(['return'])
  await ada.page.getByLabel(words.code.language).selectOption('')
  await expect(ada.editor.locator('[class*=hljs]')).toHaveCount(0)
  expect((await agree(documentId, ada, ben)).content![1]!.attrs).toMatchObject({ language: null })
})

test('[WT14] words and characters are counted, of the document and of what is selected', async ({ ada }) => {
  const documentId = await ada.make(documentOf('Three little words', '我们 are here'))
  await ada.open(documentId)
  const counts = ada.page.locator('[data-counts]')
  const all = { words: 6, characters: 29 }
  await expect(counts).toHaveText(words.counts.document(all))
  await ada.caret('Three', 'before')
  await ada.press('ControlOrMeta+Shift+ArrowRight', 'ControlOrMeta+Shift+ArrowRight')
  await expect(counts).toContainText(`2 of ${all.words} words`)
  await ada.press('ArrowRight')
  await ada.type(' more')
  await expect(counts).toContainText('7 words')
})

test('[WT15] beside the text stand its headings, where there is room; they lead there and say where one is', async ({
  ada,
}) => {
  const content = documentOf(
    heading(1, 'First'),
    ...filler('one'),
    heading(2, 'Second'),
    ...filler('two'),
    heading(2, 'Third'),
    ...filler('three'),
  )
  const documentId = await ada.make(content)
  await ada.page.setViewportSize({ width: 1400, height: 600 })
  await ada.page.emulateMedia({ reducedMotion: 'reduce' })
  await ada.open(documentId)
  const outline = ada.page.getByRole('navigation', { name: words.outline.label })
  const current = outline.locator('[aria-current]')
  await expect(outline.getByRole('button')).toHaveText(['First', 'Second', 'Third'])
  await expect(current).toHaveText('First')
  await outline.getByRole('button', { name: 'Third' }).click()
  await expect(ada.editor.getByText('Third')).toBeInViewport()
  await expect(current).toHaveText('Third')
  await expect(ada.editor).toBeFocused()
  await ada.page.mouse.move(700, 400)
  await ada.page.mouse.wheel(0, -5_000)
  await expect(current).toHaveText('First')
  await ada.caret('First')
  await ada.type(' of all')
  await expect(outline.getByRole('button').first()).toHaveText('First of all')
  await ada.page.setViewportSize({ width: 1000, height: 600 })
  await expect(outline).toBeHidden()
  const doc = await agree(documentId, ada)
  expect(JSON.stringify(doc)).not.toContain('"id"')
})

test('[WT16] each sign that is typed turns into what it means, Backspace right after takes that back, and so does undo', async ({
  ada,
}) => {
  const types: Record<string, string> = {
    '#': 'heading',
    '##': 'heading',
    '###': 'heading',
    '-': 'bulletList',
    '1.': 'orderedList',
    '[ ]': 'taskList',
    '>': 'blockquote',
    '```': 'codeBlock',
    '---': 'horizontalRule',
  }
  const marks: Record<string, string> = { '**': 'bold', '*': 'italic', '~~': 'strike', '`': 'code', '==': 'highlight' }
  const documentId = await ada.make()
  await ada.open(documentId)
  await ada.editor.click()
  const first = async () => ((await ada.doc()) as NodeJSON).content![0]!
  for (const { typed } of typedGroup)
    for (const back of ['Backspace', 'ControlOrMeta+z'])
      await test.step(`${typed} and ${back}`, async () => {
        const isMark = typed.endsWith(typed[0]!) && typed.includes('text')
        // Undo knows nothing of the last sign, which never was in the document.
        const whole = isMark || typed === '---' ? typed : `${typed} `
        const left = back === 'Backspace' ? whole : whole.slice(0, -1)
        await ada.type(whole)
        if (isMark) {
          const type = marks[typed.slice(0, typed.indexOf('text'))]!
          await expect.poll(first).toMatchObject({ content: [text('text', type)] })
        } else await expect.poll(async () => (await first()).type).toBe(types[typed])
        await ada.press(back)
        await expect.poll(first).toMatchObject({ type: 'paragraph', content: [{ type: 'text', text: left }] })
        await ada.press('ControlOrMeta+a', 'Backspace')
        await expect.poll(async () => (await ada.doc()) as NodeJSON).toMatchObject({ content: [{ type: 'paragraph' }] })
      })
  await agree(documentId, ada)
  await ada.type('- item')
  await ada.press('Backspace')
  await expect(ada.editor.locator('li')).toHaveText('ite')
  expect(await agree(documentId, ada)).toMatchObject({
    content: [block('bulletList', null, { content: [paragraph('ite')] } as never)],
  })
})
