import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { schemaVersion } from '@/lib/document/schema'
import { openSession } from '../database/session'
import { currentEpoch } from '../event-store/epoch'
import { damagedStreams } from './damaged'
import { formatVersion, type Header, type Row, rowLine, type Trailer } from './format'
import { type Counts, noCounts, type Table, tables } from './tables'

export type Progress = (counts: Counts, expected: Header['expected']) => void

const rowsAtOnce = 1_000
const bytesAtOnce = 4 * 1024 * 1024

/**
 * A backup, a piece at a time, each as it's asked for. Everything is of one moment, whoever writes meanwhile, and nobody is
 * held up; however much there is, only a few megabytes of it are in memory.
 * @returns what the trailer says
 */
export async function* backupOf(url: string, onProgress: Progress = () => {}): AsyncGenerator<string, Trailer> {
  const hash = createHash('sha256')
  const hashed = (text: string) => {
    hash.update(text)
    return text
  }
  const session = await openSession(url, 'everdraft backup')
  try {
    await session.query('begin isolation level repeatable read read only')
    // Whoever takes the pieces may be slow.
    await session.query('set local idle_in_transaction_session_timeout = 0')
    await session.query('set local statement_timeout = 0')
    const header = await headerOf(session)
    yield hashed(`${JSON.stringify(header)}\n`)
    const counts = noCounts()
    for (const table of tables)
      for await (const rows of pagesOf(session, table)) {
        yield hashed(rows.map(row => rowLine(table, row)).join(''))
        counts[table.name]! += rows.length
        onProgress(counts, header.expected)
      }
    const end = { counts, damaged: await damagedStreams(session) }
    await session.query('commit')
    const trailer: Trailer = { end, sha256: hash.digest('hex') }
    yield `${JSON.stringify(trailer)}\n`
    return trailer
  } finally {
    await session.end()
  }
}

async function headerOf(session: Client): Promise<Header> {
  const { rows } = await session.query<{ made_at: Date; epoch: number; streams: string; events: string }>(
    `select now() as made_at, ${currentEpoch} as epoch, count(*) as streams, coalesce(sum(revision), 0) as events from stream`,
  )
  const { made_at, epoch, streams, events } = rows[0]!
  return {
    everdraft: 'backup',
    version: formatVersion,
    madeAt: made_at.toISOString(),
    logEpoch: epoch,
    schemaVersion,
    expected: { stream: Number(streams), event: Number(events) },
  }
}

/** A table's rows in the order of its key, so many at once, and not more than so many bytes unless one row alone is. */
export async function* pagesOf(session: Client, table: Table, bytes = bytesAtOnce): AsyncGenerator<Row[]> {
  const key = table.key.join(', ')
  const size = table.columns.includes('payload') ? 'octet_length(payload)' : '0'
  for (let last: Row | undefined; ; ) {
    const after = last ? `where (${key}) > (${table.key.map((_, i) => `$${i + 1}`).join(', ')})` : ''
    const { rows } = await session.query<Row>(
      `select ${table.columns.join(', ')} from (
         select *, sum(${size}) over page as total, row_number() over page as nth from "${table.name}" ${after}
         window page as (order by ${key}) order by ${key} limit ${rowsAtOnce}) t
       where nth = 1 or total <= ${bytes} order by ${key}`,
      last ? table.key.map(column => last![column]) : [],
    )
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)
  }
}
