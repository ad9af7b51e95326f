import type { EverdraftClient } from '@/lib/client/client'
import { Random } from '../support/random'
import { toDocument } from '../support/traces/text'

const words =
  'the river heron waits below a bridge where every stone was carried by hand and nobody counts the days'.split(' ')

/** A text of about so many characters, in paragraphs as a paper has them. */
export function prose(characters: number, random = new Random(1)): string {
  const lines: string[] = []
  for (let length = 0; length < characters; ) {
    const line: string[] = []
    for (let i = 0; i < 16; i++) line.push(random.pick(words))
    lines.push(line.join(' ').slice(0, Math.min(90, characters - length)))
    length += lines.at(-1)!.length + 1
  }
  return lines.join('\n')
}

/** Makes a document and gives each of its people a place in a paragraph of their own, spread over the whole. */
export async function makeDocument(client: EverdraftClient, characters: number, people: number) {
  const doc = toDocument(prose(characters))
  const { documentId } = await client.create({ title: 'Bench', content: doc.toJSON() })
  const places = Array.from({ length: people }, (_, i) => {
    const index = Math.floor((i * doc.childCount) / people)
    let before = 0
    for (let j = 0; j < index; j++) before += doc.child(j).nodeSize
    return before + 1 + Math.floor(doc.child(index).content.size / 2)
  })
  return { documentId, places }
}

/** Edits in a document's log; each acknowledged keystroke must be there once. */
export async function countEdits(client: EverdraftClient, documentId: string): Promise<number> {
  let edits = 0
  for (let from: number | undefined = 1; from !== undefined; ) {
    const page = await client.events(documentId, from)
    edits += page.events.filter(({ type }) => type === 'ContentEdited').length
    from = page.next
  }
  return edits
}
