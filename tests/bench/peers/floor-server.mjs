/** What socket.io itself costs: a message of the size of ours comes, is acknowledged, and goes to everybody. Nothing is kept. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { serveClient: false, perMessageDeflate: false, transports: ['websocket'] })
let revision = 0
io.on('connection', socket => {
  socket.on('open', (documentId, answer) => {
    void socket.join(documentId)
    answer({ ok: true })
  })
  socket.on('document:command', ({ documentId, commandId, baseRevision, steps }, answer) => {
    revision++
    const position = `0001-${String(revision).padStart(16, '0')}-${String(revision).padStart(16, '0')}`
    const recordedAt = new Date().toISOString()
    const data = { steps, origin: 'typed' }
    const event = { documentId, revision, position, schemaVersion: 1, type: 'ContentEdited', commandId, baseRevision }
    answer({ ok: true, revision, position })
    const events = [{ ...event, authorId: commandId, via: 'socket', recordedAt, data }]
    io.to(documentId).emit('document:events', { documentId, events })
  })
})
http.listen(Number(process.env.PORT), () => process.send?.('ready'))
