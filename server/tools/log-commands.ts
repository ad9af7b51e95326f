import type { PrismaClient } from '@/prisma/generated/client'
import type { EventStore } from '@/server/event-store/event-store'
import type { Inventory } from '@/server/event-store/inventory'
import { listQuarantined, quarantine, release } from '@/server/event-store/quarantine'
import { type Checked, checkLog } from '@/server/log-check'
import { projections } from '@/server/projections'
import type { Place } from '@/server/projections/batch'
import { rebuild } from '@/server/projections/refold'

/** `store` shows all of the log; `place` what it's taken for, so not what's in quarantine. */
export type LogBench = {
  prisma: PrismaClient
  store: EventStore
  inventory: Inventory
  place: Place
  print(line: string): void
}

/** Checks one document's log or all. @returns the exit code: 1 where something is wrong */
export async function verifyLog(bench: LogBench, documentId?: string): Promise<number> {
  const { prisma, print } = bench
  const quarantined = await listQuarantined(prisma)
  let [documents, events, wrong] = [0, 0, 0]
  for await (const ids of documentId ? [[documentId]] : everyDocument(bench))
    for (const id of ids) {
      const checked = await checkLog(bench.store, id)
      documents++
      events += checked.events
      if (checked.fault) wrong++
      if (checked.fault || quarantined.has(id)) describe(bench, id, checked, quarantined.get(id))
    }
  if (wrong > 0) print(`${wrong} of ${documents} documents ${wrong === 1 ? 'is' : 'are'} damaged`)
  else print(`All is well: ${documents} documents, ${events} events`)
  return wrong > 0 ? 1 : 0
}

/** Lets a document end before its first bad event. @returns the exit code: 1 where that can't be */
export async function quarantineDocument(bench: LogBench, documentId: string, revision: number): Promise<number> {
  const { prisma, store, print } = bench
  const { events, fault } = await checkLog(store, documentId)
  const end = Math.max(events, (await store.head(documentId))?.revision ?? 0)
  if (end === 0) return refuse(print, 'There is no such document.')
  const last = fault ? fault.revision : end
  if (revision < 2 || revision > last)
    return refuse(
      print,
      last < 2
        ? 'Its first event is bad already: there is nothing before it that could be shown.'
        : `REVISION is the first one that is not to be shown, here from 2 to ${last}.`,
    )
  await quarantine(prisma, documentId, revision)
  print(
    `${documentId} ends at revision ${revision - 1} now and can only be read. Running servers notice in a few seconds.`,
  )
  print(`When its log is mended: npm run log -- release ${documentId}`)
  return await project(bench, documentId)
}

/** Takes a mended document back. @returns the exit code: 1 where it isn't mended */
export async function releaseDocument(bench: LogBench, documentId: string): Promise<number> {
  const { prisma, store, print } = bench
  const checked = await checkLog(store, documentId)
  if (checked.fault) {
    describe(bench, documentId, checked, (await listQuarantined(prisma)).get(documentId))
    return refuse(print, 'It is still damaged, so it stays as it is.')
  }
  if (!(await release(prisma, documentId))) return refuse(print, 'It is not in quarantine.')
  print(`${documentId} is whole again: ${checked.events} revisions. Running servers notice in a few seconds.`)
  return await project(bench, documentId)
}

/** Read models show what can be read. @returns the exit code: 0 */
async function project({ place }: LogBench, documentId: string): Promise<number> {
  for (const projection of Object.values(projections)) await rebuild(place, projection, [documentId])
  return 0
}

async function* everyDocument({ inventory }: LogBench): AsyncGenerator<string[]> {
  yield* inventory.documents()
  yield await inventory.strays()
}

function describe({ print }: LogBench, documentId: string, { fault }: Checked, from: number | undefined): void {
  print(`${documentId}  ${fault ? `revision ${fault.revision}: ${fault.reason}` : 'is well'}`)
  if (from !== undefined) print(`  In quarantine: shown read-only up to revision ${from - 1}`)
  if (from !== undefined && !fault) print(`  To take it back: npm run log -- release ${documentId}`)
  if (from === undefined && fault && fault.revision > 1)
    print(`  To show it read-only as it was before: npm run log -- quarantine ${documentId} ${fault.revision}`)
}

function refuse(print: (line: string) => void, why: string): number {
  print(why)
  return 1
}
