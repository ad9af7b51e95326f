/**
 * Writes the golden files of today's schema version: what the schema is, and a log that holds every kind of event, node,
 * mark and step. `npx tsx tests/tools/golden.ts`, once for each new version. A golden file of a released version is
 * never written again: such logs exist.
 */
import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { AttrStep, ReplaceAroundStep, Transform } from '@tiptap/pm/transform'
import type { Command, EditContent } from '../../lib/document/commands'
import { decide } from '../../lib/document/decide'
import { type Document, evolve } from '../../lib/document/document'
import type { EventBody, RecordedEvent } from '../../lib/document/events'
import { defaultLimits } from '../../lib/document/limits'
import { canonicalJSON, type NodeJSON, schema, schemaVersion } from '../../lib/document/schema'
import { stepJSON, storedStep } from '../../lib/document/steps'
import { eventTypes, jsonCodec, vias } from '../../server/event-store/codec'
import { everything } from '../support/sample'
import { describeSchema } from '../support/schema-description'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const documentId = id(1)
const events: RecordedEvent[] = []
const documents: Document[] = []

function record(body: EventBody, baseRevision = events.length): void {
  const revision = events.length + 1
  const header = {
    documentId,
    revision,
    position: '',
    schemaVersion,
    commandId: revision === 1 ? documentId : id(1_000 + revision),
    baseRevision,
    authorId: id(10 + (revision % 2)),
    via: (['browser', 'api', 'seed'] as const)[revision % 3]!,
    recordedAt: new Date(Date.UTC(2026, 0, 1, 12, 0, revision)).toISOString(),
  }
  const event = { ...header, ...body } as RecordedEvent
  events.push(event)
  documents.push(evolve(documents.at(-1) ?? null, event))
}

type Wish = { type: Command['type']; [field: string]: unknown }

/** Decides a command made at a revision and records what comes of it. */
function command(wish: Wish, baseRevision = events.length): void {
  const full = { documentId, baseRevision, schemaVersion, commandId: id(0), ...wish } as Command
  const steps = events.slice(baseRevision).flatMap(event => ('steps' in event.data ? event.data.steps : []))
  const since = steps.map(step => storedStep(step).getMap())
  const restored = full.type === 'RestoreRevision' ? { restored: documents[full.revision - 1]!.doc } : {}
  const decision = decide(full, documents.at(-1)!, { limits: defaultLimits, since, ...restored })
  if ('refusal' in decision) throw new Error(decision.refusal.message)
  record(decision.body, baseRevision)
}

function edit(
  change: (transform: Transform) => void,
  more: Partial<EditContent> = {},
  baseRevision = events.length,
): void {
  const transform = new Transform(documents[baseRevision - 1]!.doc)
  change(transform)
  command({ type: 'EditContent', steps: transform.steps.map(stepJSON), origin: 'typed', ...more }, baseRevision)
}

const { nodes, marks } = schema
const paragraph = (text: string) => nodes.paragraph!.create(null, text ? schema.text(text) : null)
const find = (doc: Node, type: string): number => {
  let at = -1
  doc.descendants((node, pos) => {
    if (at < 0 && node.type.name === type) at = pos
  })
  return at
}

record({
  type: 'DocumentCreated',
  data: { title: 'Golden 金', doc: everything().toJSON() as NodeJSON, source: { documentId: id(2), revision: 7 } },
})
edit(transform => transform.insert(transform.doc.content.size - 1, schema.text('Typed, 打字, 😀')), {
  madeAt: '2026-01-01T11:59:59.500Z',
  stepTimes: [0],
})
for (const mark of ['bold', 'italic', 'underline', 'strike', 'highlight', 'code'])
  edit(transform => transform.addMark(14, 18, marks[mark]!.create()))
edit(transform => transform.addMark(1, 3, marks.link!.create({ href: 'mailto:a@example.org', title: null })))
edit(transform => transform.removeMark(1, 3, marks.link!))
edit(transform => transform.removeMark(14, 18))
edit(transform => transform.step(new AttrStep(0, 'level', 3)))
edit(transform => transform.setNodeAttribute(find(transform.doc, 'taskItem'), 'checked', false))
edit(transform => transform.setNodeAttribute(find(transform.doc, 'tableCell'), 'align', 'center'))
edit(transform => transform.split(5))
edit(transform => transform.join(6), { origin: 'undone', undoes: [id(1_000 + events.length)] })
edit(transform => transform.setBlockType(1, 1, nodes.codeBlock!, { language: 'c++' }))
edit(transform => transform.setBlockType(1, 1, nodes.heading!, { level: 1 }), { origin: 'redone' })
for (const wrapper of ['blockquote', 'bulletList', 'orderedList', 'taskList'])
  edit(transform => {
    const item = wrapper === 'taskList' ? nodes.taskItem! : nodes.listItem!
    const range = transform.insert(0, paragraph(wrapper)).doc.resolve(1).blockRange()!
    transform.wrap(range, [{ type: nodes[wrapper]! }, ...(wrapper === 'blockquote' ? [] : [{ type: item }])])
  })
edit(transform => {
  const start = find(transform.doc, 'blockquote')
  const end = start + transform.doc.nodeAt(start)!.nodeSize
  transform.step(new ReplaceAroundStep(start, end, start + 1, end - 1, Slice.empty, 0, true))
})
edit(
  transform => {
    const table = transform.doc.nodeAt(find(transform.doc, 'table'))!
    transform.insert(0, Fragment.from([nodes.horizontalRule!.create(), table, paragraph('pasted')]))
  },
  { origin: 'pasted', source: { documentId: id(3), revision: 4, from: 1, to: 5 } },
)
// Two who didn't know of each other: the second one's first step has lost its target, the other one is rebased.
const base = events.length
const pasted = find(documents.at(-1)!.doc, 'paragraph')
edit(transform => transform.delete(pasted, pasted + transform.doc.nodeAt(pasted)!.nodeSize))
edit(
  transform =>
    transform.insert(pasted + 3, schema.text('lost')).insert(transform.doc.content.size - 1, schema.text('!')),
  { madeAt: '2026-01-01T12:00:00.000Z', stepTimes: [0, 250] },
  base,
)
edit(transform => transform.insert(pasted + 3, schema.text('nothing survives')), {}, base)
const origins = ['dropped', 'imported', 'restored', 'scripted', 'agent'] as const
for (const origin of origins) edit(transform => transform.insert(0, paragraph(origin)), { origin })
command({ type: 'RenameDocument', title: 'Golden 金 2' })
command({ type: 'NameVersion', revision: 3, name: 'Named' })
command({ type: 'NameVersion', revision: 3, name: null })
command({ type: 'RestoreRevision', revision: 2 })
command({ type: 'TrashDocument' })
command({ type: 'UntrashDocument' })
edit(transform => transform.delete(0, transform.doc.content.size).insert(0, paragraph('')))
command({ type: 'RestoreRevision', revision: events.length - 1 })
command({ type: 'DeleteDocument' })

const log = {
  schemaVersion,
  // As the rows of the log: what's read must never depend on how today's code would write it.
  rows: events.map(({ type, data, position: _, schemaVersion, via, ...header }) => ({
    ...header,
    type: eventTypes[type],
    via: vias[via],
    schemaVersion,
    codec: jsonCodec,
    payload: JSON.stringify(data),
  })),
  hashes: documents.map(({ doc }) => createHash('sha256').update(canonicalJSON(doc)).digest('hex')),
  final: canonicalJSON(documents.at(-1)!.doc),
}
write('schema', { schemaVersion, schema: describeSchema() })
write('log', log)

function write(name: string, content: unknown): void {
  const file = `tests/golden/${name}-${schemaVersion}.json`
  const exists = existsSync(file)
  if (!exists) writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`)
  console.log(exists ? `${file} exists and stays as it is.` : `${file} written.`)
}
