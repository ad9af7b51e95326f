import { pino } from 'pino'
import type { PrismaClient } from '@/prisma/generated/client'
import { prismaClient } from '@/server/database/client'
import { PostgresInventory } from '@/server/event-store/inventory'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import type { Projection } from '@/server/projections/projection'
import { Runner, type RunnerContext } from '@/server/projections/runner'
import { type ScratchDatabase, scratchDatabase } from './database'

export type Rig = RunnerContext & {
  prisma: PrismaClient
  store: PostgresEventStore
  database: ScratchDatabase
  close(): Promise<void>
}

/** A scratch database with a log, and what projections need to follow it. */
export async function projectionRig(): Promise<Rig> {
  const database = await scratchDatabase()
  const prisma = prismaClient(database.url)
  const store = new PostgresEventStore(prisma)
  const history = new History(store, { nearest: async () => null, save: async () => {} })
  return {
    database,
    prisma,
    store,
    history,
    feed: store,
    inventory: new PostgresInventory(prisma),
    log: pino({ level: 'silent' }),
    close: async () => {
      await prisma.$disconnect()
      await database.drop()
    },
  }
}

/** Runs a projection up to the end of the log. */
export async function catchUp(rig: RunnerContext, ...projections: Projection[]): Promise<void> {
  for (const projection of projections) {
    const runner = new Runner(projection, rig, 0)
    runner.start()
    const arrived = await runner.waitFor(await rig.feed.end(), 20_000)
    await runner.stop()
    if (!arrived) throw new Error(`Projection ${projection.name} did not arrive`)
  }
}
