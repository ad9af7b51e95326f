import type { EventFeed } from '@/server/event-store/event-store'
import type { Inventory } from '@/server/event-store/inventory'
import { projections } from '@/server/projections'
import type { Place } from '@/server/projections/batch'
import { findCheckpoint } from '@/server/projections/checkpoint'
import type { Difference } from '@/server/projections/compare'
import { measureLag } from '@/server/projections/lag'
import { listParked } from '@/server/projections/parked'
import type { Projection } from '@/server/projections/projection'
import { rebuild, verify } from '@/server/projections/refold'
import { documentsWithRows } from '@/server/projections/rows'

export type Bench = Place & { feed: EventFeed; inventory: Inventory; print(line: string): void }

/** How far each projection is. @returns the exit code: 1 where a document is parked */
export async function list({ prisma, feed, print }: Bench): Promise<number> {
  const rows = [['projection', 'version', 'events behind', 'seconds behind', 'parked']]
  const notes: string[] = []
  for (const { name } of Object.values(projections)) {
    const checkpoint = await findCheckpoint(prisma, name)
    const { events, seconds } = await measureLag(feed, checkpoint?.position ?? '')
    const parked = await listParked(prisma, name)
    const version = checkpoint ? String(checkpoint.version) : 'never ran'
    rows.push([name, version, String(events), seconds.toFixed(1), String(parked.length)])
    for (const { documentId, revision, reason, parkedAt } of parked)
      notes.push(`${name}: ${documentId} at revision ${revision} since ${parkedAt.toISOString()}: ${reason}`)
  }
  for (const line of table(rows)) print(line)
  if (notes.length > 0) print(`\nParked documents:\n${notes.map(note => `  ${note}`).join('\n')}`)
  return notes.length > 0 ? 1 : 0
}

/** Makes all rows again. @returns the exit code: 1 where a document can't be folded to its end */
export async function rebuildAll(bench: Bench, projection: Projection): Promise<number> {
  const { print } = bench
  const began = performance.now()
  const done = { documents: 0, events: 0 }
  const parked: string[] = []
  for await (const ids of everyDocument(bench, projection)) {
    const poisoned = await rebuild(bench, projection, ids, (documents, events) => {
      done.documents += documents
      done.events += events
    })
    for (const { documentId, revision, reason } of poisoned) parked.push(`${documentId} at ${revision}: ${reason}`)
    if (ids.length === pageOfDocuments) print(`${done.documents} documents …`)
  }
  const seconds = (performance.now() - began) / 1_000
  const speed = Math.round(done.events / Math.max(seconds, 0.001))
  print(
    `Rebuilt ${projection.name}: ${done.documents} documents, ${done.events} events in ${seconds.toFixed(1)} s, ${speed} events/s`,
  )
  for (const line of parked) print(`Parked: ${line}`)
  return parked.length > 0 ? 1 : 0
}

/** Compares all rows with the log. @returns the exit code: 1 where something differs */
export async function verifyAll(bench: Bench, projection: Projection): Promise<number> {
  const { print } = bench
  let [documents, wrong] = [0, 0]
  for await (const ids of everyDocument(bench, projection))
    for (const id of ids) {
      const differences = await verify(bench, projection, id)
      documents++
      if (differences.length > 0) wrong++
      for (const difference of differences) print(describe(difference))
    }
  print(wrong === 0 ? `All ${documents} documents are as the log says` : `${wrong} of ${documents} documents differ`)
  if (wrong > 0) print(`To mend them: npm run projections -- rebuild ${projection.name}`)
  return wrong === 0 ? 0 : 1
}

const pageOfDocuments = 1_000

/** Documents of the log, then those that have rows and aren't in it. */
async function* everyDocument({ inventory, prisma }: Bench, projection: Projection): AsyncGenerator<string[]> {
  const strays = new Set(await documentsWithRows(prisma, projection))
  for await (const ids of inventory.documents()) {
    for (const id of ids) strays.delete(id)
    yield ids
  }
  if (strays.size > 0) yield [...strays]
}

function describe({ documentId, table, key, column, stored, rebuilt }: Difference): string {
  const where = `${documentId}  ${table}${key === documentId ? '' : ` [${key}]`}${column && `.${column}`}`
  return `${where}\n  stored:  ${shown(stored)}\n  rebuilt: ${shown(rebuilt)}`
}

const longest = 160

function shown(value: unknown): string {
  if (value === undefined) return '(no row)'
  const text = JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text
}

function table(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
}
