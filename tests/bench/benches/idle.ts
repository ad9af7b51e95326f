import { setTimeout as sleep } from 'node:timers/promises'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { look } from '../../support/processes'
import { quantile } from '../../support/quantiles'
import { toDocument } from '../../support/traces/text'
import { anAuthor, BulkScribe } from '../archive'
import type { Bench, Round, Stage } from '../bench'
import { prose } from '../scene'

const sockets = 5_000
const documents = 2_000
const typists = 50
/** Memory is asked for once it hasn't grown or shrunk for a while. */
const quietMs = 8_000

export const bench: Bench = {
  about: `${sockets} open sockets on ${documents} documents of 2,000 characters, ${typists} people typing 5 keystrokes/s each`,
  rounds: 1,
  figures: [
    { name: 'server after start', unit: 'MB', goal: { atMost: 300 } },
    { name: 'a socket', unit: 'kB', goal: { atMost: 25 } },
    { name: 'an open document and who is in it', unit: 'kB', goal: { atMost: 60 } },
    { name: 'server with everything open', unit: 'MB' },
    { name: 'ack p50', unit: 'ms' },
    { name: 'ack p99', unit: 'ms', goal: { atMost: 15 } },
    { name: 'CPU of the server while nobody types', unit: '% of a core' },
    { name: 'CPU of the server while they type', unit: '% of a core' },
    { name: 'driver', unit: '% of a core' },
  ],
  async open(stage) {
    const { url, driver, cpu, pid } = await stage.server()
    const megabytes = async () => {
      await sleep(quietMs)
      return look(pid)!.residentBytes / 1e6
    }
    const busy = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
      const [before, began] = [cpu().server, performance.now()]
      const result = await work()
      return [result, ((cpu().server - before) / (performance.now() - began)) * 100_000]
    }
    const atStart = await megabytes()
    const made = await storeDocuments(stage)
    // Its projections take them in; what that has left behind is no socket's.
    await sleep(20_000)
    return {
      async round(): Promise<Round> {
        const before = await megabytes()
        stage.say(`connecting ${sockets} clients`)
        await driver.connect(url, sockets)
        const connected = await megabytes()
        stage.say(`opening ${documents} documents`)
        const typing = { server: url, documents: made, seconds: 20, rate: 5, oneIn: sockets / typists }
        await driver.sit(typing)
        const seated = await megabytes()
        const [, idling] = await busy(() => sleep(5_000))
        const [{ acks, driverCpu }, working] = await busy(() => driver.type(typing))
        return {
          'server after start': atStart,
          'a socket': ((connected - before) / sockets) * 1_000,
          'an open document and who is in it': ((seated - connected) / documents) * 1_000,
          'server with everything open': seated,
          'ack p50': quantile(acks, 0.5),
          'ack p99': quantile(acks, 0.99),
          'CPU of the server while nobody types': idling,
          'CPU of the server while they type': working,
          driver: driverCpu * 100,
        }
      },
    }
  },
}

/** Straight into the log: a server that had made them would have them in memory. */
async function storeDocuments(stage: Stage) {
  const prisma = prismaClient(await stage.databaseUrl(), { max: 1 })
  const store = new PostgresEventStore(prisma)
  const author = await anAuthor(prisma)
  const doc = toDocument(prose(2_000))
  const made: { documentId: string; places: number[] }[] = []
  for (let i = 0; i < documents; i++) {
    const scribe = new BulkScribe(store, author)
    await scribe.create(doc)
    await scribe.flush()
    const people = Math.floor(((i + 1) * sockets) / documents) - Math.floor((i * sockets) / documents)
    made.push({ documentId: scribe.documentId, places: Array.from({ length: people }, (_, n) => 2 + n * 100) })
  }
  await prisma.$disconnect()
  return made
}
