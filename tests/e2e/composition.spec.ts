import { devices } from '@playwright/test'
import { agree, lines } from './support/agree'
import { Composer } from './support/composer'
import { documentOf } from './support/documents'
import { Person } from './support/person'
import { expect, test } from './support/test'

test('[TG8] a composition goes on while others write in its block and elsewhere', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('今天', 'Elsewhere'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('今天')
  const method = await Composer.at(ada)
  await method.compose('n')
  await method.compose('ni')

  // Elsewhere first: it comes in at once. In the same block: it waits.
  await ben.caret('Elsewhere')
  await ben.type(' Ben')
  await expect(ada.editor).toContainText('Elsewhere Ben')
  await method.compose('ni h')
  await ben.caret('今', 'before')
  await ben.type('B1')
  await ben.caret('今')
  await ben.type('B2')
  await method.compose('ni ha')
  await ada.page.waitForTimeout(300)
  await method.compose('ni hao')
  expect(await method.seen()).toEqual(['start'])
  await expect(ada.editor.locator('p').first()).toHaveText('今天ni hao')

  await method.commit('你好')
  expect(lines(await agree(documentId, ada, ben))).toEqual(['B1今B2天你好', 'Elsewhere Ben'])
  expect(await method.seen()).toEqual(['start', 'end 你好'])
  await ada.type('!')
  expect(lines(await agree(documentId, ada, ben))[0]).toBe('B1今B2天你好!')
})

test('[TG8] syllable after syllable is composed while somebody else types in the same paragraph', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('A:  :B'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('A: ')
  await ben.caret(':B')
  const method = await Composer.at(ada)
  const benWrites = ben.type(' writes a long sentence behind it', 40)
  const syllables = [
    ['ㅎ', '하', '한'],
    ['ㄱ', '그', '글'],
    ['ㅇ', '으', '은'],
  ]
  for (let i = 0; i < 3; i++)
    for (const states of syllables) {
      for (const state of states) {
        await method.compose(state)
        await ada.page.waitForTimeout(30)
      }
      await method.commit(states.at(-1)!)
    }
  await benWrites
  expect(lines(await agree(documentId, ada, ben))).toEqual([
    'A: 한글은한글은한글은 :B writes a long sentence behind it',
  ])
  const ends = (await method.seen()).filter(event => event.startsWith('end'))
  expect(ends).toEqual(['한', '글', '은', '한', '글', '은', '한', '글', '은'].map(syllable => `end ${syllable}`))
})

test('[TG8] a dead key makes one letter', async ({ ada, ben }) => {
  const documentId = await ada.make(documentOf('caf', 'Ben:'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('caf')
  const method = await Composer.at(ada)
  await method.compose('´')
  await ben.caret('caf', 'before')
  await ben.type('un ')
  await ada.page.waitForTimeout(300)
  await method.commit('é')
  expect(lines(await agree(documentId, ada, ben))).toEqual(['un café', 'Ben:'])
})

test('[TG8] what waited for the end of a composition comes in with it, also when it is given up', async ({
  ada,
  ben,
}) => {
  const documentId = await ada.make(documentOf('word', 'gone soon'))
  await ada.open(documentId)
  await ben.open(documentId)
  await ada.caret('word')
  const method = await Composer.at(ada)
  await method.compose('xyz')
  await ben.caret('word')
  await ben.type('s of Ben')
  await ada.page.waitForTimeout(300)
  await expect(ada.editor.locator('p').first()).toHaveText('wordxyz')
  await method.compose('')
  const [first] = lines(await agree(documentId, ada, ben))
  expect(first).toBe('words of Ben')
})

test('[TG9] on a phone a word that is there already is composed again', async ({ browser, ada, ben }) => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7']!
  const cara = await Person.arrive(browser, { ...phone, origin: ada.origin, name: 'Cara Diaz', color: 'amber' })
  const documentId = await ada.make(documentOf('Helo wrold', 'Ben:'))
  await cara.open(documentId)
  await ben.open(documentId)
  await cara.editor.tap()
  await cara.caret('wrold')
  const method = await Composer.at(cara)
  await method.compose('wrold', { from: 5, to: 10 })
  await ben.caret('Ben:')
  await ben.type(' there')
  await ben.caret('Helo')
  await ben.type('!')
  await cara.page.waitForTimeout(300)
  await method.compose('worl')
  await method.compose('world')
  await method.commit('world')
  expect(lines(await agree(documentId, cara, ben))).toEqual(['Helo! world', 'Ben: there'])
  await cara.press('Enter')
  await method.compose('ne')
  await method.commit('new')
  expect(lines(await agree(documentId, cara, ben))).toEqual(['Helo! world', 'new', 'Ben: there'])
  await cara.page.context().close()
  expect(cara.watch.unexpected).toEqual([])
})
