import type { StepJSON } from '@/lib/document/steps'
import { pgPool } from '@/server/database/asks'
import { type Prisma, prismaClient } from '@/server/database/client'
import { PostgresInventory } from '@/server/event-store/inventory'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { projections } from '@/server/projections'
import { rebuild } from '@/server/projections/refold'
import { PostgresSnapshotStore } from '@/server/snapshots'
import { anAuthor, BulkScribe, type Edits, readEdits, settle } from '../archive'
import type { Bench, Round } from '../bench'

/** Some long documents, more middling ones, many short ones: about a million events. */
const shelf = [
  { name: 'automerge-paper', copies: 1 },
  { name: 'friendsforever_flat', copies: 10 },
  { name: 'sveltecomponent', copies: 12 },
  { name: 'automerge-paper', copies: 260, first: 1_000 },
] as const

export const bench: Bench = {
  about: 'Each projection made again from nothing, of a million events in 283 documents',
  rounds: 2,
  figures: [
    { name: 'events', unit: '' },
    ...Object.keys(projections).map(name => ({ name: `${name}: rate`, unit: 'events/s', goal: { atLeast: 20_000 } })),
  ],
  async open(stage) {
    const url = await stage.databaseUrl()
    const prisma = prismaClient(url, { max: 4 })
    const reader = pgPool(url, { max: 4 })
    const events = await storeShelf(prisma, stage.say)
    const place = { prisma, history: new History(new PostgresEventStore(reader), new PostgresSnapshotStore(reader)) }
    const inventory = new PostgresInventory(prisma)
    return {
      async round(): Promise<Round> {
        const round: Round = { events }
        for (const [name, projection] of Object.entries(projections)) {
          const began = performance.now()
          let done = 0
          for await (const ids of inventory.documents()) {
            const poisoned = await rebuild(place, projection, ids, (_, events) => {
              done += events
            })
            if (poisoned.length > 0) throw new Error(`${poisoned.length} documents could not be folded`)
          }
          if (done !== events) throw new Error(`${done} of ${events} events were folded`)
          round[`${name}: rate`] = events / ((performance.now() - began) / 1_000)
          stage.say(`${name}: ${Math.round(round[`${name}: rate`]!)} events/s`)
        }
        return round
      },
      async close() {
        await reader.close()
        await prisma.$disconnect()
      },
    }
  },
}

/** @returns how many events there are now */
async function storeShelf(prisma: Prisma, say: (line: string) => void): Promise<number> {
  const store = new PostgresEventStore(prisma)
  const author = await anAuthor(prisma)
  let events = 0
  for (const { name, copies, ...more } of shelf) {
    const edits = readEdits(name, say)
    const list = take(edits, 'first' in more ? more.first : edits.count)
    for (let copy = 0; copy < copies; copy++) {
      const scribe = new BulkScribe(store, author)
      await scribe.create(edits.start)
      for (const steps of list) await scribe.edit(steps)
      await scribe.flush()
      events += scribe.head
    }
  }
  await settle(prisma)
  return events
}

// Without the documents in between: a long one's would fill the memory.
function take(edits: Edits, most: number): StepJSON[][] {
  const list: StepJSON[][] = []
  for (const { steps } of edits.each()) {
    list.push(steps)
    if (list.length === most) break
  }
  return list
}
