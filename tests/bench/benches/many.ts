import { randomUUID } from 'node:crypto'
import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import type { Bench, Round } from '../bench'
import { startDriver } from '../driver/process'
import { startPeer } from '../peers/peer'
import { makeDocument } from '../scene'

const documents = 200
const seconds = 5

export const bench: Bench = {
  about: '200 documents of 2,000 characters, 2 people each, as fast as acknowledgements allow',
  rounds: 3,
  figures: [
    { name: 'rate', unit: 'commands/s', goal: { atLeast: 9_000 } },
    { name: 'ack p50', unit: 'ms' },
    { name: 'ack p99', unit: 'ms' },
    { name: 'CPU of the server', unit: 'µs/command' },
    { name: 'above socket.io alone', unit: 'µs/command', goal: { atMost: 30 } },
    { name: 'CPU of the database', unit: 'µs/command', goal: { atMost: 16 } },
    { name: 'driver', unit: '% of a core' },
    { name: 'socket.io alone: rate', unit: 'commands/s' },
    { name: 'socket.io alone: CPU', unit: 'µs/command' },
    { name: 'socket.io alone: driver', unit: '% of a core' },
  ],
  async open(stage) {
    const { url, driver, cpu } = await stage.server()
    const client = await EverdraftClient.connect(url)
    const typed = async (seconds: number) => {
      const made: Awaited<ReturnType<typeof makeDocument>>[] = []
      for (let i = 0; i < documents; i++) made.push(await makeDocument(client, 2_000, 2))
      const before = cpu()
      const result = await driver.type({ server: url, documents: made, seconds, rate: null })
      const after = cpu()
      return { ...result, used: { server: after.server - before.server, database: after.database - before.database } }
    }
    const floor = await startPeer('floor', '')
    const floorDriver = await startDriver()
    const bare = async () => {
      const rooms = Array.from({ length: documents }, () => ({ documentId: randomUUID(), places: [0, 0] }))
      const before = floor.cpu()
      const result = await floorDriver.type({
        server: floor.url,
        peer: 'floor',
        documents: rooms,
        seconds: 3,
        rate: null,
      })
      return { ...result, cpu: ((floor.cpu() - before) / result.acks.length) * 1e6 }
    }
    await bare()
    stage.say('making documents, connecting 400 clients')
    await typed(1)
    return {
      async round(): Promise<Round> {
        const alone = await bare()
        const { acks, seconds: took, driverCpu, used } = await typed(seconds)
        const cpu = (used.server / acks.length) * 1e6
        return {
          rate: acks.length / took,
          'ack p50': quantile(acks, 0.5),
          'ack p99': quantile(acks, 0.99),
          'CPU of the server': cpu,
          'above socket.io alone': cpu - alone.cpu,
          'CPU of the database': (used.database / acks.length) * 1e6,
          driver: driverCpu * 100,
          'socket.io alone: rate': alone.acks.length / alone.seconds,
          'socket.io alone: CPU': alone.cpu,
          'socket.io alone: driver': alone.driverCpu * 100,
        }
      },
      async close() {
        client.close()
        await floorDriver.stop()
        await floor.stop()
      },
    }
  },
}
