import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import type { DocumentList } from '@/lib/protocol/http'
import type { Person } from './person'

/** Somebody's list of documents, or their trash. */
export class List {
  constructor(private readonly person: Person) {}

  async open(address = '/'): Promise<void> {
    await this.person.page.goto(this.person.origin + address)
    await expect(this.section).toHaveAttribute('aria-busy', 'false')
  }

  get section(): Locator {
    return this.person.page.locator('section')
  }

  get rows(): Locator {
    return this.section.getByRole('listitem')
  }

  get titles(): Locator {
    return this.section.getByRole('heading', { level: 2 })
  }

  row(title: string): Locator {
    return this.rows.filter({ has: this.person.page.getByRole('link', { name: title, exact: true }) })
  }

  /** The names of what a row's menu offers; it stays open. */
  async offers(title: string): Promise<string[]> {
    await this.person.button(`Actions for ${title}`).click()
    await expect(this.person.page.getByRole('menu')).toBeVisible()
    // Without the key that an item shows as well.
    return this.person.page.getByRole('menuitem').locator('span').allTextContents()
  }

  async choose(title: string, action: string): Promise<void> {
    await this.person.button(`Actions for ${title}`).click()
    await this.person.page.getByRole('menuitem', { name: action }).click()
  }

  async search(words: string): Promise<void> {
    const field = this.person.page.getByRole('searchbox')
    await field.clear()
    await field.pressSequentially(words, { delay: 30 })
  }
}

/** Waits until somebody's list, as the server answers it, has documents of these titles and no others. */
export async function listed(person: Person, ...titles: string[]): Promise<void> {
  const answer = async () => (await person.call<DocumentList>('GET', '/documents?sort=title')).documents
  await expect.poll(async () => (await answer()).map(({ title }) => title).sort()).toEqual([...titles].sort())
}

/** Presses Tab until something has the focus, as who has no mouse does. */
export async function tabTo({ page }: Person, target: Locator): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}`)
}
