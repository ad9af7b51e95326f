import type { Client } from 'pg'
import { withSession } from '../database/session'
import { beginEpoch } from '../event-store/epoch'
import { damagedStreams } from './damaged'
import type { Header, Row, Trailer } from './format'
import { toBytes } from './format'
import { BadBackup, readBackup } from './read'
import { type Counts, leftOut, noCounts, type Table, tables } from './tables'
import type { Progress } from './write'

export type Restored = { header: Header; counts: Counts; damaged: string[]; epoch: number }

const rowsAtOnce = 1_000
const bytesAtOnce = 4 * 1024 * 1024

/**
 * Brings a backup into an empty, migrated database: all of it or, whatever goes wrong and whenever, nothing. Positions of
 * events stay as they were; what's recorded from now on is in a later epoch, behind them.
 * @throws BadBackup where the file isn't one, isn't whole, or was changed
 */
export async function restore(
  url: string,
  file: AsyncIterable<Buffer>,
  onProgress: Progress = () => {},
): Promise<Restored> {
  return withSession(url, 'everdraft restore', async session => {
    await session.query('begin')
    await session.query('set local idle_in_transaction_session_timeout = 0')
    await session.query('set local statement_timeout = 0')
    await refuseUnlessEmpty(session)
    const loader = new Loader(session, onProgress)
    for await (const part of readBackup(file)) {
      if ('header' in part) loader.header = part.header
      else if ('row' in part) await loader.take(part.table, part.row)
      else loader.trailer = part.trailer
    }
    const restored = await loader.finish()
    await session.query('commit')
    await session.query('analyze')
    return restored
  })
}

async function refuseUnlessEmpty(session: Client): Promise<void> {
  // A server that runs on it must not write in between.
  await session.query(`lock table ${tables.map(({ name }) => `"${name}"`).join(', ')} in exclusive mode`)
  // A server that has run here before leaves its mark, but nothing of anybody's.
  await session.query('delete from projection_checkpoint')
  const mayBeFull = ['log', '_prisma_migrations']
  for (const name of [...tables.map(({ name }) => name), ...leftOut].filter(name => !mayBeFull.includes(name))) {
    const { rowCount } = await session.query(`select from "${name}" limit 1`)
    if (rowCount)
      throw new Error(`This database is not empty (table ${name}), so nothing was restored.
Restore into a new one: set DATA_DIR to a folder that does not exist yet, or DATABASE_URL to an empty database, and start
the server with the same setting afterwards.`)
  }
}

/** Takes rows to the database in batches, and looks at the end whether they are all there. */
class Loader {
  header: Header | null = null
  trailer: Trailer | null = null
  private readonly counts = noCounts()
  private table: Table = tables[0]!
  private batch: Row[] = []
  private bytes = 0

  constructor(
    private readonly session: Client,
    private readonly onProgress: Progress,
  ) {}

  async take(name: string, row: Row): Promise<void> {
    if (name !== this.table.name) {
      await this.flush()
      this.table = tables.find(table => table.name === name)!
    }
    this.batch.push(row)
    if (name === 'event') {
      const payload = toBytes(row.payload)
      row.payload = `\\x${payload.toString('hex')}`
      this.bytes += payload.length
    }
    if (this.batch.length === rowsAtOnce || this.bytes > bytesAtOnce) await this.flush()
  }

  /** @throws BadBackup */
  async finish(): Promise<Restored> {
    const { header, trailer, session, counts } = this
    if (!header || !trailer) throw new BadBackup('The backup has no end.')
    await this.flush()
    const { end } = trailer
    for (const { name } of tables)
      if (counts[name] !== end.counts[name])
        throw new BadBackup(
          `The backup says that it holds ${end.counts[name]} rows of ${name}, but there are ${counts[name]}.`,
        )
    const damaged = await damagedStreams(session)
    const broken = damaged.find(id => !end.damaged.includes(id))
    if (broken) throw new BadBackup(`Revisions of document ${broken} are missing in the backup.`)
    return { header, counts, damaged, epoch: await beginEpoch(session, header.logEpoch) }
  }

  private async flush(): Promise<void> {
    const { session, table, batch } = this
    if (batch.length === 0) return
    const columns = table.columns.filter(column => Object.hasOwn(batch[0]!, column)).join(', ')
    try {
      await session.query(
        `insert into "${table.name}" (${columns}) select ${columns} from json_populate_recordset(null::"${table.name}", $1)`,
        [JSON.stringify(batch)],
      )
    } catch (error) {
      throw new BadBackup(`The database refuses rows of ${table.name}: ${(error as Error).message}.`)
    }
    this.counts[table.name]! += batch.length
    this.batch = []
    this.bytes = 0
    this.onProgress(this.counts, this.header!.expected)
  }
}
