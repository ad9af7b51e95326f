import { randomUUID } from 'node:crypto'
import type { Locator } from '@playwright/test'
import { expect } from '@playwright/test'
import { Transform } from '@tiptap/pm/transform'
import { words } from '@/app/_words'
import type { RecordedEvent } from '@/lib/document/events'
import { renderHTML } from '@/lib/document/html'
import { canonicalJSON, schema, schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import type { CommandAnswer, DocumentAt } from '@/lib/protocol/http'
import { prismaClient } from '@/server/database/client'
import { openDatabase } from '@/server/database/open'
import type { EventStore } from '@/server/event-store/event-store'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { Scribe } from '../../support/scribe'
import { writeStory } from '../../tools/screenshots/story'
import type { Person } from './person'
import { test as base } from './test'

export { expect }

/** A document that Ada and Ben have written over three days. */
export type Story = {
  documentId: string
  title: string
  events: readonly RecordedEvent[]
  head: number
  /** The last revisions of the days. */
  days: readonly number[]
}

/** Ada, Ben and a document with a long past, written into the log of the server that the browsers meet. */
export const test = base.extend<{ story: Story }, { log: EventStore }>({
  log: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants to see what a fixture needs
    async ({}, use) => {
      const database = await openDatabase({ dataDir: process.env.EVERDRAFT_DATA_DIR! })
      const prisma = prismaClient(database.url)
      await use(new PostgresEventStore(prisma))
      await prisma.$disconnect()
      await database.stop()
    },
    { scope: 'worker' },
  ],
  story: async ({ ada, ben, log }, use) => {
    const scribe = new Scribe(log, undefined, ada.me.authorId)
    await writeStory(scribe, { ada: ada.me.authorId, ben: ben.me.authorId })
    const { documentId, events } = scribe
    const head = events.length
    const ends = events.filter(
      ({ recordedAt }, i) => events[i + 1]?.recordedAt.slice(0, 10) !== recordedAt.slice(0, 10),
    )
    await use({ documentId, title: scribe.state!.title, events, head, days: ends.map(({ revision }) => revision) })
  },
})

/** A change of a document's content by somebody who has it open nowhere. */
export async function edit(person: Person, documentId: string, change: (transform: Transform) => void): Promise<void> {
  const { doc, revision } = await person.document(documentId)
  const transform = new Transform(schema.nodeFromJSON(doc))
  change(transform)
  await send(person, documentId, revision, { type: 'EditContent', steps: transform.steps.map(stepJSON) })
}

/** A command by HTTP. */
export function send(person: Person, documentId: string, baseRevision: number, wish: object): Promise<CommandAnswer> {
  const envelope = { documentId, baseRevision, schemaVersion, commandId: randomUUID() }
  return person.call('POST', `/documents/${documentId}/commands`, { ...envelope, ...wish })
}

/** What somebody sees and does while they look at the past. */
export class Past {
  constructor(private readonly person: Person) {}

  /** The document as it was. */
  get view(): Locator {
    return this.person.page.getByRole('document', { name: /^Document at revision/ })
  }

  get slider(): Locator {
    return this.person.page.getByRole('slider', { name: 'Revision', exact: true })
  }

  get panel(): Locator {
    return this.person.page.getByRole('region', { name: 'History' })
  }

  /** The list of changes, beside the text. */
  get list(): Locator {
    return this.person.page.getByRole('tabpanel', { name: 'Changes' })
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name, exact: typeof name === 'string' })
  }

  /** What the document lies on. */
  get ground(): Locator {
    return this.person.page.locator('div:has(> main)')
  }

  /** Where the thumb is. */
  async wanted(): Promise<number> {
    return Number(await this.slider.inputValue())
  }

  /** Waits until a revision is shown, all of it. */
  async shows(revision: number): Promise<void> {
    await expect(this.view).toHaveAttribute('aria-label', words.history.document(revision))
    await expect(this.view).not.toHaveAttribute('aria-busy')
    await expect(this.panel).toContainText(words.history.viewing(revision))
  }

  /** Waits until a revision is shown, and compares with what the server answers: document, drawing, title, who and when. */
  async isExactly(documentId: string, revision: number): Promise<void> {
    await this.shows(revision)
    const { person } = this
    const answer = await person.call<DocumentAt>('GET', `/documents/${documentId}/at/${revision}`)
    const doc = schema.nodeFromJSON(answer.doc)
    const shown = await this.view.evaluate(element => (element as DrawnElement).pmViewDesc.node.toJSON())
    expect(canonicalJSON(schema.nodeFromJSON(shown)), `the document at ${revision}`).toBe(canonicalJSON(doc))
    const [drawn, expected] = await this.view.evaluate(outlines, renderHTML(doc))
    expect(drawn, `what is drawn of ${revision}`).toBe(expected)
    await expect(person.page.getByRole('textbox', { name: 'Title' })).toHaveValue(answer.title)
    await expect(this.panel.locator('time')).toHaveAttribute('datetime', answer.recordedAt)
    const author = answer.authors.find(({ authorId }) => authorId === answer.author)
    await expect(this.panel).toContainText(` · ${author?.name} · `)
  }
}

/** ProseMirror hangs what it draws on its element. */
type DrawnElement = HTMLElement & { pmViewDesc: { node: { toJSON(): object } } }

/** A drawn document and another one's HTML, both without what only the surface is made of. */
function outlines(element: Element, html: string): string[] {
  const meant = ['type', 'data-type', 'data-checked', 'href', 'start', 'colspan', 'rowspan']
  const other = document.createElement('div')
  other.innerHTML = html
  return [element.cloneNode(true) as Element, other].map(copy => {
    for (const extra of copy.querySelectorAll('.ProseMirror-trailingBreak, .ProseMirror-separator, .changed-gone'))
      extra.remove()
    for (const marked of copy.querySelectorAll('span.changed')) marked.replaceWith(...marked.childNodes)
    copy.normalize()
    for (const each of copy.querySelectorAll('*'))
      for (const name of each.getAttributeNames()) if (!meant.includes(name)) each.removeAttribute(name)
    return copy.innerHTML
  })
}
