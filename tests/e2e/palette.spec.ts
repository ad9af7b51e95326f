import { words } from '@/app/_words'
import { documentOf } from './support/documents'
import { List, listed } from './support/list'
import type { Person } from './support/person'
import { expect, test } from './support/test'

const palette = ({ page }: Person) => page.getByRole('dialog', { name: words.palette.title })
const field = (person: Person) => palette(person).getByRole('combobox')
const options = (person: Person) => palette(person).getByRole('option')
const chosen = (person: Person) => palette(person).locator('[role=option][data-highlighted]')
const openIt = async (person: Person) => {
  await person.press('ControlOrMeta+k')
  await expect(field(person)).toBeFocused()
}

test('[LP9] the palette goes to documents, the last ones first, then to what is found by title and text', async ({
  ada,
}) => {
  await ada.make(documentOf('The footbridge has to move.'), { title: 'Minutes' })
  const second = await ada.make(documentOf('Bread, salt.'), { title: 'Shopping' })
  await listed(ada, 'Minutes', 'Shopping')
  await new List(ada).open()
  await openIt(ada)
  await expect(options(ada).nth(0)).toContainText('Shopping')
  await expect(options(ada).nth(1)).toContainText('Minutes')
  await expect(chosen(ada)).toContainText('Shopping')
  await ada.type('footb')
  await expect(options(ada)).toHaveCount(1)
  await expect(options(ada).locator('mark')).toHaveText('footb')
  await expect(palette(ada).getByRole('status').first()).toHaveText('1 result')
  await ada.press('Enter')
  await ada.opened()
  await expect(ada.editor).toContainText('The footbridge has to move.')
  await expect(palette(ada)).toHaveCount(0)

  // From within a document: the others, not the one that's open.
  await openIt(ada)
  await expect(options(ada).first()).toContainText('Shopping')
  await expect(options(ada).filter({ hasText: 'Minutes' })).toHaveCount(0)
  await ada.type('nothing of the kind')
  await expect(palette(ada)).toContainText('Nothing found for “nothing of the kind”')
  await field(ada).fill('')
  await expect(options(ada).first()).toContainText('Shopping')
  await ada.press('Enter')
  await ada.page.waitForURL(`**/documents/${second}`)
})

test('[LP9] what is found later never moves what one is about to choose', async ({ ada }) => {
  await ada.make(documentOf('x'), { title: 'New document, sort of' })
  await listed(ada, 'New document, sort of')
  await new List(ada).open()
  let answer = () => {}
  const held = new Promise<void>(resolve => {
    answer = resolve
  })
  await ada.page.route('**/api/documents?*query=new*', async route => {
    await held
    await route.continue()
  })
  await openIt(ada)
  await ada.type('new')
  await expect(chosen(ada)).toHaveText('New document')
  answer()
  await expect(options(ada)).toHaveCount(2)
  await expect(chosen(ada)).toHaveText('New document')
  await expect(options(ada).nth(1)).toContainText('New document, sort of')
})

test('[LP10] the palette does what the page that is open can do, by keys alone, and gives the focus back', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('Some words.'), { title: 'Plan' })
  await listed(ada, 'Plan')
  const act = async (query: string) => {
    await openIt(ada)
    await ada.type(query)
    await expect(chosen(ada)).toBeVisible()
    await ada.press('Enter')
    await expect(palette(ada)).toHaveCount(0)
  }
  await ada.open(documentId)
  await ada.caret('words')
  await openIt(ada)
  await ada.press('Escape')
  await expect(ada.editor).toBeFocused()
  await ada.type('!')
  await expect(ada.editor).toContainText('Some words!.')
  await act('rename')
  await expect(ada.page.getByRole('textbox', { name: 'Title' })).toBeFocused()
  await ada.type('Grand plan')
  await ada.press('Enter')
  await act('name ver')
  await expect(ada.page.getByRole('dialog', { name: /^Name revision/ })).toBeVisible()
  await ada.press('Escape')
  await act('keyboard')
  await expect(ada.page.getByRole('dialog', { name: words.keys.title })).toBeVisible()
  await ada.press('Escape')
  await act('slider')
  await expect(ada.page.getByText(/^Viewing revision/)).toBeVisible()
  await act('live')
  await expect(ada.page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  await act('dark')
  await expect(ada.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await act('move to')
  await expect(ada.page.getByText('It can be read, not changed.')).toBeVisible()
  await openIt(ada)
  await ada.type('rename')
  await expect(palette(ada)).toContainText('Nothing found for “rename”')
  await ada.press('Escape')
  await expect(palette(ada)).toHaveCount(0)
  await act('put back')
  await expect(ada.page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  await act('duplicate')
  await expect(ada.page).toHaveTitle('Copy of Grand plan · Everdraft')
  await ada.opened()
  await act('all doc')
  await ada.page.waitForURL(`${ada.origin}/`)
  await openIt(ada)
  await expect(palette(ada)).not.toContainText('Reading view')
  await ada.type('trash')
  await ada.press('Enter')
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Trash' })).toBeVisible()
})

test('[LP10] where something is selected the key asks for a link, and buttons open the palette too', async ({
  ada,
}) => {
  const documentId = await ada.make(documentOf('Some words.'))
  await ada.open(documentId)
  await ada.caret('words')
  await ada.press('Shift+Home')
  await ada.press('ControlOrMeta+k')
  await expect(ada.page.getByLabel(words.editor.linkAddress)).toBeVisible()
  await expect(palette(ada)).toHaveCount(0)
  await ada.press('Escape')
  await expect(ada.page.getByLabel(words.editor.linkAddress)).toHaveCount(0)
  await ada.button('More actions').click()
  await ada.page.getByRole('menuitem', { name: words.palette.open }).click()
  await expect(field(ada)).toBeFocused()
  await ada.press('ControlOrMeta+k')
  await expect(palette(ada)).toHaveCount(0)
  await new List(ada).open()
  await ada.page.getByRole('button', { name: words.palette.open }).click()
  await expect(field(ada)).toBeFocused()
})

test('[LP11] a hint stays until it has been followed once', async ({ ada }) => {
  const documentId = await ada.make(documentOf('one'))
  await ada.open(documentId)
  await ada.editor.click()
  await ada.type('two')
  const hint = ada.page.getByText(words.history.hint)
  const look = () => ada.button('History').click()
  await look()
  await expect(hint).toBeVisible()
  await ada.button('Return to live').click()
  await look()
  await expect(hint).toBeVisible()
  await ada.button('Previous change').click()
  await expect(hint).toHaveCount(0)
  await ada.button('Return to live').click()
  await ada.page.reload()
  await ada.opened()
  await look()
  await expect(ada.page.getByText(/^Viewing revision/)).toBeVisible()
  await expect(hint).toHaveCount(0)
})
