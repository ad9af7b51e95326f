import { EverdraftClient } from '@/lib/client/client'
import type { DocumentAt } from '@/lib/protocol/http'
import { quantile } from '../../support/quantiles'
import { Random } from '../../support/random'
import type { Bench, Round } from '../bench'
import { caughtUp } from '../caught-up'
import { Reader } from '../reader'

const seeks = 1_000

export const bench: Bench = {
  about: `${seeks} random revisions of a document with 260,000 of them, one after the other, by HTTP`,
  rounds: 3,
  figures: [
    { name: 'seek p50', unit: 'ms', goal: { atMost: 4 } },
    { name: 'seek p95', unit: 'ms' },
    { name: 'seek p99', unit: 'ms', goal: { atMost: 10 } },
    { name: 'p50 in its third quarter', unit: 'ms' },
    { name: 'p50 in its last quarter', unit: 'ms' },
    { name: 'reading an answer as JSON p50', unit: 'ms' },
    { name: 'size of an answer p50', unit: 'kB' },
    { name: 'CPU of the server', unit: 'ms/seek' },
    { name: 'CPU of the database', unit: 'ms/seek' },
  ],
  async open(stage) {
    const { whole } = await stage.archive()
    const { url, cpu } = await stage.server()
    await caughtUp(url)
    const client = await EverdraftClient.connect(url)
    const reader = new Reader(client)
    const seek = async (revision: number) => {
      const { body, ms } = await reader.ask(`/documents/${whole.documentId}/at/${revision}`)
      const began = performance.now()
      const at = JSON.parse(body.toString('utf8')) as DocumentAt
      if (at.revision !== revision) throw new Error(`Asked for ${revision}, got ${at.revision}`)
      return { revision, ms, parsing: performance.now() - began, kilobytes: body.length / 1_000 }
    }
    const play = async (random: Random) => {
      const done: Awaited<ReturnType<typeof seek>>[] = []
      for (let i = 0; i < seeks; i++) done.push(await seek(1 + random.below(whole.head)))
      return done
    }
    await play(new Random(0))
    return {
      async round(n): Promise<Round> {
        const before = cpu()
        const done = await play(new Random(n))
        const after = cpu()
        const times = done.map(({ ms }) => ms)
        const quarter = (q: number) =>
          done.filter(({ revision }) => Math.ceil((revision / whole.head) * 4) === q).map(({ ms }) => ms)
        return {
          'seek p50': quantile(times, 0.5),
          'seek p95': quantile(times, 0.95),
          'seek p99': quantile(times, 0.99),
          'p50 in its third quarter': quantile(quarter(3), 0.5),
          'p50 in its last quarter': quantile(quarter(4), 0.5),
          'reading an answer as JSON p50': quantile(
            done.map(({ parsing }) => parsing),
            0.5,
          ),
          'size of an answer p50': quantile(
            done.map(({ kilobytes }) => kilobytes),
            0.5,
          ),
          'CPU of the server': ((after.server - before.server) * 1_000) / seeks,
          'CPU of the database': ((after.database - before.database) * 1_000) / seeks,
        }
      },
      async close() {
        reader.close()
        client.close()
      },
    }
  },
}
