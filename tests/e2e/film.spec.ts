import { pathToFileURL } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { words } from '@/app/_words'
import { renderHTML } from '@/lib/document/html'
import { schema } from '@/lib/document/schema'
import type { DocumentAt } from '@/lib/protocol/http'
import { everything } from '../support/sample'
import { expect, Past, test } from './support/history'
import type { Person } from './support/person'

const { film } = words

async function askFilm(ada: Person, documentId: string, revision: number): Promise<Past> {
  const past = new Past(ada)
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=${revision}`)
  await past.shows(revision)
  await past.button(words.history.more).click()
  await ada.page.getByRole('menuitem', { name: film.open }).click()
  return past
}

/** Has a film made, and opens it as one opens a file, without a network. */
async function opened({ page }: Person): Promise<{ page: Page; name: string }> {
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: film.make }).click(),
  ])
  const file = test.info().outputPath(saved.suggestedFilename())
  await saved.saveAs(file)
  const context = await page.context().browser()!.newContext({ offline: true, locale: 'en-GB' })
  const shown = await context.newPage()
  shown.on('pageerror', error => expect(String(error)).toBe(''))
  shown.on('console', message => expect(message.text()).toBe(''))
  shown.on('request', request => expect(request.url()).toMatch(/^file:/))
  await shown.goto(pathToFileURL(file).href)
  return { page: shown, name: saved.suggestedFilename() }
}

/** What a film draws, and what the server draws of that document: its blocks, and of each piece of text its marks, in any order. */
async function drawings(page: Page, doc: object): Promise<string[]> {
  return page.locator('article').evaluate(
    (element, html) => {
      const meant = ['data-type', 'data-checked', 'start', 'type', 'colspan', 'rowspan', 'dir', 'lang']
      const marks = 'strong, em, u, s, mark, a, :not(pre) > code'
      const other = document.createElement('article')
      other.innerHTML = html
      return [element.cloneNode(true) as Element, other].map(copy => {
        const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const around: string[] = []
          for (let each = node.parentElement?.closest(marks); each; each = each.parentElement?.closest(marks))
            around.push(`${each.tagName}${each.getAttribute('href') ?? ''}${each.getAttribute('title') ?? ''}`)
          node.nodeValue = `${node.nodeValue}[${around.sort()}]`
        }
        for (const each of copy.querySelectorAll(`${marks}, div:has(> table)`)) each.replaceWith(...each.childNodes)
        for (const each of copy.querySelectorAll('colgroup')) each.remove()
        for (const each of copy.querySelectorAll('*'))
          for (const { name, value } of [...each.attributes])
            if (!meant.includes(name) || (name.endsWith('span') && value === '1')) each.removeAttribute(name)
        return copy.innerHTML
      })
    },
    renderHTML(schema.nodeFromJSON(doc)),
  )
}

test('[FM1] [FM3] the film of a document plays from a disk, without a network, to exactly the document', async ({
  ada,
  story,
}) => {
  await askFilm(ada, story.documentId, story.head)
  const { violations } = await new AxeBuilder({ page: ada.page }).include('[role=dialog]').analyze()
  expect(violations).toEqual([])
  const { page, name } = await opened(ada)
  expect(name).toBe(`${story.title}, revisions 1–${story.head}.html`)
  const at = (revision: number) =>
    ada.call<DocumentAt>('GET', `/documents/${story.documentId}/at/${revision}`).then(({ doc }) => doc)
  const slider = page.getByRole('slider', { name: film.inside.slider })
  await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(story.title)
  await slider.fill('300')
  const [drawn, expected] = await drawings(page, await at(300))
  expect(drawn).toBe(expected)
  await expect(page.locator('.who')).toContainText(/^Revision 300 of \d+ · (Ada Lindqvist|Ben Okafor) · \d/)
  await page.keyboard.press('ArrowRight')
  await expect(slider).toHaveAttribute('aria-valuetext', /^Revision 301 of/)
  await page.keyboard.press('Home')
  await expect(slider).toHaveValue('1')
  await page.getByLabel(film.inside.speed).selectOption('64')
  await page.locator('article').focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: film.inside.pause })).toBeVisible()
  await expect(slider).toHaveValue(String(story.head))
  await expect(page.getByRole('button', { name: film.inside.play })).toBeVisible()
  const [last, end] = await drawings(page, await at(story.head))
  expect(last).toBe(end)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([])
  }
  await page.context().close()
})

test('[FM3] a film of a part begins where that does, and draws whatever a document may hold; making it can be called off', async ({
  ada,
  story,
}) => {
  const documentId = await ada.make(everything().toJSON(), { title: '' })
  await askFilm(ada, documentId, 1)
  const whole = await opened(ada)
  const [drawn, expected] = await drawings(whole.page, everything().toJSON())
  expect(drawn).toBe(expected)
  await whole.page.context().close()

  const past = new Past(ada)
  await ada.page.goto(`${ada.origin}/documents/${story.documentId}?revision=${story.head}`)
  await past.list
    .getByRole('button', { name: /^More for/ })
    .nth(1)
    .click()
  await ada.page.getByRole('menuitem', { name: film.ofSession }).click()
  const [, from, to] = /Revisions (\d+) to (\d+)/.exec((await ada.page.getByRole('dialog').textContent())!)!
  await expect(ada.page.getByRole('radio', { name: film.stretch(Number(from), Number(to)) })).toBeChecked()
  const { page } = await opened(ada)
  await expect(page.getByRole('slider')).toHaveAttribute('min', from!)
  await expect(page.getByRole('slider')).toHaveValue(from!)
  await page.context().close()

  await ada.page.route(/\/events|\/pages\//, async route => {
    await new Promise(resolve => setTimeout(resolve, 2_000))
    await route.continue().catch(() => {})
  })
  await ada.page.reload()
  await past.list
    .getByRole('button', { name: /^More for/ })
    .nth(1)
    .click()
  await ada.page.getByRole('menuitem', { name: film.ofSession }).click()
  let saved = 0
  ada.page.on('download', () => saved++)
  await ada.button(film.make).click()
  await expect(ada.page.getByRole('progressbar', { name: film.making })).toBeVisible()
  await ada.button('Cancel').click()
  await expect(ada.page.getByRole('dialog')).toHaveCount(0)
  await ada.page.waitForTimeout(3_000)
  expect(saved).toBe(0)
})
