import { pgPool } from '@/server/database/asks'
import { prismaClient } from '@/server/database/client'
import { migrate } from '@/server/database/migrate'
import { openDatabase } from '@/server/database/open'
import { readEnv } from '@/server/env'
import { refuseForeignLog } from '@/server/event-store/epoch'
import { PostgresInventory } from '@/server/event-store/inventory'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { projections } from '@/server/projections'
import { type Bench, list, rebuildAll, verifyAll } from './projection-commands'
import { runTool } from './run'

const usage = `Usage:
  npm run projections -- list            how far each projection is, and which documents are parked
  npm run projections -- rebuild NAME    makes all rows again from the log, while people write
  npm run projections -- verify NAME     compares all rows with the log; names each that differs

NAME is ${Object.keys(projections).join(' or ')}.`

runTool(usage, async ([command = 'help', name = '', ...rest]) => {
  const named = Object.hasOwn(projections, name) ? projections[name as keyof typeof projections] : null
  const known = command === 'list' ? name === '' : (command === 'rebuild' || command === 'verify') && named
  if (!known || rest.length > 0) return null
  const database = await openDatabase(readEnv(process.env))
  const prisma = prismaClient(database.url, { name: 'everdraft projections tool' })
  const reader = pgPool(database.url, { max: 4, name: 'everdraft projections tool' })
  try {
    await migrate(database.url)
    await refuseForeignLog(database.url)
    const feed = new PostgresEventStore(reader)
    // Without snapshots: what is checked must come from the log alone.
    const history = new History(feed, { nearest: async () => null, save: async () => {} })
    const bench: Bench = {
      prisma,
      feed,
      history,
      inventory: new PostgresInventory(prisma),
      print: line => console.log(line),
    }
    if (!named) return await list(bench)
    return command === 'rebuild' ? await rebuildAll(bench, named) : await verifyAll(bench, named)
  } finally {
    await prisma.$disconnect()
    await reader.close()
    await database.stop()
  }
})
