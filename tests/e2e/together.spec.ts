import { words } from '@/app/_words'
import { agree, lines } from './support/agree'
import { documentOf } from './support/documents'
import { elsewhere, expect, test } from './support/test'

test('[TG1] a document made from the list is written by two at once, also from an insecure context', async ({
  ada,
  ben,
}) => {
  await ada.page.goto(ada.origin)
  await ada.button(words.list.create).first().click()
  await ada.page.waitForURL(/\/documents\//)
  await ada.opened()
  const documentId = new URL(ada.page.url()).pathname.split('/').at(-1)!
  await ada.editor.click()
  await ada.type('First line\nSecond line')

  await ben.open(documentId)
  expect(await ben.page.evaluate(() => window.isSecureContext)).toBe(/127\.0\.0\.1/.test(elsewhere))
  await expect(ben.editor).toContainText('Second line')

  // Each in a paragraph of their own, then both at once in one: at its two ends, and at the same place.
  await ben.caret('Second line')
  await ada.caret('First line')
  await Promise.all([ada.type(' is of Ada alone.'), ben.type(' is of Ben.')])
  await ada.caret('Second', 'before')
  await Promise.all([ada.type('This '), ben.type(' So he says.')])
  await ben.caret('is of Ben')
  await ada.caret('is of Ben')
  await Promise.all([ada.type(' <adadadadada>'), ben.type(' <benbenben>')])

  const [first, second] = lines(await agree(documentId, ada, ben))
  expect(first).toBe('First line is of Ada alone.')
  expect(['', ' <adadadadada>', ' <benbenben>'].reduce((text, part) => text.replace(part, ''), second!)).toBe(
    'This Second line is of Ben. So he says.',
  )
})

test('[TG2] carets and names of others are seen, follow what they type, and go when they go', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('Alpha', 'Beta'))
  await ada.open(documentId)
  await ben.open(documentId)
  const here = ada.page.getByRole('list', { name: words.people.here })
  await expect(here.getByRole('img', { name: 'Ben Okafor' })).toBeVisible()
  await expect(ada.carets).toHaveCount(0)

  await ben.caret('Beta')
  await expect(ada.carets).toHaveText(/Ben Okafor/)
  await expect(ada.carets).toHaveAttribute('data-color', 'teal')
  await ben.type(' and gamma')
  await expect.poll(() => ada.textBeforeCarets()).toEqual(['Beta and gamma'])
  await ada.caret('Alpha', 'before')
  await Promise.all([ada.type('Oh, '), ben.type(', delta')])
  await expect.poll(() => ada.textBeforeCarets()).toEqual(['Beta and gamma, delta'])
  await expect.poll(() => ben.textBeforeCarets()).toEqual(['Oh, '])

  await ben.press('Shift+Home')
  await expect(ada.editor.locator('.remote-selection')).toHaveText('Beta and gamma, delta')
  await ben.page.locator('#title').focus()
  await expect(ada.carets).toHaveCount(0)
  await expect(here.getByRole('img', { name: 'Ben Okafor' })).toBeVisible()
  await ben.caret('Beta')
  await expect(ada.carets).toHaveCount(1)
  await ben.page.goto(ben.origin)
  await expect(ada.carets).toHaveCount(0)
  await expect(here.getByRole('img', { name: 'Ben Okafor' })).toBeHidden()
  await agree(documentId, ada)
})

test('[TG3] a new name and colour are seen by the others at once', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('Alpha'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ben.caret('Alpha')
  await expect(ada.carets).toHaveText(/Ben Okafor/)

  await ben.page.getByRole('button', { name: words.people.profile }).click()
  await ben.page.getByLabel(words.people.name, { exact: true }).fill('Bengt Ö.')
  await ben.page.getByRole('radio', { name: words.people.colors.amber }).check()
  await ben.button(words.people.save).click()
  await expect(ada.page.getByRole('img', { name: 'Bengt Ö.' })).toHaveAttribute('data-color', 'amber')
  await ben.caret('Alpha')
  await expect(ada.carets).toHaveText(/Bengt Ö\./)
  await expect(ada.carets).toHaveAttribute('data-color', 'amber')
})

test('[TG14] keys that move the caret are heard while somebody else types', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('middle', 'Ben:'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ben.caret('Ben:')
  await ada.caret('middle')
  const writing = ben.type(' words'.repeat(25), 5)
  const times = 20
  for (let i = 0; i < times; i++) await ada.press('Home', 'h', 'End', 'e')
  await writing
  const [first, second] = lines(await agree(documentId, ada, ben))
  expect(first).toBe(`${'h'.repeat(times)}middle${'e'.repeat(times)}`)
  expect(second).toBe(`Ben:${' words'.repeat(25)}`)
})
