import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import { Random } from '../../support/random'
import { connected } from '../../tools/replay/wire'
import type { Stored } from '../archive'
import type { Bench, Figure, Round } from '../bench'
import { caughtUp } from '../caught-up'
import { Reader } from '../reader'

const starts = 10
const documents = [
  { of: 'short', label: '1,000 revisions' },
  { of: 'medium', label: '26,000 revisions' },
  { of: 'whole', label: '260,000 revisions' },
] as const

const figures = documents.flatMap(({ label }): Figure[] => [
  { name: `${label}: p50`, unit: 'ms', goal: { atMost: 15 } },
  { name: `${label}: p95`, unit: 'ms', goal: { atMost: 30 } },
])

/** Opens a document with a whole client, as a page does, until it could be shown. */
async function open(client: EverdraftClient, { documentId, head }: Stored): Promise<number> {
  const began = performance.now()
  const session = client.open(documentId)
  await new Promise<void>(resolve => {
    session.subscribe(() => session.state.phase === 'open' && resolve())
  })
  const took = performance.now() - began
  const { revision } = session.replica!.confirmed
  if (revision !== head) throw new Error(`Opened at ${revision} instead of ${head}`)
  session.close()
  return took
}

export const bench: Bench = {
  about: `A document of 105,000 characters that the server has never touched, opened by a whole client; ${starts} servers a round`,
  rounds: 3,
  figures: [...figures, { name: 'again, from memory: p50', unit: 'ms' }],
  async open(stage) {
    const archive = await stage.archive()
    const times = { short: [] as number[], medium: [] as number[], whole: [] as number[], again: [] as number[] }
    const play = async (start: number) => {
      const server = await stage.start()
      const client = await EverdraftClient.connect(server.url)
      try {
        await connected(client)
        await warm(client, archive.other)
        const order = documents.map((_, i) => documents[(i + start) % documents.length]!.of)
        for (const of of order) times[of].push(await open(client, archive[of]))
        times.again.push(await open(client, archive.whole))
      } finally {
        client.close()
        await server.stop()
      }
    }
    const first = await stage.start()
    await caughtUp(first.url)
    await first.stop()
    await play(0)
    return {
      async round(): Promise<Round> {
        for (const list of Object.values(times)) list.length = 0
        for (let start = 0; start < starts; start++) await play(start)
        const round: Round = { 'again, from memory: p50': quantile(times.again, 0.5) }
        for (const { of, label } of documents) {
          round[`${label}: p50`] = quantile(times[of], 0.5)
          round[`${label}: p95`] = quantile(times[of], 0.95)
        }
        return round
      },
    }
  },
}

/** A server that has been working for a while: on another document. */
async function warm(client: EverdraftClient, other: Stored): Promise<void> {
  const reader = new Reader(client)
  const random = new Random(1)
  for (let i = 0; i < 100; i++) await reader.ask(`/documents/${other.documentId}/at/${1 + random.below(other.head)}`)
  for (let i = 0; i < 10; i++) await open(client, other)
  reader.close()
}
