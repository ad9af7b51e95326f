import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Trailer } from '@/server/backup/format'
import { backupOf } from '@/server/backup/write'
import { migrate } from '@/server/database/migrate'
import { openDatabase } from '@/server/database/open'
import { readEnv } from '@/server/env'
import { progressLine } from './progress'
import { runTool } from './run'

const usage = `Usage:
  npm run backup                  writes everdraft-<time>.ndjson.gz into this folder
  npm run backup -- FILE          writes FILE, packed where its name ends in .gz
  npm run backup -- - | …         writes to standard output

It may run while people write.`

runTool(usage, async ([target, ...rest]) => {
  if (rest.length > 0 || target?.startsWith('--')) return null
  const file = target ?? `everdraft-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.ndjson.gz`
  const database = await openDatabase(readEnv(process.env))
  const progress = progressLine('Backup')
  try {
    await migrate(database.url)
    let trailer: Trailer | undefined
    const pieces = async function* () {
      trailer = yield* backupOf(database.url, progress.show)
    }
    if (file === '-') await pipeline(pieces, process.stdout)
    else await toFile(file, pieces)
    progress.done()
    tell(trailer!, file)
    return 0
  } finally {
    await database.stop()
  }
})

/** Under its name only when it's whole, and readable by its owner alone: it holds sessions and all that was written. */
async function toFile(file: string, pieces: () => AsyncGenerator<string>): Promise<void> {
  const unfinished = `${file}.unfinished`
  try {
    const output: Writable = createWriteStream(unfinished, { mode: 0o600, flush: true })
    if (file.endsWith('.gz')) await pipeline(Readable.from(pieces()), createGzip(), output)
    else await pipeline(Readable.from(pieces()), output)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function tell({ end: { counts, damaged } }: Trailer, file: string): void {
  const where = file === '-' ? '' : ` in ${file}`
  console.error(`Backed up ${counts.stream} documents, ${counts.event} events, ${counts.author} authors${where}`)
  if (damaged.length > 0)
    console.error(`Damaged already, and backed up as they are: ${damaged.join(', ')}. See npm run log -- verify.`)
  console.error('Keep auth-secret of the data folder (or AUTH_SECRET) as well: without it everybody is signed out.')
}
