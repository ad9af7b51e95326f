import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import { BareCommits } from '../bare-commits'
import type { Bench, Round } from '../bench'
import { countEdits, makeDocument } from '../scene'

const people = 10

export const bench: Bench = {
  about: '1 document of 2,000 characters, 10 people, 5 keystrokes/s each: thin clients, then full replicas',
  rounds: 3,
  figures: [
    { name: 'ack p50', unit: 'ms' },
    { name: 'ack p95', unit: 'ms' },
    { name: 'ack p99', unit: 'ms', goal: { atMost: 6 } },
    { name: 'seen by all p50', unit: 'ms' },
    { name: 'seen by all p95', unit: 'ms' },
    { name: 'seen by all p99', unit: 'ms' },
    { name: 'ack p50 − bare commit', unit: 'ms', goal: { atMost: 1.2 } },
    { name: 'seen p50 − ack p50', unit: 'ms', goal: { atMost: 1 } },
    { name: 'full replicas: confirmed p50', unit: 'ms' },
    { name: 'full replicas: confirmed p99', unit: 'ms' },
    { name: 'bare commit p50', unit: 'ms' },
    { name: 'bare commit p99', unit: 'ms' },
    { name: 'bare commit every 20 ms p50', unit: 'ms' },
    { name: 'driver', unit: '% of a core' },
  ],
  async open(stage) {
    const { url, driver } = await stage.server()
    const bare = await BareCommits.on(await stage.databaseUrl())
    const client = await EverdraftClient.connect(url)
    const typed = async (seconds: number, full: number) => {
      const document = await makeDocument(client, 2_000, people)
      const result = await driver.type({ server: url, documents: [document], full, seconds, rate: 5 })
      const edits = await countEdits(client, document.documentId)
      if (edits !== result.acks.length) throw new Error(`${result.acks.length} acknowledged, ${edits} in the log`)
      return result
    }
    await typed(3, 0)
    return {
      async round(): Promise<Round> {
        const yardstick = await bare.measure()
        // As often as these ten type; a processor that rests in between is slower.
        const seldom = await bare.measure(150, 1_000 / (people * 5))
        const { acks, seen, driverCpu } = await typed(10, 0)
        const whole = await typed(5, people)
        return {
          'ack p50': quantile(acks, 0.5),
          'ack p95': quantile(acks, 0.95),
          'ack p99': quantile(acks, 0.99),
          'seen by all p50': quantile(seen, 0.5),
          'seen by all p95': quantile(seen, 0.95),
          'seen by all p99': quantile(seen, 0.99),
          'ack p50 − bare commit': quantile(acks, 0.5) - yardstick.p50,
          'seen p50 − ack p50': quantile(seen, 0.5) - quantile(acks, 0.5),
          'full replicas: confirmed p50': quantile(whole.acks, 0.5),
          'full replicas: confirmed p99': quantile(whole.acks, 0.99),
          'bare commit p50': yardstick.p50,
          'bare commit p99': yardstick.p99,
          'bare commit every 20 ms p50': seldom.p50,
          driver: driverCpu * 100,
        }
      },
      async close() {
        client.close()
        await bare.close()
      },
    }
  },
}
