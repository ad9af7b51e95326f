import { randomUUID } from 'node:crypto'
import { EverdraftClient } from '@/lib/client/client'
import { quantile } from '../../support/quantiles'
import { BareCommits } from '../bare-commits'
import type { Bench, Cpu, Figure, Round, Stage } from '../bench'
import { peerPerson } from '../driver/peer-person'
import { type Driver, startDriver } from '../driver/process'
import type { Peer, Typed, Typing } from '../driver/typing'
import { installPeers, startPeer } from '../peers/peer'
import { makeDocument, prose } from '../scene'

/** One of those who are compared: how documents come to be there, and what its processes cost. */
type Contender = {
  name: string
  url: string
  driver: Driver
  peer?: Peer
  make(characters: number, people: number): Promise<Typing['documents'][number]>
  cpu(): Cpu
  close(): Promise<void>
}

const loads = {
  latency: { documents: 1, people: 10, characters: 2_000, seconds: 8, rate: 5 },
  'hot, 2,000 characters': { documents: 1, people: 20, characters: 2_000, seconds: 5, rate: null },
  'hot, 105,000 characters': { documents: 1, people: 20, characters: 105_000, seconds: 5, rate: null },
  many: { documents: 200, people: 2, characters: 2_000, seconds: 5, rate: null },
} as const
const contenders = ['Everdraft', 'Hocuspocus', 'ShareDB'] as const

const perContender = (label: string, unit: string): Figure[] =>
  contenders.map(name => ({ name: `${label}: ${name}`, unit }))

export const bench: Bench = {
  about:
    'Everdraft, Hocuspocus 4 (acknowledges from memory) and ShareDB 7 (commits) under the same loads, on one PostgreSQL',
  rounds: 2,
  figures: [
    { name: 'bare commit p50', unit: 'ms' },
    ...perContender('latency, ack p50', 'ms'),
    ...perContender('latency, ack p99', 'ms'),
    ...perContender('latency, seen by all p50', 'ms'),
    ...Object.keys(loads)
      .slice(1)
      .flatMap(load => [
        ...perContender(`${load}, rate`, 'commands/s'),
        ...perContender(`${load}, worst ack`, 'ms'),
        ...perContender(`${load}, CPU of the server`, 'µs/command'),
        ...perContender(`${load}, driver`, '% of a core'),
      ]),
  ],
  async open(stage) {
    installPeers(stage.say)
    const bare = await BareCommits.on(await stage.databaseUrl())
    const all = [await everdraft(stage), await other(stage, 'hocuspocus'), await other(stage, 'sharedb')]
    return {
      async round(): Promise<Round> {
        const round: Round = { 'bare commit p50': (await bare.measure()).p50 }
        for (const load of Object.keys(loads) as (keyof typeof loads)[])
          for (const contender of all) Object.assign(round, await measured(contender, load))
        return round
      },
      async close() {
        for (const contender of all) await contender.close()
        await bare.close()
      },
    }
  },
}

async function measured(contender: Contender, load: keyof typeof loads): Promise<Round> {
  const { documents: count, people, characters, seconds, rate } = loads[load]
  const documents: Typing['documents'] = []
  for (let i = 0; i < count; i++) documents.push(await contender.make(characters, people))
  const { url: server, peer, driver, name } = contender
  const before = contender.cpu()
  const typed = await driver.type({ server, documents, seconds, rate, ...(peer && { peer }) })
  const cpu = (contender.cpu().server - before.server) / typed.acks.length
  return named(load, name, typed, cpu)
}

function named(load: keyof typeof loads, name: string, { acks, seen, seconds, driverCpu }: Typed, cpu: number): Round {
  if (load === 'latency')
    return {
      [`latency, ack p50: ${name}`]: quantile(acks, 0.5),
      [`latency, ack p99: ${name}`]: quantile(acks, 0.99),
      [`latency, seen by all p50: ${name}`]: quantile(seen, 0.5),
    }
  return {
    [`${load}, rate: ${name}`]: acks.length / seconds,
    [`${load}, worst ack: ${name}`]: quantile(acks, 1),
    [`${load}, CPU of the server: ${name}`]: cpu * 1e6,
    [`${load}, driver: ${name}`]: driverCpu * 100,
  }
}

async function everdraft(stage: Stage): Promise<Contender> {
  const { url, driver, cpu } = await stage.server()
  const client = await EverdraftClient.connect(url)
  const make = (characters: number, people: number) => makeDocument(client, characters, people)
  return { name: 'Everdraft', url, driver, make, cpu, close: async () => client.close() }
}

async function other(stage: Stage, peer: Peer): Promise<Contender> {
  const { url, cpu, stop } = await startPeer(peer, await stage.databaseUrl())
  const driver = await startDriver()
  const ears = { sent() {}, acknowledged() {}, received() {} }
  return {
    name: peer === 'sharedb' ? 'ShareDB' : 'Hocuspocus',
    url,
    driver,
    peer,
    async make(characters, people) {
      const documentId = randomUUID()
      const first = await peerPerson(peer, { url, documentId, ears })
      await first.fill(prose(characters))
      await first.close()
      return { documentId, places: Array.from({ length: people }, () => 0) }
    },
    cpu: () => ({ server: cpu(), database: Number.NaN }),
    async close() {
      await driver.stop()
      await stop()
    },
  }
}
