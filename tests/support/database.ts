import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type ScratchDatabase = { url: string; drop(): Promise<void> }

/** A migrated, empty database of one's own (`empty`: without the migrations too); `drop()` it in `afterAll`. */
export async function scratchDatabase({ empty = false } = {}): Promise<ScratchDatabase> {
  const name = `scratch_${randomBytes(8).toString('hex')}`
  const template = empty ? 'template0' : inject('databaseTemplate')
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  const url = new URL(inject('databaseServer'))
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseServer') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
