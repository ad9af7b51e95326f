import { words } from '@/app/_words'
import { expect, Past, test } from './support/history'

const { history } = words

test('[PY1] a session is played to its end, and what is skipped is told', async ({ ada, story }) => {
  const { documentId, days } = story
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=${days[0]! - 4}`)
  const past = new Past(ada)
  await past.shows(days[0]! - 4)
  await past.button(history.play).click()
  await expect(ada.page.getByTestId('skipped')).toHaveText(/^\d+ hours later$/)
  await past.button(history.pause).click()
  await past.panel.getByLabel(history.speed).selectOption('64×')
  await past.list.getByRole('button', { name: /^Play/ }).nth(1).click()
  await expect(past.button(history.play)).toBeVisible()
  await past.isExactly(documentId, days[1]!)
})

test('[PY2] what changed is brought into sight and marked for a moment, until one looks for oneself', async ({
  ada,
  story,
}) => {
  const { page } = ada
  const { documentId, head, days } = story
  await page.setViewportSize({ width: 1200, height: 480 })
  await page.goto(`${ada.origin}/documents/${documentId}?revision=${days[0]! - 60}`)
  const past = new Past(ada)
  await past.shows(days[0]! - 60)
  const marked = past.view.locator('.changed')
  const ground = () => marked.first().evaluate(element => getComputedStyle(element).backgroundColor)
  await past.slider.press('End')
  await past.shows(head)
  await past.button(history.previous).click()
  await past.shows(head - 1)
  await expect(marked).toHaveText('.')
  // In sight, and not under what stands above and below the text.
  const inSight = () =>
    marked.evaluate(element => {
      const edge = (selector: string) => document.querySelector(selector)!.getBoundingClientRect()
      const { top, bottom } = element.getBoundingClientRect()
      return top > edge('header').bottom && bottom < edge('.dock').top
    })
  await expect.poll(inSight).toBe(true)
  await expect.poll(ground).toBe('rgba(0, 0, 0, 0)')

  await page.emulateMedia({ reducedMotion: 'reduce' })
  await past.button(history.previous).click()
  await past.shows(head - 2)
  // At rest it stays as it is.
  await page.waitForTimeout(300)
  expect(await ground()).not.toBe('rgba(0, 0, 0, 0)')

  await past.slider.press('Home')
  await past.button(history.play).click()
  await expect(past.button(history.follow)).toHaveAttribute('aria-pressed', 'true')
  await past.view.hover()
  await page.mouse.wheel(0, 40)
  await expect(past.button(history.follow)).toHaveAttribute('aria-pressed', 'false')
})

test('[PY4] keys step, jump, play and change what is played, and ? lists them', async ({ ada, story }) => {
  const { documentId, head, days } = story
  await ada.page.goto(`${ada.origin}/documents/${documentId}?revision=300`)
  const past = new Past(ada)
  await past.shows(300)
  const named = Number(/revision (\d+)/.exec((await past.button(/^For the parish/).getAttribute('aria-label'))!)![1])
  const leads: [keys: string, revision: number][] = [
    ['.', 301],
    [',', 300],
    [']', named],
    ['ArrowRight', named + 1],
    ['Shift+ArrowLeft', named],
    ['5', Math.round(head / 2)],
    ['PageUp', days[0]!],
    ['End', head],
  ]
  for (const [keys, revision] of leads) {
    await ada.press(keys)
    await past.shows(revision)
  }
  await ada.press('f')
  await expect(past.button(history.follow)).toHaveAttribute('aria-pressed', 'false')
  await ada.press('1', 'k')
  await expect(past.button(history.pause)).toBeVisible()
  await ada.press('l', 'l', 'j')
  await expect(past.panel.getByLabel(history.speed)).toHaveValue('2')
  await ada.press('Space')
  await expect(past.button(history.play)).toBeVisible()
  await ada.press('?')
  const dialog = ada.page.getByRole('dialog', { name: words.keys.title })
  await expect(dialog).toContainText(words.keys.past.session)
  await expect(dialog).not.toContainText(words.editor.bold)
  await ada.press('Escape')
  await expect(dialog).toHaveCount(0)
  await ada.press('m')
  await ada.page.getByRole('textbox', { name: 'Name' }).fill('k, l and ?')
  await ada.press('Escape')
  await expect(ada.page.getByRole('dialog')).toHaveCount(0)
  await ada.press('r')
  await expect(ada.page.getByRole('dialog')).toBeVisible()
  await ada.press('Escape')
  await expect(ada.page.getByRole('dialog')).toHaveCount(0)
  await expect(past.panel).toBeVisible()
  await ada.press('Escape')
  await expect(past.panel).toHaveCount(0)
})

test('[PY5] what is not there yet leaves the last picture and says that it comes', async ({ ada, story }) => {
  const { page } = ada
  let letGo = () => {}
  const gate = new Promise<void>(resolve => {
    letGo = resolve
  })
  await page.route(/\/(events|history\/pages)/, () => {})
  await page.route(/\/at\/(?!300)/, async route => {
    await gate
    await route.continue().catch(() => {})
  })
  await page.goto(`${ada.origin}/documents/${story.documentId}?revision=300`)
  const past = new Past(ada)
  await expect(past.view).toHaveAttribute('aria-label', history.document(300))
  await past.slider.press('Home')
  await expect(past.panel).toContainText(`${history.viewing(1)} · ${history.loading}`)
  await expect(past.view).toHaveAttribute('aria-label', history.document(300))
  await expect(past.view).toContainText('Forty paces upstream')
  letGo()
  await expect(past.view).toHaveAttribute('aria-label', history.document(1))
  await expect(past.panel).not.toContainText(history.loading)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})
