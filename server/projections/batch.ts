import type { RecordedEvent } from '@/lib/document/events'
import type { PrismaClient } from '@/prisma/generated/client'
import { DamagedLog, reasonOf } from '@/server/damage'
import { isDatabaseFault } from '@/server/database/faults'
import type { History } from '@/server/history'
import { breath } from '@/server/promises'
import { moveCheckpoint } from './checkpoint'
import { Folding, type Poison, poisonOf, type States } from './fold'
import { park, parkedAmong } from './parked'
import type { Projection, Tx } from './projection'
import { eraseRows } from './rows'

export type Place = { prisma: PrismaClient; history: History }
export type Poisoned = { documentId: string } & Poison

/** Long enough for a document of many thousand events, short enough that a hung transaction is noticed. */
export const transaction = { maxWait: 10_000, timeout: 120_000 }

/**
 * Takes a page of the feed into the read model and moves the checkpoint from before to after it, all in one transaction.
 * @param careful document by document, each on its own: one that the database refuses doesn't take the others with it
 * @returns the documents that had to be parked; null where another process had moved the checkpoint
 */
export async function projectBatch(
  { prisma, history, states }: Place & { states: States },
  projection: Projection,
  from: string,
  events: readonly RecordedEvent[],
  careful = false,
): Promise<Poisoned[] | null> {
  const foldings = await prisma.$transaction(async tx => {
    if (!(await moveCheckpoint(tx, projection, from, events.at(-1)!.position))) return null
    const folded = await foldEvents(tx, history, states, projection, byDocument(events))
    await store(tx, projection, folded, careful)
    return folded
  }, transaction)
  if (!foldings) return null
  for (const { document } of foldings) if (document) states.keep(document)
  return foldings.flatMap(({ documentId, poison }) => (poison ? [{ documentId, ...poison }] : []))
}

function byDocument(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
  const runs = new Map<string, RecordedEvent[]>()
  for (const event of events) {
    const run = runs.get(event.documentId)
    if (run) run.push(event)
    else runs.set(event.documentId, [event])
  }
  return runs
}

async function foldEvents(
  tx: Tx,
  history: History,
  states: States,
  projection: Projection,
  runs: Map<string, RecordedEvent[]>,
): Promise<Folding[]> {
  const ids = [...runs.keys()]
  const parked = await parkedAmong(tx, projection.name, ids)
  const stored = await projection.load(tx, ids)
  const foldings: Folding[] = []
  for (const [documentId, run] of runs) {
    const rows = stored.get(documentId) ?? projection.begin(documentId)
    if (parked.has(documentId) || run.at(-1)!.revision <= rows.revision) continue
    const folding = new Folding(projection, rows, null)
    try {
      folding.document = await states.at(documentId, rows.revision)
      // Rows may be missing what the feed has long passed (somebody took them out): the log has it.
      const first = run[0]!.revision
      await folding.takeFrom(history, { upTo: first - 1 })
      await folding.take(run)
    } catch (error) {
      if (isDatabaseFault(error)) throw error
      folding.poison =
        error instanceof DamagedLog ? poisonOf(error) : { revision: run[0]!.revision, reason: reasonOf(error) }
    }
    foldings.push(folding)
    await breath()
  }
  return foldings
}

/** Writes what was folded, takes out the rows of deleted documents, parks what couldn't be folded to its end. */
export async function store(tx: Tx, projection: Projection, foldings: Folding[], careful: boolean): Promise<void> {
  if (!careful) await writeAll(tx, projection, foldings)
  else for (const folding of foldings) await writeAlone(tx, projection, folding)
  for (const { documentId, poison } of foldings) if (poison) await park(tx, projection.name, documentId, poison)
}

async function writeAll(tx: Tx, projection: Projection, foldings: readonly Folding[]): Promise<void> {
  const moved = foldings.filter(({ advanced }) => advanced)
  const gone = moved.filter(({ document }) => document?.status === 'deleted')
  const live = moved.filter(({ document }) => document?.status !== 'deleted')
  await eraseRows(
    tx,
    projection,
    gone.map(({ documentId }) => documentId),
  )
  if (live.length > 0)
    await projection.write(
      tx,
      live.map(({ rows }) => rows),
    )
}

async function writeAlone(tx: Tx, projection: Projection, folding: Folding): Promise<void> {
  await tx.$executeRaw`SAVEPOINT one_document`
  try {
    await writeAll(tx, projection, [folding])
  } catch (error) {
    if (isDatabaseFault(error)) throw error
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT one_document`
    folding.poison = { revision: folding.rows.revision, reason: reasonOf(error) }
  }
}
