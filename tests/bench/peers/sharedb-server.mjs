/** ShareDB with its adapter for PostgreSQL: every operation and the document after it are committed before it's acknowledged. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Duplex } from 'node:stream'
import pg from 'pg'
import richText from 'rich-text'
import ShareDB from 'sharedb'
import PostgresDB from 'sharedb-postgres'
import { WebSocketServer } from 'ws'

const connectionString = process.env.DATABASE_URL
const pool = new pg.Pool({ connectionString })
await pool.query(readFileSync(new URL('./node_modules/sharedb-postgres/structure.sql', import.meta.url), 'utf8'))
await pool.end()

ShareDB.types.register(richText.type)
const backend = new ShareDB({ db: new PostgresDB({ connectionString, max: 10 }) })
const http = createServer().listen(Number(process.env.PORT))
new WebSocketServer({ server: http }).on('connection', socket => {
  const stream = new Duplex({
    objectMode: true,
    read() {},
    write(message, _, done) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
      done()
    },
  })
  socket.on('message', data => stream.push(JSON.parse(data)))
  socket.on('close', () => stream.destroy())
  backend.listen(stream)
})
await once(http, 'listening')
process.send?.('ready')
