import { randomUUID } from 'node:crypto'
import { Transform } from '@tiptap/pm/transform'
import { schema, schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import type { Person } from './person'

// Not the lists of tasks themselves: at their edge are the boxes, which are there to be clicked.
const places = 'p, h1, h4, pre, hr, blockquote, table, ol, ul:not([data-type])'
const keys = [
  ...['ControlOrMeta+Home', ...Array(9).fill('ArrowDown'), ...Array(5).fill('ArrowRight'), 'Home', 'End'],
  ...['ControlOrMeta+End', 'ArrowDown', 'ArrowRight', ...Array(5).fill('ArrowUp'), ...Array(5).fill('ArrowLeft')],
  ...['PageDown', 'PageUp', 'Shift+ArrowDown', 'Shift+End', 'ControlOrMeta+a', 'ControlOrMeta+c', 'Escape'],
  ...['ArrowRight', 'ControlOrMeta+z', 'ControlOrMeta+Shift+z'],
]

/** Looks at a document in the ways that aren't meant to change it: by mouse, keys and wheel. */
export async function lookAround(person: Person, how: 'thoroughly' | 'quickly' = 'thoroughly'): Promise<void> {
  const { page, editor } = person
  if (how === 'thoroughly')
    for (const place of await editor.locator(places).all()) await place.click({ position: { x: 4, y: 4 }, force: true })
  await editor
    .locator(places)
    .last()
    .dblclick({ position: { x: 8, y: 8 }, force: true })
  await editor.focus()
  await person.press(...(how === 'thoroughly' ? keys : keys.filter((_, i) => i % 3 === 0)))
  await page.mouse.wheel(0, 600)
  await page.mouse.wheel(0, -600)
  await page.locator('#title').focus()
  await editor.focus()
}

/**
 * Writes as somebody else does, over HTTP: into every block that takes text, then a paragraph before and after everything.
 * @returns how many revisions that made
 */
export async function writeAround(person: Person, documentId: string): Promise<number> {
  const { doc, revision } = await person.document(documentId)
  const tr = new Transform(schema.nodeFromJSON(doc))
  const places: number[] = []
  tr.doc.descendants((node, position) => {
    if (node.isTextblock) places.unshift(position + 1)
  })
  for (const place of places) tr.insert(place, schema.text('x'))
  const paragraph = () => schema.nodes.paragraph!.create(null, schema.text('new'))
  tr.insert(tr.doc.content.size, paragraph()).insert(0, paragraph())
  const commands = [tr.steps.slice(0, -2), tr.steps.slice(-2)].filter(steps => steps.length > 0)
  for (const [i, steps] of commands.entries())
    await person.call('POST', `/documents/${documentId}/commands`, {
      ...{ documentId, baseRevision: revision + i, schemaVersion, commandId: randomUUID() },
      ...{ type: 'EditContent', origin: 'typed', steps: steps.map(stepJSON) },
    })
  return commands.length
}
