import type { Editor } from '@tiptap/core'
import { keyGroups } from '@/app/_components/editor/keys-list'
import { words } from '@/app/_words'
import type { NodeJSON } from '@/lib/document/schema'
import { agree } from './support/agree'
import { block, documentOf, paragraph, task, text } from './support/documents'
import { kinds } from './support/kinds'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const { editor, keys, find } = words
const pressed = (keys: string) =>
  keys.replace('Mod', 'ControlOrMeta').replace('Up', 'ArrowUp').replace('Down', 'ArrowDown')
const link = { ...text('linked'), marks: [{ type: 'link', attrs: { href: 'https://example.com/' } }] }
const item = (words: string) => block('listItem', null, paragraph(words))

/** What a key is tried on, and what it leads to: a part of the document, or something that is seen. */
type Trial = {
  on: (NodeJSON | string)[]
  at: string
  select?: boolean
  leads: unknown[] | ((person: Person) => Promise<void>)
}

const mark = (type: string): Trial => ({
  on: ['words'],
  at: 'words',
  select: true,
  leads: [{ content: [text('words', type)] }],
})
const turns = (type: string, attrs?: object): Trial => ({
  on: ['words'],
  at: 'words',
  leads: [{ type, ...(attrs && { attrs }) }],
})
const seen = (role: 'dialog' | 'search' | 'listbox', name: string): Trial => ({
  on: ['words', ''],
  at: '',
  leads: async ({ page }) => {
    await expect(page.getByRole(role, { name })).toBeVisible()
    await page.keyboard.press('Escape')
  },
})

const trials: Record<string, Trial> = {
  [editor.bold]: mark('bold'),
  [editor.italic]: mark('italic'),
  [editor.underline]: mark('underline'),
  [editor.strike]: mark('strike'),
  [editor.code]: mark('code'),
  [editor.highlight]: mark('highlight'),
  [editor.link]: { ...seen('dialog', editor.link), on: ['words'], at: 'words', select: true },
  [keys.openLink]: {
    on: [{ ...paragraph(), content: [link] }],
    at: 'link',
    leads: async ({ page }) => {
      await expect.poll(() => page.context().pages().length).toBeGreaterThan(1)
      await page.context().pages()[1]!.close()
    },
  },
  [keys.clear]: {
    on: [{ ...paragraph(), content: [text('words', 'bold', 'italic')] }],
    at: 'words',
    select: true,
    leads: [{ content: [{ type: 'text', text: 'words' }] }],
  },
  [keys.newLine]: { on: ['words'], at: 'words', leads: [{ content: [text('words'), { type: 'hardBreak' }] }] },
  [editor.paragraph]: {
    on: [block('heading', { level: 2 }, text('words'))],
    at: 'words',
    leads: [{ type: 'paragraph' }],
  },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map(level => [editor.heading(level), turns('heading', { level })])),
  [editor.orderedList]: turns('orderedList'),
  [editor.bulletList]: turns('bulletList'),
  [editor.taskList]: turns('taskList'),
  [editor.quote]: turns('blockquote'),
  [editor.codeBlock]: turns('codeBlock'),
  [keys.toggleTask]: {
    on: [block('taskList', null, task('words'))],
    at: 'words',
    leads: [{ content: [{ attrs: { checked: true } }] }],
  },
  [keys.indent]: {
    on: [block('bulletList', null, item('one'), item('words'))],
    at: 'words',
    leads: [{ content: [{ content: [{}, { type: 'bulletList' }] }] }],
  },
  [keys.outdent]: {
    on: [
      block('bulletList', null, block('listItem', null, paragraph('one'), block('bulletList', null, item('words')))),
    ],
    at: 'words',
    leads: [{ content: [{}, {}] }],
  },
  [words.block.up]: {
    on: ['one', 'words'],
    at: 'words',
    leads: [{ content: [text('words')] }, { content: [text('one')] }],
  },
  [words.block.down]: {
    on: ['words', 'one'],
    at: 'words',
    leads: [{ content: [text('one')] }, { content: [text('words')] }],
  },
  [keys.insert]: seen('listbox', words.slash.label),
  [find.title]: seen('search', find.title),
  [keys.title]: seen('dialog', keys.title),
  [words.document.history]: {
    on: ['words'],
    at: 'words',
    leads: async ({ page }) => {
      await expect(page.getByRole('slider', { name: words.history.slider })).toBeFocused()
      await page.keyboard.press('Escape')
    },
  },
  [keys.toBar]: {
    on: ['words'],
    at: 'words',
    leads: async ({ page }) => expect(page.getByRole('toolbar').locator(':focus')).toHaveCount(1),
  },
  [keys.toText]: {
    on: ['words'],
    at: 'words',
    leads: async person => {
      await person.press('Alt+F10', 'Escape')
      await expect(person.editor).toBeFocused()
    },
  },
}

/** Keys that only do something after something else; each has its own test. */
const elsewhere: string[] = [editor.undo, editor.redo, keys.pastePlain]

for (const { label, entries } of keyGroups)
  test(`[WT8] each key of the list does what it says: ${label}`, async ({ ada }) => {
    await ada.page.context().route('https://example.com/**', route => route.fulfill({ body: 'there' }))
    const documentId = await ada.make()
    await ada.open(documentId)
    for (const entry of entries.filter(({ label }) => !elsewhere.includes(label)))
      for (const each of entry.keys)
        await test.step(`${entry.label}: ${each}`, async () => {
          const { on, at, select, leads } = trials[entry.label]!
          await ada.editor.evaluate(
            (element, content) => {
              ;(element as HTMLElement & { editor: Editor }).editor.commands.setContent(content)
            },
            documentOf(...on),
          )
          if (at) await ada.caret(at)
          else await ada.editor.locator('p').last().click()
          if (select) await ada.press('Home', 'Shift+End')
          await ada.press(pressed(each))
          if (typeof leads === 'function') await leads(ada)
          else await expect.poll(async () => ((await ada.doc()) as NodeJSON).content).toMatchObject(leads)
        })
    await agree(documentId, ada)
  })

test('[WT8] Mod+/ lists the keys anywhere on the page, the document’s menu does too, and the focus comes back', async ({
  ada,
}) => {
  const documentId = await ada.make(kinds['a table'])
  await ada.open(documentId)
  const dialog = ada.page.getByRole('dialog', { name: keys.title })
  await ada.caret('before')
  await ada.press('ControlOrMeta+/')
  await expect(dialog).toContainText(editor.bold)
  await expect(dialog).toContainText('**text**')
  await ada.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(ada.editor).toBeFocused()
  await ada.button(words.document.menu).click()
  await ada.page.getByRole('menuitem', { name: keys.title }).click()
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: words.app.close }).click()
  await expect(dialog).toHaveCount(0)
  expect(ada.watch.commands).toEqual([])
})
