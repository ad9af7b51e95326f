import type { Server as HttpServer, IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Server, type Socket } from 'socket.io'
import type { z } from 'zod'
import { command } from '@/lib/document/commands'
import { type Refusal, refuse } from '@/lib/document/refusal'
import { documentCheck, documentClose, documentOpen, type ServerToClient } from '@/lib/protocol/socket'
import type { Budget, Pay } from './budget'
import { type Connection, undrained } from './connection'
import { Connections } from './connections'
import { DamagedLog, damagedRefusal } from './damage'
import { isUnavailable } from './database/errors'
import type { Documents } from './documents'
import { Door } from './door'
import type { Env } from './env'
import type { Identity } from './identity'
import type { Logger } from './log'
import type { Metrics } from './metrics'
import { isOurOrigin } from './origin'
import { shallow } from './parser'
import { Turns } from './promises'
import type { Broadcast, Peer, Rooms } from './rooms'

type Data = { authorId: string; sessionId: string }
type Io = Server<Record<string, (...input: unknown[]) => void>, ServerToClient, Record<string, never>, Data>
type Client = Socket<Record<string, (...input: unknown[]) => void>, ServerToClient, Record<string, never>, Data>

export type GatewayDependencies = {
  env: Pick<Env, 'limits' | 'publicUrl' | 'trustProxy'>
  identity: Pick<Identity, 'visitorOf' | 'sessionCookie' | 'onSessionEnded'>
  log: Logger
  metrics: Metrics
  budget: Budget
}
/** What stands behind the door; it needs the gateway's broadcast, so it comes later. */
export type Behind = {
  rooms: Rooms
  documents: Documents
  /** SHA-256 of the canonical JSON of a document at a revision; null where that can't be told. */
  hashAt: (documentId: string, revision: number, pay: Pay) => Promise<string | null>
}

/**
 * The door of the socket: the only place there that sees unknown input. Size, depth, schema; then session; then the rest.
 * No handler throws or rejects into the process, whatever comes in.
 */
export class Gateway {
  private readonly io: Io
  private readonly door: Door
  private readonly connections: Connections

  constructor(
    server: HttpServer,
    private readonly deps: GatewayDependencies,
  ) {
    const { limits } = deps.env
    this.door = new Door(limits, deps.budget)
    this.io = new Server(server, {
      path: '/socket.io',
      serveClient: false,
      maxHttpBufferSize: limits.frameCloseBytes,
      parser: shallow(limits.jsonDepth),
      // A connection that's dead without having said so is noticed within 20 s.
      pingInterval: 10_000,
      pingTimeout: 10_000,
      connectTimeout: 10_000,
    })
    // Every request, not the first alone: those of a polling connection and its upgrade are writes too.
    this.io.engine.use((request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) => {
      if (isOurOrigin(request.headers, deps.env)) return next()
      response.writeHead(403)
      next(new Error('forbidden'))
    })
    this.connections = new Connections(this.io, {
      limits,
      budget: deps.budget,
      isOurOrigin: headers => isOurOrigin(headers, deps.env),
      sessionOf: headers => deps.identity.sessionCookie(headersOf(headers)),
    })
    this.io.use((socket, next) => {
      const connection = socket.conn as unknown as Connection
      if (!this.connections.begins(connection)) return
      this.admit(socket)
        .catch(error => {
          this.deps.log.error({ err: error }, 'A session could not be looked up')
          return refuse('busy', 'Try again.', { retryInMs: 1_000 }).refusal
        })
        .then(refusal => {
          if (!refusal) return next()
          next(Object.assign(new Error(refusal.code), { data: refusal }))
          // After the answer, which socket.io sends in the next tick.
          setImmediate(() => connection.close())
        })
    })
    deps.identity.onSessionEnded(sessionId => this.endSession(sessionId))
  }

  /** Lets people in. */
  open(behind: Behind): void {
    this.io.on('connection', socket => this.connected(socket, behind))
  }

  broadcast: Broadcast = (room, name, payload) => {
    this.io.to(room).emit(name, ...([payload] as Parameters<ServerToClient[typeof name]>))
  }

  /** Tells everybody to come back in a moment, each in their own, and closes. */
  async drain(): Promise<void> {
    for (const socket of this.io.sockets.sockets.values())
      socket.emit('server:draining', { reconnectInMs: 500 + Math.floor(Math.random() * 2_000) })
    // Who polls fetches it a moment later; nobody is waited for longer than a second.
    for (let waited = 0; waited < 1_000; waited += 100) {
      await new Promise(resolve => setTimeout(resolve, 100))
      if ([...this.io.sockets.sockets.values()].every(({ conn }) => undrained(conn as unknown as Connection) === 0))
        break
    }
    await this.io.close()
  }

  /** Cuts off who doesn't read what they are sent; to be called several times a second. */
  tick(): void {
    this.connections.tick()
  }

  /** @returns why somebody isn't let in */
  private async admit(socket: Client): Promise<Refusal | null> {
    const visitor = await this.deps.identity.visitorOf(headersOf(socket.handshake.headers))
    if (!visitor) return refuse('not_signed_in', 'Sign in first, as a guest if you like.').refusal
    const { authorId } = visitor.author
    if (!this.connections.belongsTo(socket.conn as unknown as Connection, authorId))
      return refuse('rate_limited', 'You are connected too often. Close a page first.', { retryInMs: 10_000 }).refusal
    socket.data = { authorId, sessionId: visitor.sessionId }
    return null
  }

  private endSession(sessionId: string): void {
    for (const socket of this.io.sockets.sockets.values()) {
      if (socket.data.sessionId !== sessionId) continue
      socket.emit('session:ended', {})
      socket.disconnect(true)
    }
  }

  private connected(socket: Client, { rooms, documents, hashAt }: Behind): void {
    const { authorId } = socket.data
    // A document's opening takes a while; its closing, sent later, must not come before it.
    const turns = new Turns()
    const peer: Peer = {
      id: socket.id,
      authorId,
      isGone: () => socket.disconnected,
      join: room => void socket.join(room),
      leave: room => void socket.leave(room),
    }
    this.deps.metrics.openSockets.inc()
    socket.on('disconnect', () => {
      this.deps.metrics.openSockets.dec()
      rooms.leave(peer)
      this.door.forget(idOf(socket))
      // There is no other socket on the connection, and there won't be one.
      socket.conn.close()
    })
    // Without a listener an error of the transport would end the process.
    socket.on('error', error => this.deps.log.debug({ err: error }, 'A socket failed'))

    this.answer(socket, 'document:open', documentOpen, (message, pay) =>
      turns.take(message.documentId, () => rooms.open(peer, message, pay)),
    )
    this.answer(socket, 'document:command', command, async (message, pay) => {
      const began = performance.now()
      rooms.worked(peer, message.documentId)
      const outcome = await documents.submit(message, { authorId, via: 'browser', pay })
      this.deps.metrics.commands.inc({ via: 'browser', outcome: 'refusal' in outcome ? outcome.refusal.code : 'ok' })
      if ('refusal' in outcome) return outcome
      this.deps.metrics.ackSeconds.observe({ via: 'browser' }, (performance.now() - began) / 1_000)
      return { revision: outcome.event.revision, position: outcome.event.position }
    })
    this.answer(socket, 'document:check', documentCheck, async ({ documentId, revision, hash }, pay) => {
      if (!rooms.isOpen(peer, documentId)) return refuse('not_found', 'Open the document first.')
      const ours = await hashAt(documentId, revision, pay)
      if (ours === null || ours === hash) return {}
      this.deps.metrics.hashMismatches.inc()
      return { resync: true }
    })
    this.answer(socket, 'document:close', documentClose, ({ documentId }) =>
      turns.take(documentId, async () => {
        rooms.close(peer, documentId)
        return {}
      }),
    )
    socket.on('presence:update', message => {
      const update = this.door.readPresence(idOf(socket), message)
      if (update) rooms.moved(peer, update)
    })
  }

  private answer<S extends z.ZodType>(
    socket: Client,
    name: string,
    schema: S,
    handle: (message: z.output<S>, pay: Pay) => Promise<object | { refusal: Refusal }>,
  ): void {
    const from = { connection: idOf(socket), authorId: socket.data.authorId }
    socket.on(name, (...input: unknown[]) => {
      const acknowledge = typeof input.at(-1) === 'function' ? (input.pop() as (answer: object) => void) : null
      const reply = (answer: object) => acknowledge?.(answer)
      const handled = async () => {
        // One message is one argument; several together are none that we know.
        const read = this.door.read(from, input.length === 1 ? input[0] : input, schema)
        return 'refusal' in read ? read : handle(read.message, read.pay)
      }
      handled()
        .then(result => reply('refusal' in result ? { ok: false, error: result.refusal } : { ok: true, ...result }))
        .catch(error => {
          if (isUnavailable(error)) {
            this.deps.log.warn({ err: error, name }, 'The database could not be reached')
            return reply({ ok: false, error: refuse('busy', 'Try again in a moment.', { retryInMs: 1_000 }).refusal })
          }
          const id = error instanceof DamagedLog ? error.id : crypto.randomUUID()
          this.deps.log.error({ err: error, id, name }, 'A message could not be handled')
          const { refusal } =
            error instanceof DamagedLog
              ? damagedRefusal(error)
              : refuse('internal', `Something went wrong here (${id}).`, { id })
          reply({ ok: false, error: refusal })
        })
    })
  }
}

/** There's one socket on a connection, and budgets go by the latter. */
const idOf = (socket: Client) => (socket.conn as unknown as Connection).id

function headersOf(incoming: IncomingHttpHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming)) if (typeof value === 'string') headers.set(name, value)
  return headers
}
