import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'socket.io'
import { type Budget, costs } from './budget'
import { type Connection, cutOff, undrained } from './connection'
import { Ears, longestPause } from './ears'
import type { Env } from './env'
import { RateLimiter } from './rate'

/** Bytes of a message before somebody is let in. */
const mostBefore = 10_000
/** Reading more than this, some 2 ms, is followed by a rest from its author, over however many connections. */
const large = 200_000

type Query = IncomingMessage & { _query?: { sid?: string } }

export type ConnectionsDependencies = {
  limits: Pick<Env['limits'], 'undrainedBytes' | 'socketsPerAuthor' | 'frameCloseBytes'>
  isOurOrigin: (headers: IncomingHttpHeaders) => boolean
  budget: Budget
  /** What stands for the session in a request. */
  sessionOf: (headers: IncomingHttpHeaders) => string | undefined
}

/**
 * The connections under the sockets, from their first byte on: who may go on with one, how many an author has, and the end
 * of those that don't read or don't speak our language.
 */
export class Connections {
  private readonly admitting = new WeakSet<Connection>()
  private readonly byAuthor = new Map<string, Set<Connection>>()
  private readonly authors = new WeakMap<Connection, string>()
  private readonly bytes: RateLimiter
  private readonly ears = new Ears()

  constructor(
    private readonly io: Server,
    private readonly deps: ConnectionsDependencies,
  ) {
    const { frameCloseBytes } = deps.limits
    this.bytes = new RateLimiter(frameCloseBytes, frameCloseBytes * 2)
    io.engine.use((request: Query, _: ServerResponse, next: (error?: Error) => void) =>
      next(this.mayGoOn(request) ? undefined : new Error('Not your connection')),
    )
    io.engine.on('connection', (connection: Connection) => {
      // We have nothing binary; half a message of that kind would wait for its other half in memory.
      connection.prependListener('data', data => {
        if (typeof data !== 'string' || data.startsWith('5') || data.startsWith('6')) connection.close(true)
        else this.heard(connection, data)
      })
      connection.once('close', () => {
        this.bytes.forget(connection.id)
        deps.budget.forget(connection.id)
      })
    })
  }

  /** A connection asks to be let in. @returns false while it's being let in already: then it's cut off */
  begins(connection: Connection): boolean {
    if (!this.admitting.has(connection)) {
      this.admitting.add(connection)
      return true
    }
    cutOff(connection)
    return false
  }

  /** Whose connection it is. @returns false where they have too many: it isn't counted then */
  belongsTo(connection: Connection, authorId: string): boolean {
    const own = this.byAuthor.get(authorId) ?? new Set()
    if (own.size >= this.deps.limits.socketsPerAuthor) return false
    this.byAuthor.set(authorId, own.add(connection))
    this.authors.set(connection, authorId)
    connection.once('close', () => {
      own.delete(connection)
      if (own.size === 0) this.byAuthor.delete(authorId)
    })
    return true
  }

  /** Cuts off who doesn't read what they are sent; to be called several times a second. */
  tick(): void {
    const { clients } = this.io.engine as unknown as { clients: Record<string, Connection> }
    for (const connection of Object.values(clients))
      if (undrained(connection) > this.deps.limits.undrainedBytes) cutOff(connection)
  }

  // Who floods us, or owes for what was done for them, isn't listened to for a while: reading alone would keep us from others.
  private heard(connection: Connection, text: string): void {
    const bytes = Buffer.byteLength(text)
    const { id, transport } = connection
    const authorId = this.authors.get(connection)
    if (authorId === undefined && bytes > mostBefore) {
      connection.close(true)
      return
    }
    const cost = costs.frame(text)
    const debt = authorId === undefined ? 0 : this.deps.budget.owe({ authorId, connection: id }, cost)
    const wait = Math.max(this.bytes.take(id, bytes), debt)
    // A request that polls can't be paused.
    if (!transport.socket && wait > longestPause) connection.close(true)
    else this.ears.rest(connection, wait)
    if (authorId !== undefined && cost > large) this.spaceOut(authorId)
  }

  // What a connection brings is read in one go, and those of all connections before anybody else gets a turn.
  private spaceOut(authorId: string): void {
    const began = performance.now()
    queueMicrotask(() => {
      const took = performance.now() - began
      for (const connection of this.byAuthor.get(authorId) ?? []) this.ears.rest(connection, took)
    })
  }

  // Only the first request of a connection is asked for its Origin by engine.io, and none whether it comes from the same person.
  private mayGoOn({ headers, _query }: Query): boolean {
    const { clients } = this.io.engine as unknown as { clients: Record<string, Connection> }
    const sid = _query?.sid
    if (sid === undefined || !Object.hasOwn(clients, sid)) return true
    const { sessionOf, isOurOrigin } = this.deps
    return isOurOrigin(headers) && sessionOf(headers) === sessionOf(clients[sid]!.request.headers)
  }
}
