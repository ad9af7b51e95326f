import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import type { Bench, Figure, Round } from '../bench'
import { countEdits, makeDocument } from '../scene'

const people = 20
const full = 2
const seconds = 5
const sizes = [
  { characters: 2_000, label: '2,000 characters', goal: 2_500 },
  { characters: 105_000, label: '105,000 characters', goal: 1_500 },
]

const figures = sizes.flatMap(({ label, goal }): Figure[] => [
  { name: `${label}: rate`, unit: 'commands/s', goal: { atLeast: goal } },
  { name: `${label}: ack p50`, unit: 'ms' },
  { name: `${label}: worst ack`, unit: 'ms', goal: { atMost: 150 } },
  { name: `${label}: farthest thin client from their mean`, unit: '%', goal: { atMost: 20 } },
  { name: `${label}: CPU of the server`, unit: 'µs/command' },
  { name: `${label}: CPU of the database`, unit: 'µs/command' },
  { name: `${label}: driver`, unit: '% of a core' },
])

export const bench: Bench = {
  about: '1 document, 20 people (2 of them full replicas) as fast as acknowledgements allow',
  rounds: 3,
  figures,
  async open(stage) {
    const { url, driver, cpu } = await stage.server()
    const client = await EverdraftClient.connect(url)
    const typed = async (characters: number, seconds: number) => {
      const document = await makeDocument(client, characters, people)
      const before = cpu()
      const result = await driver.type({ server: url, documents: [document], full, seconds, rate: null })
      const after = cpu()
      const edits = await countEdits(client, document.documentId)
      if (edits !== result.acks.length) throw new Error(`${result.acks.length} acknowledged, ${edits} in the log`)
      const used = { server: after.server - before.server, database: after.database - before.database }
      return { ...result, used }
    }
    await typed(2_000, 2)
    return {
      async round(): Promise<Round> {
        const round: Round = {}
        for (const { characters, label } of sizes) {
          const { acks, byPerson, seconds: took, driverCpu, used } = await typed(characters, seconds)
          const thin = byPerson.slice(full)
          const mean = thin.reduce((sum, count) => sum + count, 0) / thin.length
          round[`${label}: rate`] = acks.length / took
          round[`${label}: ack p50`] = quantile(acks, 0.5)
          round[`${label}: worst ack`] = quantile(acks, 1)
          round[`${label}: farthest thin client from their mean`] =
            Math.max(...thin.map(count => Math.abs(count / mean - 1))) * 100
          round[`${label}: CPU of the server`] = (used.server / acks.length) * 1e6
          round[`${label}: CPU of the database`] = (used.database / acks.length) * 1e6
          round[`${label}: driver`] = driverCpu * 100
        }
        return round
      },
      close: async () => client.close(),
    }
  },
}
