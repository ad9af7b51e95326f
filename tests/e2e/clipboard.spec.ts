import { readFileSync } from 'node:fs'
import { words } from '@/app/_words'
import { schema } from '@/lib/document/schema'
import { agree } from './support/agree'
import { copied, paste } from './support/clipboard'
import { block, documentOf, paragraph, task, text } from './support/documents'
import { expect, test } from './support/test'

const clipboardOf = (program: string) => ({
  html: readFileSync(new URL(`./fixtures/${program}.html`, import.meta.url), 'utf8'),
  plain: 'plain',
})
const item = (words: string, ...more: object[]) => block('listItem', null, paragraph(words), ...(more as never[]))
const bullets = block('bulletList', null, item('first', block('bulletList', null, item('inner'))), item('second'))
const link = (words: string, href: string) => ({ ...text(words), marks: [{ type: 'link', attrs: { href } }] })
const described = (json: object) => schema.nodeFromJSON(json).toString()
const image = words.paste.image('The bridge in winter')

const meant: Record<string, object[]> = {
  word: [
    block('heading', { level: 1 }, text('Minutes')),
    block('heading', { level: 2 }, text('What was said')),
    block(
      'paragraph',
      null,
      text('Some '),
      text('bold', 'bold'),
      text(', '),
      text('italic', 'italic'),
      text(' and '),
      text('underlined', 'underline'),
      text(' words, auf Deutsch.'),
    ),
    paragraph(),
    bullets,
    paragraph('Between.'),
    block('orderedList', { start: 3 }, item('third'), item('fourth')),
    paragraph(image),
    block(
      'table',
      null,
      block(
        'tableRow',
        null,
        block('tableCell', null, paragraph('cell')),
        block('tableCell', null, paragraph('other')),
      ),
    ),
  ],
  'google-docs': [
    block('heading', { level: 1 }, text('Minutes')),
    block(
      'paragraph',
      null,
      text('Some '),
      text('bold', 'bold'),
      text(', '),
      text('italic', 'italic'),
      text(' and '),
      text('underlined', 'underline'),
      text(' words, a '),
      link('link', 'https://example.com/'),
      text('.'),
    ),
    paragraph(),
    bullets,
    block(
      'taskList',
      null,
      { ...task('', true), content: [block('paragraph', null, text('done', 'strike'))] },
      task('to do'),
    ),
    paragraph(image),
  ],
  web: [
    block('heading', { level: 2 }, link('A story', 'https://example.com/story')),
    paragraph('by Ana'),
    block(
      'paragraph',
      null,
      text('Text with '),
      text('weight', 'bold'),
      text(', '),
      text('code', 'code'),
      text(' and a\u00a0'),
      link('link', 'https://example.com/?utm_source=x'),
      text('.'),
    ),
    paragraph(words.paste.image('A larch')),
    paragraph('A larch in spring'),
    block('blockquote', null, paragraph('Said somebody.')),
    block('codeBlock', { language: 'js' }, text('const a = 1\n')),
    block('bulletList', null, item('one'), item('two')),
    block('taskList', null, task('done', true)),
  ],
}

for (const [program, blocks] of Object.entries(meant))
  test(`[WT10] what is pasted from ${program} is what was meant there`, async ({ ada }) => {
    const documentId = await ada.make()
    await ada.open(documentId)
    await ada.editor.click()
    await paste(ada, clipboardOf(program))
    await expect(ada.editor).toContainText(words.paste.image('').slice(0, -1))
    const doc = await agree(documentId, ada)
    expect(described(doc)).toBe(described(documentOf(...(blocks as never[]))))
    expect(JSON.stringify(doc)).not.toContain('"lang":"')
    expect(JSON.stringify(doc)).not.toContain('"dir":"ltr"')
    await ada.press('ControlOrMeta+z')
    await expect(ada.editor).toHaveText('')
    await agree(documentId, ada)
  })

test('[WT11] Markdown becomes what it means, one undo brings its text back, and Mod+Shift+V leaves it as it is', async ({
  ada,
}) => {
  const markdown =
    '# Title\n\nSome **bold** and `code`, [a page](https://example.com/) and [no](javascript:alert(1)).\n\n- one\n- two'
  const documentId = await ada.make()
  await ada.open(documentId)
  await ada.editor.click()
  await paste(ada, { plain: markdown })
  await expect(ada.editor.locator('h1')).toHaveText('Title')
  expect(described(await agree(documentId, ada))).toBe(
    described(
      documentOf(
        block('heading', { level: 1 }, text('Title')),
        block(
          'paragraph',
          null,
          text('Some '),
          text('bold', 'bold'),
          text(' and '),
          text('code', 'code'),
          text(', '),
          link('a page', 'https://example.com/'),
          text(' and no.'),
        ),
        block('bulletList', null, item('one'), item('two')),
      ),
    ),
  )
  await ada.press('ControlOrMeta+z')
  await expect(ada.editor).toContainText('# Title')
  await expect(ada.editor).toContainText('- two')
  await ada.press('ControlOrMeta+a', 'Backspace')
  await paste(ada, { plain: markdown }, 'ControlOrMeta+Shift+v')
  await expect(ada.editor).toContainText('**bold**')
  await ada.press('ControlOrMeta+a', 'Backspace')
  await paste(ada, { html: '<p>Some <b>bold</b></p>', plain: 'Some bold' }, 'ControlOrMeta+Shift+v')
  await expect(ada.editor).toHaveText('Some bold')
  await expect(ada.editor.locator('strong')).toHaveCount(0)
  await ada.press('ControlOrMeta+a', 'Backspace')
  // A dash and a star are no Markdown.
  await paste(ada, { plain: 'a - b * c\n- and that' })
  await expect(ada.editor).toContainText('- and that')
  await ada.page.waitForTimeout(300)
  await expect(ada.editor.locator('ul')).toHaveCount(0)
  await agree(documentId, ada)
})

test('[WT12] what is copied is clean HTML and Markdown, and pasted again it is the same', async ({ ada }) => {
  const table = block(
    'table',
    null,
    block('tableRow', null, block('tableHeader', null, paragraph('A')), block('tableHeader', null, paragraph('B'))),
  )
  const content = documentOf(
    block('heading', { level: 2 }, text('Title')),
    block(
      'paragraph',
      null,
      text('Some '),
      text('bold', 'bold'),
      text(' words, '),
      link('a page', 'https://example.com/'),
    ),
    block('taskList', null, task('done', true)),
    table,
    block('codeBlock', { language: 'js' }, text('const a = 1')),
    'end',
  )
  const documentId = await ada.make(content)
  await ada.open(documentId)
  await ada.caret('Title')
  await ada.press('ControlOrMeta+a')
  const { html, plain } = await copied(ada)
  expect(html).not.toMatch(/style=|colgroup|hljs|ProseMirror|class="(?!language)/)
  expect(html).toContain('<strong>bold</strong>')
  expect(plain).toBe(
    '## Title\n\nSome **bold** words, [a page](https://example.com/)\n\n- [x] done\n\n| A | B |\n| --- | --- |\n\n```js\nconst a = 1\n```\n\nend',
  )
  await ada.press('Delete', 'ControlOrMeta+v')
  await expect(ada.editor).toContainText('const a = 1')
  expect(described(await agree(documentId, ada))).toBe(described(content))
  // Of code alone, the code.
  await ada.caret('const', 'before')
  await ada.press('Shift+End')
  expect((await copied(ada)).plain).toBe('const a = 1')
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: words.editor.copyMarkdown }).click()
  await expect
    .poll(() => ada.page.evaluate(() => navigator.clipboard.readText()))
    .toContain('## Title\n\nSome **bold**')
})
