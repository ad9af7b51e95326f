import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type ScratchDatabase = { url: string; drop(): Promise<void> }

/** A migrated, empty database of one's own (`empty`: without the migrations too); `drop()` it in `afterAll`. */
export async function scratchDatabase({ empty = false } = {}): Promise<ScratchDatabase> {
  const name = `scratch_${randomBytes(8).toString('hex')}`
  const template = empty ? 'template0' : inject('databaseTemplate')
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  const url = new URL(server())
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function onServer(statement: string): Promise<void> {
  await sql(server(), statement)
}

/** This worker's. */
function server(): string {
  const servers = inject('databaseServers')
  return servers[(Number(process.env.VITEST_POOL_ID) - 1) % servers.length]!
}

/** What a statement brings, on a connection of its own: for what a store can't be made to do. */
export async function sql<R extends Record<string, unknown>>(url: string, text: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(text, values)).rows
  } finally {
    await client.end()
  }
}
