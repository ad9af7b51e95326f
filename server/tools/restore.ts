import { createReadStream } from 'node:fs'
import { restore } from '@/server/backup/restore'
import { prismaClient } from '@/server/database/client'
import { migrate } from '@/server/database/migrate'
import { openDatabase } from '@/server/database/open'
import { readEnv } from '@/server/env'
import { PostgresInventory } from '@/server/event-store/inventory'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { projections } from '@/server/projections'
import { moveCheckpoint } from '@/server/projections/checkpoint'
import { progressLine } from './progress'
import { type Bench, rebuildAll, verifyAll } from './projection-commands'
import { runTool } from './run'

const usage = `Usage:
  npm run restore -- FILE         brings a backup, packed or not, into an empty database
  … | npm run restore -- -        the same from standard input

Say which database as for npm start: DATA_DIR=… for a new folder, or DATABASE_URL=… for an empty database.`

runTool(usage, async ([source, ...rest]) => {
  if (source === undefined || rest.length > 0 || source.startsWith('--')) return null
  const file = source === '-' ? process.stdin : createReadStream(source)
  const database = await openDatabase(readEnv(process.env))
  const progress = progressLine('Restore')
  try {
    await migrate(database.url)
    const { header, counts, damaged, epoch } = await restore(database.url, file, progress.show)
    progress.done()
    console.log(`Restored the backup of ${header.madeAt}: ${counts.stream} documents, ${counts.event} events,
  ${counts.author} authors, ${counts.session} sessions. What is written from now on is in epoch ${epoch} of the log.`)
    if (damaged.length > 0)
      console.log(`Damaged when the backup was made, and restored as they were: ${damaged.join(', ')}.
  See npm run log -- verify.`)
    const code = await project(database.url)
    console.log(`Sessions are signed by auth-secret of the data folder (or AUTH_SECRET): bring the old one along, or everybody
  is signed out, guests for good.`)
    return code
  } finally {
    await database.stop()
  }
})

/** Makes the read models and compares them with the log. The log is safe by now, whatever comes of it. */
async function project(url: string): Promise<number> {
  const prisma = prismaClient(url, { name: 'everdraft restore' })
  try {
    const feed = new PostgresEventStore(prisma)
    const history = new History(feed, { nearest: async () => null, save: async () => {} })
    const inventory = new PostgresInventory(prisma)
    const bench: Bench = { prisma, feed, history, inventory, print: line => console.log(line) }
    const end = await feed.end()
    let code = 0
    for (const projection of Object.values(projections)) {
      await rebuildAll(bench, projection)
      // All that's behind this is in the rows already.
      if (end !== '') await moveCheckpoint(prisma, projection, '', end)
      code = Math.max(code, await verifyAll(bench, projection))
    }
    return code
  } finally {
    await prisma.$disconnect()
  }
}
