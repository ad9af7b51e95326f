/** Hocuspocus as its documentation sets it up: documents of Yjs in memory, stored two to ten seconds after they changed. */
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await pool.query('create table if not exists hocuspocus (name text primary key, state bytea not null)')

const database = new Database({
  fetch: async ({ documentName }) =>
    (await pool.query('select state from hocuspocus where name = $1', [documentName])).rows[0]?.state ?? null,
  store: async ({ documentName, state }) => {
    const upsert =
      'insert into hocuspocus (name, state) values ($1, $2) on conflict (name) do update set state = excluded.state'
    await pool.query(upsert, [documentName, state])
  },
})
const server = new Server({
  port: Number(process.env.PORT),
  quiet: true,
  debounce: 2_000,
  maxDebounce: 10_000,
  extensions: [database],
})
await server.listen()
process.send?.('ready')
