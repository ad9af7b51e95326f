import { restore } from '@/server/backup/restore'
import { tables } from '@/server/backup/tables'
import { backupOf } from '@/server/backup/write'
import { sql } from './database'

/** A whole backup; `between` happens before each piece of it is taken. */
export async function takeBackup(url: string, between: () => Promise<unknown> = async () => {}): Promise<Buffer> {
  const pieces: string[] = []
  for await (const piece of backupOf(url)) {
    pieces.push(piece)
    await between()
  }
  return Buffer.from(pieces.join(''))
}

/** Brings in a backup, in pieces that end anywhere. */
export function bringIn(url: string, backup: Buffer, size = 10_007) {
  return restore(url, chunks(backup, size))
}

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** Every row of every table that a backup holds, bytes as hexadecimal. */
export async function allRows(url: string): Promise<Record<string, Record<string, unknown>[]>> {
  const queries = tables.map(
    ({ name, key }) =>
      `'${name}', (select coalesce(jsonb_agg(to_jsonb(t) order by ${key.join(', ')}), '[]') from "${name}" t)`,
  )
  const [found] = await sql<{ all: Record<string, Record<string, unknown>[]> }>(
    url,
    `select jsonb_build_object(${queries.join(', ')}) as all`,
  )
  return found!.all
}
