import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { canonicalJSON, type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import { eventTypes, readBody, readVia, vias } from '@/server/event-store/codec'
import { describeSchema } from '../../support/schema-description'

type Row = {
  documentId: string
  revision: number
  commandId: string
  baseRevision: number
  authorId: string
  recordedAt: string
  type: number
  via: number
  schemaVersion: number
  codec: number
  payload: string
}
type GoldenLog = { rows: Row[]; hashes: string[]; final: string }

const golden = <T>(name: string): T => JSON.parse(readFileSync(`tests/golden/${name}.json`, 'utf8'))
const versions = Array.from({ length: schemaVersion }, (_, i) => i + 1)

function eventOf({ type, via, codec, payload, ...header }: Row): RecordedEvent {
  const body = readBody(type, codec, header.schemaVersion, payload)
  return { ...header, position: '', via: readVia(via), ...body } as RecordedEvent
}

function replay({ rows }: GoldenLog): Document[] {
  const documents: Document[] = []
  for (const row of rows) documents.push(evolve(documents.at(-1) ?? null, eventOf(row)))
  return documents
}

describe('the schema version', () => {
  test('[SC6] is raised whenever the schema or the form of an event changes', () => {
    const pinned = existsSync(`tests/golden/schema-${schemaVersion}.json`)
    expect(pinned, 'A new version? Then pin it: npx tsx tests/tools/golden.ts').toBe(true)
    expect(
      describeSchema(),
      'The schema has changed: raise schemaVersion, write an upcaster, and pin the new one (tests/tools/golden.ts)',
    ).toEqual(golden<{ schema: unknown }>(`schema-${schemaVersion}`).schema)
  })
})

describe.each(versions)('the golden log of version %i', version => {
  const log = golden<GoldenLog>(`log-${version}`)

  test('[UP1] replays to the byte, at every revision', () => {
    const documents = replay(log)
    const hashes = documents.map(({ doc }) => createHash('sha256').update(canonicalJSON(doc)).digest('hex'))
    expect(hashes).toEqual(log.hashes)
    expect(canonicalJSON(documents.at(-1)!.doc)).toBe(log.final)
    for (const { doc } of documents) doc.check()
  })

  test('[UP2] holds every kind of event, via, node, mark and step', () => {
    const events = log.rows.map(eventOf)
    const known = <T extends string>(names: Record<T, number>) => Object.keys(names).sort()
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual(known(eventTypes))
    expect([...new Set(events.map(({ via }) => via))].sort()).toEqual(known(vias))
    const steps = events.flatMap(event => ('steps' in event.data ? event.data.steps : []))
    const kinds = new Set(steps.map(({ stepType }) => stepType))
    expect([...kinds].sort()).toEqual(['addMark', 'attr', 'removeMark', 'replace', 'replaceAround'])
    const [nodes, marks] = [new Set<string>(), new Set<string>()]
    const see = (node: NodeJSON): void => {
      nodes.add(node.type)
      for (const mark of node.marks ?? []) marks.add(mark.type)
      node.content?.forEach(see)
    }
    for (const { doc } of replay(log)) see(doc.toJSON() as NodeJSON)
    expect([...nodes].sort()).toEqual(Object.keys(schema.nodes).sort())
    expect([...marks].sort()).toEqual(Object.keys(schema.marks).sort())
  })
})
