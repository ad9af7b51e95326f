import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import { Random } from '../../support/random'
import type { Archive } from '../archive'
import type { Bench, Round } from '../bench'
import { caughtUp } from '../caught-up'
import { Reader } from '../reader'
import { countEdits, makeDocument } from '../scene'

const people = 10
const seconds = 10

export const bench: Bench = {
  about: `1 document, ${people} people, 5 keystrokes/s each; then the same while somebody reads the past of another one as fast as they can`,
  rounds: 3,
  figures: [
    { name: 'quiet: ack p50', unit: 'ms' },
    { name: 'quiet: ack p99', unit: 'ms' },
    { name: 'seeking beside it: ack p50', unit: 'ms' },
    { name: 'seeking beside it: ack p99', unit: 'ms' },
    { name: 'reading events beside it: ack p50', unit: 'ms' },
    { name: 'reading events beside it: ack p99', unit: 'ms' },
    { name: 'both beside it: ack p50', unit: 'ms' },
    { name: 'both beside it: ack p99', unit: 'ms' },
    { name: 'both p99 / quiet p99', unit: '×', goal: { atMost: 2 } },
    { name: 'seeks beside it', unit: '/s' },
    { name: 'events read beside it', unit: '/s' },
  ],
  async open(stage) {
    const archive = await stage.archive()
    const { url, driver } = await stage.server()
    await caughtUp(url)
    const client = await EverdraftClient.connect(url)
    const past = new Past(await EverdraftClient.connect(url), archive)
    const typed = async () => {
      const document = await makeDocument(client, 2_000, people)
      const { acks } = await driver.type({ server: url, documents: [document], seconds, rate: 5 })
      const edits = await countEdits(client, document.documentId)
      if (edits !== acks.length) throw new Error(`${acks.length} acknowledged, ${edits} in the log`)
      return { p50: quantile(acks, 0.5), p99: quantile(acks, 0.99) }
    }
    await past.during(['seek', 'events'], typed)
    return {
      async round(): Promise<Round> {
        const quiet = await typed()
        const [seeking] = await past.during(['seek'], typed)
        const [reading] = await past.during(['events'], typed)
        const [both, counts] = await past.during(['seek', 'events'], typed)
        return {
          'quiet: ack p50': quiet.p50,
          'quiet: ack p99': quiet.p99,
          'seeking beside it: ack p50': seeking.p50,
          'seeking beside it: ack p99': seeking.p99,
          'reading events beside it: ack p50': reading.p50,
          'reading events beside it: ack p99': reading.p99,
          'both beside it: ack p50': both.p50,
          'both beside it: ack p99': both.p99,
          'both p99 / quiet p99': both.p99 / quiet.p99,
          'seeks beside it': counts.seek,
          'events read beside it': counts.events,
        }
      },
      async close() {
        client.close()
        past.close()
      },
    }
  },
}

type Kind = 'seek' | 'events'

/** Somebody who reads a long document's past, each way over a connection of its own. */
class Past {
  private readonly random = new Random(1)
  private readonly readers: Record<Kind, Reader>
  private readonly ways: Record<Kind, (reader: Reader) => Promise<number>>

  constructor(
    private readonly client: EverdraftClient,
    { whole: { documentId, head } }: Archive,
  ) {
    this.readers = { seek: new Reader(client), events: new Reader(client) }
    const anyRevision = () => 1 + this.random.below(head)
    this.ways = {
      seek: async reader => {
        await reader.ask(`/documents/${documentId}/at/${anyRevision()}`)
        return 1
      },
      events: async reader => {
        const from = anyRevision()
        await reader.ask(`/documents/${documentId}/events?from=${from}&limit=1000`)
        return Math.min(1_000, head - from + 1)
      },
    }
  }

  /** @returns what `work` did, and how much was read in each of these ways meanwhile, by second */
  async during<T>(kinds: readonly Kind[], work: () => Promise<T>): Promise<[T, Record<Kind, number>]> {
    const counts = { seek: 0, events: 0 }
    let over = false
    const began = performance.now()
    const reading = kinds.map(async kind => {
      while (!over) counts[kind] += await this.ways[kind](this.readers[kind])
    })
    const result = await work().finally(() => {
      over = true
    })
    await Promise.all(reading)
    const took = (performance.now() - began) / 1_000
    return [result, { seek: counts.seek / took, events: counts.events / took }]
  }

  close(): void {
    for (const reader of Object.values(this.readers)) reader.close()
    this.client.close()
  }
}
