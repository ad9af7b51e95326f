import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type Answer, Answers } from './answers'

export type Direction = 'up' | 'down'
export type Target = { host: string; port: number }

/** How the line is; changed while it's in use. A black hole keeps what it was given: TCP would send it again in the end. */
export type Weather = {
  /** Milliseconds that each piece takes. */
  delay: number
  /** Directions in which nothing arrives. */
  hole: Direction[]
  /** Every piece arrives in two, and the second half late. */
  halve: boolean
  /** New connections are reset. */
  refuse: boolean
  /** Asked about each answer of a PostgreSQL: whether the connection is reset before it has passed. */
  swallow: ((answer: Answer) => boolean) | null
}

const fair: Weather = { delay: 0, hole: [], halve: false, refuse: false, swallow: null }
const lateHalf = 15
/** What a black hole holds of one connection before it stops reading, as a full socket would. */
const held = 1 << 20

/** A line between two parties that can be made as bad as one likes. Up is towards the one that listens. */
export class BadLine {
  weather: Weather = { ...fair }
  private readonly connections = new Set<Connection>()

  private constructor(
    private readonly server: Server,
    private readonly target: () => Target,
    private readonly random: () => number,
  ) {
    server.on('connection', socket => this.accept(socket))
  }

  /** Listens on a free port, before a target that needn't be there; `target` may be another one for each connection. */
  static async before(target: Target | (() => Target), random: () => number = Math.random): Promise<BadLine> {
    const server = createServer({ pauseOnConnect: true, noDelay: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve)
    })
    return new BadLine(server, typeof target === 'function' ? target : () => target, random)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get open(): number {
    return this.connections.size
  }

  /** Changes the weather; what isn't named becomes fair. */
  turn(weather: Partial<Weather> = {}): void {
    this.weather = { ...fair, ...weather }
    for (const connection of this.connections) connection.deliver()
  }

  /** Resets every connection, or a share of them, whatever is under way in it. */
  cut(share = 1): void {
    for (const connection of this.connections) if (this.random() < share) connection.cut()
  }

  /** From now on nothing arrives any more on the connections that are open now; new ones are well. */
  forget(): void {
    for (const connection of this.connections) connection.forgotten = true
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve))
    for (const connection of this.connections) connection.cut()
    await closed
  }

  private accept(socket: Socket): void {
    if (this.weather.refuse) {
      socket.resetAndDestroy()
      return
    }
    const onward = connect({ ...this.target(), noDelay: true })
    const connection = new Connection(this, socket, onward)
    this.connections.add(connection)
    for (const end of [socket, onward])
      end
        .on('error', () => connection.cut())
        .on('close', () => {
          connection.cut()
          this.connections.delete(connection)
        })
    socket.resume()
  }
}

type Piece = { at: number; data: Buffer }
type Way = { from: Socket; to: Socket; pieces: Piece[]; ended?: boolean; timer?: NodeJS.Timeout }

/** Two sockets and what's on its way between them. */
class Connection {
  forgotten = false
  private readonly ways: Record<Direction, Way>
  private readonly answers = new Answers()

  constructor(
    private readonly proxy: BadLine,
    client: Socket,
    server: Socket,
  ) {
    this.ways = {
      up: { from: client, to: server, pieces: [] },
      down: { from: server, to: client, pieces: [] },
    }
    for (const direction of ['up', 'down'] as const) {
      const way = this.ways[direction]
      way.from.on('data', data => this.take(direction, data))
      way.from.on('end', () => {
        way.ended = true
        this.pump(direction)
      })
    }
  }

  cut(): void {
    for (const { from, timer } of Object.values(this.ways)) {
      clearTimeout(timer)
      if (!from.destroyed) from.resetAndDestroy()
    }
  }

  deliver(): void {
    this.pump('up')
    this.pump('down')
  }

  private take(direction: Direction, data: Buffer): void {
    const { weather } = this.proxy
    if (direction === 'up') this.answers.asked(data)
    else if (weather.swallow && this.answers.answered(data).some(weather.swallow)) {
      this.cut()
      return
    }
    const way = this.ways[direction]
    const at = Date.now() + weather.delay
    const middle = weather.halve && data.length > 1 ? Math.ceil(data.length / 2) : data.length
    way.pieces.push({ at, data: data.subarray(0, middle) })
    if (middle < data.length) way.pieces.push({ at: at + lateHalf, data: data.subarray(middle) })
    if (way.pieces.reduce((sum, piece) => sum + piece.data.length, 0) > held) way.from.pause()
    this.pump(direction)
  }

  private pump(direction: Direction): void {
    const way = this.ways[direction]
    clearTimeout(way.timer)
    if (this.forgotten || this.proxy.weather.hole.includes(direction)) return
    const now = Date.now()
    while (way.pieces[0] && way.pieces[0].at <= now) way.to.write(way.pieces.shift()!.data)
    if (way.pieces[0]) way.timer = setTimeout(() => this.pump(direction), way.pieces[0].at - now)
    else if (way.ended) way.to.end()
    else way.from.resume()
  }
}
