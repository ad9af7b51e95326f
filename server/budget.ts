import type { Node } from '@tiptap/pm/model'
import { documentNodes } from '@/lib/document/check'
import type { Command } from '@/lib/document/commands'
import { type Refusal, refuse } from '@/lib/document/refusal'
import type { StepJSON } from '@/lib/document/steps'
import { RateLimiter } from './rate'
import { piecesOf, sizeOf } from './size'

/** Who works: an author, over a connection or, without one, by HTTP. */
export type Worker = { authorId: string; connection?: string }

/**
 * Pays for work before it's done, all of it at once: who had paid a part and were refused the rest would pay that part again.
 * @param done it's done already, because only that told what it costs: it's owed then
 * @returns in how many milliseconds it could be paid for; 0 when it was
 */
export type Pay = (cost: number, done?: boolean) => number

const burstSeconds = 2
/** Work of a higher price, some 10 ms, goes by the lane. */
export const heavy = 1_000_000
/** Steps of a command times steps recorded since: so often one step is mapped over another, some 50 ns each. */
const maxMappings = 5_000_000
/** A command is decided in one go, and nobody else's meanwhile: more than 500 letters in 50,000 blocks it may not cost. */
const maxCost = 60_000_000
/** What goes around a command's decision: its commit, and telling everybody. */
const aCommand = 20_000
/** Beyond so many ms of one go it's looked at what it really took. */
const noticed = 20
const cheap = 100_000

/**
 * What may be asked for by what is valid but heavy. A connection has a budget, and an author twice that over all their
 * connections and HTTP together, so that nobody else waits for them. Unused, it gathers for two seconds; what costs more is
 * possible when half of that is there, and made up for afterwards.
 */
export class Budget {
  private readonly connections: RateLimiter
  private readonly authors: RateLimiter

  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.connections = new RateLimiter(perSecond, perSecond * burstSeconds, now)
    this.authors = new RateLimiter(perSecond * 2, perSecond * 2 * burstSeconds, now)
  }

  /**
   * Takes what some work costs from both, or nothing.
   * @param again what asking once more costs: it's counted in when one is told to wait, else one would never come to the end of it
   * @returns as `Pay`
   */
  take({ authorId, connection }: Worker, cost: number, again = 0): number {
    const wait = (more: number) =>
      Math.max(
        connection === undefined ? 0 : this.connections.wait(connection, cost, more),
        this.authors.wait(authorId, cost, more),
      )
    if (wait(0) > 0) return wait(again)
    if (connection !== undefined) this.connections.take(connection, cost)
    return this.authors.take(authorId, cost)
  }

  /** For work that is done already. @returns in how many milliseconds what was used too much is made up for */
  owe({ authorId, connection }: Worker, cost: number): number {
    const own = connection === undefined ? 0 : this.connections.owe(connection, cost)
    return Math.max(own, this.authors.owe(authorId, cost))
  }

  /** How somebody pays. @param bytes of the message that they asked by */
  payFor(worker: Worker, bytes?: number): Pay {
    const again = bytes === undefined ? 0 : costs.message(bytes)
    return (cost, done = false) => {
      if (!done) return this.take(worker, cost, again)
      this.owe(worker, cost)
      return 0
    }
  }

  /** A connection is gone. */
  forget(connection: string): void {
    this.connections.forget(connection)
  }

  /** How many connections and authors are remembered. */
  get size(): number {
    return this.connections.size + this.authors.size
  }
}

/**
 * What work costs. The unit is about 10 ns of CPU: a step passes by a node of its document in that time. Measured on
 * 50,000 paragraphs; a document's nodes are counted, not its blocks, because a wide list in one block is as heavy.
 */
export const costs = {
  /** Reading a message, before anybody has looked what it is. */
  message: (bytes: number) => 4_000 + bytes * 4,
  /** The same, where one can look at it: what's in pieces takes longer than a long text does. */
  frame: (text: string) =>
    text.length < 1_000 ? costs.message(text.length) : 4_000 + Buffer.byteLength(text) + piecesOf(text) * 15,
  /**
   * Each step passes by all nodes, reads the whole text of its block, makes anew what it reaches over, and brings something in.
   * @param between steps recorded since the command's base, over which its own are mapped
   */
  command(command: Command, doc: Node, between: number): number {
    if (command.type !== 'EditContent') return aCommand
    const nodes = documentNodes(doc)
    const passing = nodes + doc.content.size * 0.05 + between * 5
    return command.steps.reduce(
      (sum, step) => sum + passing + reachOf(step, nodes) * 200 + sizeOf(step.slice) * 20,
      aCommand,
    )
  },
  /** A copy of a document. */
  copying: (nodes: number) => nodes * 1_000,
  /** Paid before the past is read. */
  restore: (nodes: number) => nodes * 650,
  /** A body with a document, which is read, checked, and read again. */
  making: (bytes: number) => bytes * 20,
  /** The document as JSON. */
  reading: (doc: Node) => documentNodes(doc) * 100 + doc.content.size * 0.5,
  /** The document as a file: each of its nodes is written, and it's made from a snapshot before. */
  exporting: (nodes: number) => 400_000 + nodes * 1_500,
  hashing: (doc: Node) => documentNodes(doc) * 350 + doc.content.size,
  /** A revision that isn't at hand: a snapshot and the events after it. */
  past: (nodes: number) => 400_000 + nodes * 250,
  /** Revisions read from the log and told; those that commands are rebased over are read as steps too. */
  page: (revisions: number) => revisions * 4_000,
  behind: (revisions: number) => revisions * 3_000,
  source: 100_000,
  /** A question about all of a past, which another thread answers. */
  weaving: (revisions: number) => 400_000 + revisions * 8,
  /** Read models; of a past, at most so many revisions are looked at one by one. */
  list: (rows: number) => 200_000 + rows * 5_000,
  search: (rows: number) => 400_000 + rows * 5_000,
  searching: (characters: number) => characters * 3,
  timeline: (revisions: number, buckets: number) =>
    300_000 + Math.min(revisions, 500_000) * 50 + Math.min(revisions, buckets) * 3_000,
  sessions: (rows: number) => 300_000 + rows * 15_000,
  /** Events by their size, which is known only once they are read. */
  told: (bytes: number) => bytes * 3,
}

/** Has somebody pay. @returns why the work isn't done: it's more than they may ask for now */
export function charge({ pay }: { pay?: Pay }, cost: number): { refusal: Refusal } | null {
  const retryInMs = pay?.(cost) ?? 0
  if (retryInMs === 0) return null
  return refuse('rate_limited', 'That is more work than one may ask for at once. Go on in a moment.', { retryInMs })
}

/** Has the sender of a command pay what it takes to decide it. @returns why it isn't decided */
export function weigh(command: Command, sender: { pay?: Pay }, price: number, between: number) {
  if (command.type === 'EditContent' && command.steps.length * between > maxMappings)
    return tooFarBehind('Too many steps')
  if (price > maxCost)
    return refuse('command_too_large', 'That is more work than one command may make. Send it in parts.')
  return charge(sender, price)
}

/**
 * Begins to measure what something of a price takes. CPU, not time: a machine that is busy with other things costs nobody anything.
 * @returns how to learn the ms; of what is cheap it's not looked at
 */
export function stopwatch(price: number): () => number {
  if (price < cheap) return () => 0
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1_000
  }
}

/** Has the sender make up for what took much longer than the price that they paid. */
export function settle({ pay }: { pay?: Pay }, price: number, ms: number): void {
  if (ms > noticed) pay?.(Math.max(0, ms * 100_000 - price), true)
}

/** Over how many nodes a step reaches at most. */
function reachOf({ from, to }: StepJSON, nodes: number): number {
  const length = Number(to) - Number(from)
  return length > 0 ? Math.min(length, nodes) : 0
}

export function tooFarBehind(what: string): { refusal: Refusal } {
  return refuse('too_far_behind', `${what} lie between. Catch up by events first.`)
}
