import type { RecordedEvent } from '@/lib/document/events'
import { listQuarantined } from '@/server/event-store/quarantine'
import { type Place, type Poisoned, store, transaction } from './batch'
import type { Checkpoint } from './checkpoint'
import { lockCheckpoint, readCheckpoint } from './checkpoint'
import { compareRows, type Difference } from './compare'
import { Folding } from './fold'
import { unpark } from './parked'
import type { Projection, Rows, Tx } from './projection'
import { eraseRows, storedRows } from './rows'

const group = 20

/**
 * Makes documents' rows again from the log, while people write and read: each group is folded beside the live rows, then
 * put in their place in one short transaction. Events that reach the projection later find themselves in the rows.
 * @returns what couldn't be folded to its end
 */
export async function rebuild(
  place: Place,
  projection: Projection,
  documentIds: readonly string[],
  onProgress: (documents: number, events: number) => void = () => {},
): Promise<Poisoned[]> {
  const poisoned: Poisoned[] = []
  await readCheckpoint(place.prisma, projection)
  const quarantined = await listQuarantined(place.prisma)
  for (let from = 0; from < documentIds.length; from += group) {
    const ids = documentIds.slice(from, from + group)
    const foldings = await Promise.all(ids.map(id => foldAll(place, projection, id)))
    for (const folding of foldings) {
      // Its rows must not go on either, whatever the feed brings.
      const revision = quarantined.get(folding.documentId)
      if (revision !== undefined) folding.poison ??= { revision, reason: 'In quarantine' }
    }
    await replaceRows(place, projection, foldings).catch(async () => {
      for (const folding of foldings) await replaceRows(place, projection, [folding], true)
    })
    for (const { documentId, poison } of foldings) if (poison) poisoned.push({ documentId, ...poison })
    const events = foldings.reduce((sum, { rows }) => sum + rows.revision, 0)
    onProgress(ids.length, events)
  }
  return poisoned
}

async function foldAll({ history }: Place, projection: Projection, documentId: string): Promise<Folding> {
  const folding = new Folding(projection, projection.begin(documentId), null)
  await folding.takeFrom(history)
  return folding
}

async function replaceRows(place: Place, projection: Projection, foldings: Folding[], careful = false): Promise<void> {
  const ids = foldings.map(({ documentId }) => documentId)
  await place.prisma.$transaction(async tx => {
    await lockCheckpoint(tx, projection.name)
    const stored = await projection.load(tx, ids)
    for (const folding of foldings)
      if ((stored.get(folding.documentId)?.revision ?? 0) > folding.rows.revision) await folding.takeFrom(place.history)
    await eraseRows(tx, projection, ids)
    await unpark(tx, projection.name, ids)
    await store(tx, projection, foldings, careful)
  }, transaction)
}

/**
 * Compares a document's rows with those that its log makes, by making them in their place and taking that back.
 * Rows that the projection merely hasn't come to yet are no difference.
 */
export async function verify(place: Place, projection: Projection, documentId: string): Promise<Difference[]> {
  const folding = new Folding(projection, projection.begin(documentId), null)
  const stored = (await projection.load(place.prisma, [documentId])).get(documentId)
  await foldTo(place, folding, await readCheckpoint(place.prisma, projection), stored)
  try {
    await place.prisma.$transaction(async tx => {
      const checkpoint = (await lockCheckpoint(tx, projection.name))!
      await foldTo(place, folding, checkpoint, (await projection.load(tx, [documentId])).get(documentId))
      throw new Compared(await compare(tx, projection, folding))
    }, transaction)
  } catch (error) {
    if (error instanceof Compared) return error.differences
    throw error
  }
  return []
}

/** Carries the result out of a transaction that must not be kept. */
class Compared extends Error {
  constructor(readonly differences: Difference[]) {
    super('Compared')
  }
}

async function foldTo({ history }: Place, folding: Folding, { position }: Checkpoint, stored: Rows | undefined) {
  const isDue = (event: RecordedEvent) => event.position <= position || event.revision <= (stored?.revision ?? 0)
  await folding.takeFrom(history, { where: isDue })
}

async function compare(tx: Tx, projection: Projection, folding: Folding): Promise<Difference[]> {
  const { documentId, poison } = folding
  const before = await storedRows(tx, projection, documentId)
  await eraseRows(tx, projection, [documentId])
  await store(tx, projection, [folding], false)
  const after = await storedRows(tx, projection, documentId)
  const differences = before.flatMap(([table, rows], i) => compareRows(documentId, table, rows, after[i]![1]))
  if (!poison) return differences
  const fault = { table: 'event', key: String(poison.revision), column: '', stored: poison.reason, rebuilt: undefined }
  return [{ documentId, ...fault }, ...differences]
}
