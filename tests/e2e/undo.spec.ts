import { words } from '@/app/_words'
import { agree, lines } from './support/agree'
import { documentOf } from './support/documents'
import { expect, test } from './support/test'

// On a slow machine each letter may be a thing to undo of its own.
const often = (key: string, letters: string) => Array(letters.length).fill(key) as string[]

test("[TG4] undo and redo, by keys and buttons, touch one's own edits only", async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('start end'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('start ')
  await ada.type('middle ')
  await agree(documentId, ada, ben)

  // Before, inside and after what Ada typed.
  await ben.caret('start', 'before')
  await ben.type('B1 ')
  await ben.caret('mid')
  await ben.type('B2')
  await ben.caret('end')
  // In one piece: one thing to undo.
  await ben.page.keyboard.insertText(' B3')
  await agree(documentId, ada, ben)

  await ada.press(...often('ControlOrMeta+z', 'middle '))
  expect(lines(await agree(documentId, ada, ben))).toEqual(['B1 start B2end B3'])
  await expect(ada.tool(words.editor.undo)).toBeDisabled()
  await ada.press(...often('ControlOrMeta+Shift+z', 'middle '))
  expect(lines(await agree(documentId, ada, ben))).toEqual(['B1 start midB2dle end B3'])
  await ada.press('ControlOrMeta+z', 'ControlOrMeta+y')
  expect(lines(await agree(documentId, ada, ben))).toEqual(['B1 start midB2dle end B3'])

  await ben.tool(words.editor.undo).click()
  await expect(ben.editor).not.toContainText('B3')
  await ben.tool(words.editor.redo).click()
  expect(lines(await agree(documentId, ada, ben))).toEqual(['B1 start midB2dle end B3'])
})

test('[TG4] undo goes back one thing after the other while somebody else goes on', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('One', 'Two'))
  await ada.open(documentId)
  await ben.open(documentId)
  const first = ada.editor.locator('p').first()
  await ben.caret('Two')
  await ada.caret('One')
  const writing = ben.type(' goes on and on and on while the other one changes her mind', 60)
  await ada.page.keyboard.insertText(' is first')
  // Longer than the pause after which something new begins.
  await ada.page.waitForTimeout(700)
  await ada.page.keyboard.insertText(' and second')
  await ada.press('ControlOrMeta+z')
  await expect(first).toHaveText('One is first')
  await ada.press('ControlOrMeta+z')
  await expect(first).toHaveText('One')
  await ada.press('ControlOrMeta+y', 'ControlOrMeta+y')
  await expect(first).toHaveText('One is first and second')
  await writing
  expect(lines(await agree(documentId, ada, ben))).toEqual([
    'One is first and second',
    'Two goes on and on and on while the other one changes her mind',
  ])
})
