import { uuid } from '@/lib/protocol/people'
import { prismaClient } from '@/server/database/client'
import { migrate } from '@/server/database/migrate'
import { openDatabase } from '@/server/database/open'
import { withSession } from '@/server/database/session'
import { readEnv } from '@/server/env'
import { beginEpoch } from '@/server/event-store/epoch'
import { PostgresInventory } from '@/server/event-store/inventory'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { type LogBench, quarantineDocument, releaseDocument, verifyLog } from './log-commands'
import { runTool } from './run'

const usage = `Usage:
  npm run log -- verify [DOCUMENT]                reads every event and names the first bad one of each document
  npm run log -- quarantine DOCUMENT REVISION     lets a damaged document end before its first bad revision, read-only
  npm run log -- release DOCUMENT                 takes it back, once its log is mended
  npm run log -- adopt                            after a dump was restored by hand: lets the log go on in this database`

/** What is asked for; null where that can't be understood. */
function wish([command, documentId, revision, ...rest]: string[]): ((bench: LogBench) => Promise<number>) | null {
  const known = documentId === undefined || uuid.safeParse(documentId).success
  if (!known || rest.length > 0) return null
  if (command === 'verify' && revision === undefined) return bench => verifyLog(bench, documentId)
  if (documentId === undefined) return null
  if (command === 'release' && revision === undefined) return bench => releaseDocument(bench, documentId)
  if (command === 'quarantine' && /^[1-9]\d{0,8}$/.test(revision ?? ''))
    return bench => quarantineDocument(bench, documentId, Number(revision))
  return null
}

runTool(usage, async args => {
  const adopting = args.length === 1 && args[0] === 'adopt'
  const work = wish(args)
  if (!adopting && !work) return null
  const database = await openDatabase(readEnv(process.env))
  const prisma = prismaClient(database.url, { name: 'everdraft log tool' })
  try {
    await migrate(database.url)
    if (!work) return await adopt(database.url)
    const store = new PostgresEventStore(prisma, prisma, 'whole')
    // Without snapshots: rows must come from the log alone.
    const history = new History(new PostgresEventStore(prisma), { nearest: async () => null, save: async () => {} })
    const inventory = new PostgresInventory(prisma)
    return await work({ prisma, store, inventory, place: { prisma, history }, print: line => console.log(line) })
  } finally {
    await prisma.$disconnect()
    await database.stop()
  }
})

async function adopt(url: string): Promise<number> {
  const epoch = await withSession(url, 'everdraft log tool', async session => {
    await session.query('begin')
    const begun = await beginEpoch(session)
    await session.query('commit')
    return begun
  })
  console.log(`The log goes on here, in epoch ${epoch}. Clients will fetch their documents anew.`)
  return 0
}
