import { expect } from '@playwright/test'
import { type Document, evolve } from '@/lib/document/document'
import { canonicalJSON, type NodeJSON, schema } from '@/lib/document/schema'
import type { Person } from './person'

const canonical = (json: object) => canonicalJSON(schema.nodeFromJSON(json))

/**
 * Waits until everybody's page has everything, and compares: all pages show the same document, the server answers with it, and
 * the recorded events lead to it.
 * @returns that document
 */
export async function agree(documentId: string, first: Person, ...others: Person[]): Promise<NodeJSON> {
  const people = [first, ...others]
  await expect
    .poll(async () => {
      const { revision } = await first.document(documentId)
      const lines = await Promise.all(people.map(({ state }) => state.textContent()))
      return lines.every(line => line?.replace(/[^\d]/g, '') === String(revision) && !/^Saving/.test(line))
    })
    .toBe(true)
  const { doc, revision } = await first.document(documentId)
  const folded = await fold(documentId, first)
  expect(folded.revision).toBe(revision)
  expect(canonicalJSON(folded.doc)).toBe(canonical(doc))
  for (const person of people) expect(canonical(await person.doc())).toBe(canonical(doc))
  const drawn = await Promise.all(people.map(person => person.drawn()))
  for (const each of drawn) expect(each).toBe(drawn[0])
  return doc
}

/** The document that its recorded events lead to. */
export async function fold(documentId: string, person: Person): Promise<Document> {
  let document: Document | null = null
  for (let from: number | undefined = 1; from !== undefined; ) {
    const page = await person.events(documentId, from)
    for (const event of page.events) document = evolve(document, event)
    from = page.next
  }
  return document!
}

/** A document's text, one line for each block at its top. */
export function lines(doc: NodeJSON): string[] {
  return schema.nodeFromJSON(doc).children.map(block => block.textContent)
}
