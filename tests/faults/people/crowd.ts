import { setTimeout as sleep } from 'node:timers/promises'
import { EverdraftClient } from '@/lib/client/client'
import type { EventStore } from '@/server/event-store/event-store'
import { Random } from '../../support/random'
import { paragraphs } from '../../support/scribe'
import { connected } from '../../tools/replay/wire'
import { History } from '../checker/history'
import { atRest } from './at-rest'
import { FullWriter } from './full-writer'
import { Recorder } from './recorder'
import { type Mischief, noMischief, Shim } from './shim'
import { ThinWriter } from './thin-writer'
import { until } from './until'
import type { TokenWriter } from './writer'

export type CrowdOptions = {
  /** Servers' addresses; people spread over them. */
  addresses: readonly string[]
  documents: number
  /** People with whole clients, and scripts, over all documents. */
  full: number
  thin: number
  /** Milliseconds between two tokens of one writer, on average. */
  gap?: number
}

/** People who write into a few documents while the world around them breaks. */
export class Crowd {
  readonly history = new History()
  readonly documents: string[] = []
  readonly writers: TokenWriter[] = []
  private mischief: Mischief = noMischief
  private readonly clients: EverdraftClient[] = []
  private writing = false
  private typists: Promise<void>[] = []

  private constructor(
    private readonly random: Random,
    private readonly gap: number,
  ) {}

  static async gather(random: Random, options: CrowdOptions): Promise<Crowd> {
    const { addresses, documents, full, thin, gap = 120 } = options
    const crowd = new Crowd(random, gap)
    for (let i = 0; i < full + thin; i++) {
      const client = await EverdraftClient.connect(addresses[i % addresses.length]!)
      await connected(client)
      crowd.clients.push(client)
      if (i < documents) {
        const content = paragraphs('', '').toJSON()
        crowd.documents.push((await client.create({ title: `Document ${i}`, content })).documentId)
      }
    }
    for (const [i, client] of crowd.clients.entries()) crowd.sit(i, client, i < full)
    await until(() => crowd.replicas.every(({ session }) => session.state.phase === 'open'), 30_000)
    return crowd
  }

  /** Of somebody who may read everything. */
  get cookie(): string {
    return this.clients[0]!.cookie
  }

  get replicas(): FullWriter[] {
    return this.writers.filter(writer => writer instanceof FullWriter)
  }

  /** Changes what happens to messages; what isn't named doesn't. */
  suffer(mischief: Partial<Mischief> = {}): void {
    this.mischief = { ...noMischief, ...mischief }
  }

  /** The address at which a writer has found a server. */
  addressOf(writer: TokenWriter): string {
    return this.clients[this.writers.indexOf(writer)]!.origin
  }

  /** Everybody writes, or those who are asked, each at their own pace. */
  start(asked: (writer: TokenWriter) => boolean = () => true): void {
    if (this.writing) return
    this.writing = true
    this.typists = this.writers.filter(asked).map(writer => this.type(writer))
  }

  async stop(): Promise<void> {
    this.writing = false
    await Promise.all(this.typists)
  }

  async write(ms: number, asked?: (writer: TokenWriter) => boolean): Promise<void> {
    this.start(asked)
    await sleep(ms)
    await this.stop()
  }

  /** When the next acknowledgement after a moment came; waits for it. */
  async acknowledgedAfter(moment: number, ms = 60_000): Promise<number> {
    const next = () => this.history.acknowledgements.find(at => at > moment)
    await until(() => next() !== undefined, ms)
    return next()!
  }

  /** @throws Error where somebody never comes to rest */
  async drain(store: EventStore): Promise<void> {
    await this.stop()
    await until(() => this.writers.every(({ settled }) => settled), 90_000).catch(() => {
      const waiting = this.writers.filter(({ settled }) => !settled).map(({ name }) => name)
      throw new Error(`Never came to rest: ${waiting.join(', ')} still wait`)
    })
    await atRest(this.replicas, store)
  }

  close(): void {
    for (const writer of this.writers) writer.close()
    for (const client of this.clients) client.close()
  }

  private sit(i: number, client: EverdraftClient, isFull: boolean): void {
    const name = `c${String(i).padStart(2, '0')}`
    const documentId = this.documents[i % this.documents.length]!
    const own = new Random(this.random.below(2 ** 31))
    const recorder = new Recorder(client.transport, name, client.me.authorId, this.history)
    const shim = new Shim(recorder, own, () => this.mischief)
    const Writer = isFull ? FullWriter : ThinWriter
    this.writers.push(new Writer(name, documentId, client, shim, own, this.history))
  }

  private async type(writer: TokenWriter): Promise<void> {
    while (this.writing) {
      await sleep(this.random.next() * 2 * this.gap)
      if (this.writing) writer.write()
    }
  }
}
