import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Editor } from '@tiptap/core'
import type { CreateDocument, CurrentDocument, DocumentMade, EventsPage } from '@/lib/protocol/http'
import type { Author, Color } from '@/lib/protocol/people'
import { Watch } from './watch'

/** Tiptap hangs the editor on its element. */
type EditorElement = HTMLElement & { editor: Editor }

/** Somebody with a browser of their own, at an address of the server's. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly origin: string,
    readonly me: Author,
    readonly watch: Watch,
  ) {}

  static async arrive(
    browser: Browser,
    { origin, name, color, ...options }: { origin: string; name: string; color: Color } & BrowserContextOptions,
  ): Promise<Person> {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    const page = await context.newPage()
    const watch = new Watch()
    await watch.on(page, new URL(origin).host)
    const headers = { origin }
    await context.request.post(`${origin}/api/auth/sign-in/anonymous`, { headers, data: {} })
    const me = await context.request.patch(`${origin}/api/me`, { headers, data: { name, color } })
    return new Person(page, origin, (await me.json()) as Author, watch)
  }

  get editor(): Locator {
    return this.page.locator('.ProseMirror')
  }

  /** The line that says what has become of what one wrote. */
  get state(): Locator {
    return this.page.getByTestId('state-line')
  }

  /** Others' carets, as drawn in the text. */
  get carets(): Locator {
    return this.editor.locator('.caret')
  }

  /** For each of the others' carets: the text of its block up to it. */
  textBeforeCarets(): Promise<string[]> {
    return this.carets.evaluateAll(carets =>
      // One that was drawn anew since it was found stands nowhere any more.
      carets
        .filter(caret => caret.isConnected)
        .map(caret => {
          const range = document.createRange()
          // Where the caret was drawn anew meanwhile, it's the next look's.
          range.setStart(caret.closest('p') ?? caret, 0)
          range.setEndBefore(caret)
          return range.toString()
        }),
    )
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** A button of the toolbar; the bar at selected text has some of the same. */
  tool(name: string): Locator {
    return this.page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name, exact: true })
  }

  async make(content?: object, more: CreateDocument = {}): Promise<string> {
    const made = await this.call<DocumentMade>('POST', '/documents', { ...more, ...(content && { content }) })
    return made.documentId
  }

  document(documentId: string): Promise<CurrentDocument> {
    return this.call('GET', `/documents/${documentId}`)
  }

  events(documentId: string, from = 1): Promise<EventsPage> {
    return this.call('GET', `/documents/${documentId}/events?from=${from}`)
  }

  async call<T>(method: string, path: string, data?: unknown): Promise<T> {
    const options = { method, headers: { origin: this.origin }, ...(data !== undefined && { data }) }
    const answer = await this.page.request.fetch(`${this.origin}/api${path}`, options)
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  /** Opens a document's address and waits until one can write (or read, where it's read-only). */
  async open(documentId: string): Promise<void> {
    await this.page.goto(`${this.origin}/documents/${documentId}`)
    await this.opened()
  }

  async opened(): Promise<void> {
    await expect(this.editor).toBeVisible()
    await expect(this.state).toHaveText(/^(Saved|Read-only) · /)
    // What comes up around the text is loaded after it.
    await expect(this.page.locator('[data-counts]')).toBeVisible()
  }

  /** Puts the caret by a click before or after some text. */
  async caret(text: string, side: 'before' | 'after' = 'after'): Promise<void> {
    const place = await this.editor.evaluate(placeOf, { text, side })
    await this.page.mouse.click(place.x, place.y)
  }

  /** Types into wherever the caret is, as somebody who takes their time. */
  async type(text: string, delay = 15): Promise<void> {
    await this.page.keyboard.type(text, { delay })
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** The document in the editor, as JSON. */
  doc(): Promise<object> {
    return this.editor.evaluate(element => (element as EditorElement).editor.getJSON())
  }

  /** What the page draws of it, without what only the editor's surface is made of. */
  drawn(): Promise<string> {
    return this.editor.evaluate(drawnIn)
  }
}

function placeOf(editor: Element, { text, side }: { text: string; side: 'before' | 'after' }) {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.nodeValue!.indexOf(text)
    if (at < 0 || node.parentElement!.closest('.caret')) continue
    const range = document.createRange()
    range.setStart(node, at)
    range.setEnd(node, at + text.length)
    node.parentElement!.scrollIntoView({ block: 'nearest' })
    const boxes = range.getClientRects()
    const box = side === 'before' ? boxes[0]! : boxes[boxes.length - 1]!
    return { x: side === 'before' ? box.left : box.right, y: (box.top + box.bottom) / 2 }
  }
  throw new Error(`There is no "${text}" in: ${editor.textContent}`)
}

function drawnIn(editor: Element): string {
  const copy = editor.cloneNode(true) as Element
  for (const extra of copy.querySelectorAll('.caret, .ProseMirror-separator, .ProseMirror-trailingBreak, colgroup'))
    extra.remove()
  const drawn = '.remote-selection, [class*="hljs-"], [class$="-search-match"]'
  for (const selected of copy.querySelectorAll(drawn)) selected.replaceWith(...selected.childNodes)
  copy.normalize()
  for (const element of copy.querySelectorAll('*'))
    for (const name of ['class', 'data-placeholder', 'style', 'draggable']) element.removeAttribute(name)
  return copy.innerHTML
}
