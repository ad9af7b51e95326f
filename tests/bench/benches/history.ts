import { gzipSync } from 'node:zlib'
import { EverdraftClient } from '@/lib/client/client'
import { type Prisma, prismaClient } from '@/server/database/client'
import { quantile } from '../../support/quantiles'
import { Random } from '../../support/random'
import type { Stored } from '../archive'
import type { Bench, Round } from '../bench'
import { caughtUp } from '../caught-up'
import { storeMillion } from '../million'
import { Reader } from '../reader'
import { makeDocument } from '../scene'

const questions = 60
const phrases = ['the', 'convergence', 'merge', 'operation', 'xyzzy', 'CRDT', 'we can']
const phrasesOfMillion = ['the', 'heron', 'bridge where', 'xyzzy', 'nobody counts', 'q']

export const bench: Bench = {
  about:
    'All of the past of a document with 260,000 revisions, and of one with 1,000,000, asked by HTTP: the answers whole, read by a client',
  rounds: 3,
  figures: [
    { name: 'the first question, from the log alone', unit: 's' },
    { name: 'the first question, of another server', unit: 's' },
    { name: 'river and list p50', unit: 'ms', goal: { atMost: 200 } },
    { name: 'river and list, gzip', unit: 'kB', goal: { atMost: 100 } },
    { name: 'compare p50', unit: 'ms' },
    { name: 'compare p95', unit: 'ms', goal: { atMost: 300 } },
    { name: 'who wrote what p50', unit: 'ms' },
    { name: 'who wrote what p95', unit: 'ms', goal: { atMost: 300 } },
    { name: 'life of a selection p95', unit: 'ms' },
    { name: 'life of a selection, in spells p95', unit: 'ms' },
    { name: 'life of half a document, in spells, gzip', unit: 'kB' },
    { name: 'a phrase, the slowest', unit: 'ms', goal: { atMost: 500 } },
    { name: '1 M: the first question, from the log alone', unit: 's' },
    { name: '1 M: a phrase, the slowest', unit: 'ms', goal: { atMost: 1_500 } },
    { name: '1 M: compare p95', unit: 'ms' },
    { name: '1 M: life of half a document, in spells, gzip', unit: 'kB' },
    { name: '1 M: stored', unit: 'bytes/revision', goal: { atMost: 40 } },
    { name: 'without a stretch p50', unit: 'ms' },
    { name: 'stored', unit: 'bytes/revision', goal: { atMost: 40 } },
    { name: 'ten typists: ack p99, quiet', unit: 'ms' },
    { name: 'ten typists: ack p99, while somebody asks', unit: 'ms' },
    { name: 'ten typists: the one over the other', unit: '×', goal: { atMost: 2 } },
  ],
  async open(stage) {
    const { whole } = await stage.archive()
    const databaseUrl = await stage.databaseUrl()
    const prisma = prismaClient(databaseUrl, { max: 4 })
    const million = await storeMillion(prisma, stage.say)
    const { url, driver } = await stage.server()
    const client = await EverdraftClient.connect(url)
    const reader = new Reader(client)
    const path = `/documents/${whole.documentId}/history`
    const ask = async (what: string) => (await reader.ask(`${path}/${what}`)).ms
    const ofMillion = (what: string) => reader.ask(`/documents/${million.documentId}/history/${what}`)
    const somewhere = (random: Random, { head } = whole) => 1 + random.below(head)
    const pair = (random: Random, of = whole) => {
      const [from, to] = [somewhere(random, of), somewhere(random, of)].sort((a, b) => a - b)
      return `compare?from=${from}&to=${to}`
    }
    const compare = (random: Random) => ask(pair(random))
    const half = ({ head }: Stored) => `life?revision=${head}&from=5000&to=55000&as=spells`
    stage.say('waiting for the read models')
    await caughtUp(url)
    stage.say('asking for the first time')
    const fromLog = await ask('authorship?revision=1')
    const another = await stage.start()
    const other = new Reader(await EverdraftClient.connect(another.url))
    const fromStored = (await other.ask(`${path}/authorship?revision=1`)).ms
    other.close()
    await another.stop()
    const millionFromLog = (await ofMillion('authorship?revision=1')).ms
    const stored = await storedBytes(prisma, whole)
    const millionStored = await storedBytes(prisma, million)
    await prisma.$disconnect()
    const typed = async () => {
      const document = await makeDocument(client, 2_000, 10)
      return driver.type({ server: url, documents: [document], seconds: 8, rate: 5 })
    }
    await typed()
    return {
      async round(n): Promise<Round> {
        const random = new Random(n)
        const times = async (work: () => Promise<number>, count = questions) => {
          const done: number[] = []
          for (let i = 0; i < count; i++) done.push(await work())
          return done
        }
        let bytes = 0
        const entering = await times(async () => {
          const river = await reader.ask(`${path}/timeline?buckets=240`)
          const list = await reader.ask(`${path}/sessions`)
          bytes = gzipSync(river.body).length + gzipSync(list.body).length
          return river.ms + list.ms
        }, 10)
        const compared = await times(() => compare(random))
        const wrote = await times(() => ask(`authorship?revision=${somewhere(random)}`))
        const lives = await times(
          () => ask(`life?revision=${whole.head}&from=${1_000 + random.below(50_000)}&to=60000`),
          20,
        )
        const spells = await times(
          () => ask(`life?revision=${whole.head}&from=${1_000 + random.below(50_000)}&to=60000&as=spells`),
          20,
        )
        const halfLife = gzipSync((await reader.ask(`${path}/${half(whole)}`)).body).length
        const millionHalfLife = gzipSync((await ofMillion(half(million))).body).length
        const throughMillion: number[] = []
        for (const phrase of phrasesOfMillion)
          throughMillion.push((await ofMillion(`search?query=${encodeURIComponent(phrase)}`)).ms)
        const millionCompared = await times(async () => (await ofMillion(pair(random, million))).ms, 20)
        const found: number[] = []
        for (const phrase of phrases) found.push(await ask(`search?query=${encodeURIComponent(phrase)}`))
        const without = await times(() => {
          const from = somewhere(random)
          return ask(`without?from=${from}&to=${Math.min(whole.head, from + 500)}`)
        }, 5)
        const quiet = await typed()
        let asking = true
        const asked = (async () => {
          while (asking) {
            await compare(random)
            await reader.ask(`/documents/${whole.documentId}/at/${somewhere(random)}`)
            await ask(`search?query=${random.pick(phrases)}`)
          }
        })()
        const busy = await typed()
        asking = false
        await asked
        const [calm, loud] = [quantile(quiet.acks, 0.99), quantile(busy.acks, 0.99)]
        return {
          'the first question, from the log alone': fromLog / 1_000,
          'the first question, of another server': fromStored / 1_000,
          'river and list p50': quantile(entering, 0.5),
          'river and list, gzip': bytes / 1_000,
          'compare p50': quantile(compared, 0.5),
          'compare p95': quantile(compared, 0.95),
          'who wrote what p50': quantile(wrote, 0.5),
          'who wrote what p95': quantile(wrote, 0.95),
          'life of a selection p95': quantile(lives, 0.95),
          'life of a selection, in spells p95': quantile(spells, 0.95),
          'life of half a document, in spells, gzip': halfLife / 1_000,
          'a phrase, the slowest': Math.max(...found),
          '1 M: the first question, from the log alone': millionFromLog / 1_000,
          '1 M: a phrase, the slowest': Math.max(...throughMillion),
          '1 M: compare p95': quantile(millionCompared, 0.95),
          '1 M: life of half a document, in spells, gzip': millionHalfLife / 1_000,
          '1 M: stored': millionStored / million.head,
          'without a stretch p50': quantile(without, 0.5),
          stored: stored / whole.head,
          'ten typists: ack p99, quiet': calm,
          'ten typists: ack p99, while somebody asks': loud,
          'ten typists: the one over the other': loud / calm,
        }
      },
      async close() {
        reader.close()
        client.close()
      },
    }
  },
}

async function storedBytes(prisma: Prisma, { documentId }: Stored): Promise<number> {
  const rows = await prisma.$queryRaw<{ bytes: number }[]>`
    SELECT sum(octet_length(payload))::int AS bytes FROM weave WHERE stream_id = ${documentId}::uuid`
  return rows[0]!.bytes
}
