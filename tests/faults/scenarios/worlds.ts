import { setTimeout as sleep } from 'node:timers/promises'
import { EverdraftClient } from '@/lib/client/client'
import type { EventStore } from '@/server/event-store/event-store'
import type { Random } from '../../support/random'
import { WorldWriter } from '../../support/world/writer'
import { connected } from '../../tools/replay/wire'
import { type People, verdict } from '../checker/gather'
import { History } from '../checker/history'
import { atRest } from '../people/at-rest'
import { Recorder } from '../people/recorder'
import { until } from '../people/until'
import type { Report, Scenario, Setting } from '../scenario'
import { Stage } from '../stage/stage'

/** Restless writers at whole editors, who undo, move, wrap and restore, around one document. */
class Restless implements People {
  readonly history = new History()
  readonly documents: string[] = []
  readonly writers: WorldWriter[] = []

  constructor(
    private readonly clients: readonly EverdraftClient[],
    private readonly random: Random,
  ) {}

  get cookie(): string {
    return this.clients[0]!.cookie
  }

  get replicas() {
    return this.writers.map(({ name, session }) => ({ name, session, documentId: this.documents[0]! }))
  }

  async sit(): Promise<void> {
    const { documentId } = await this.clients[0]!.create({ title: 'World' })
    this.documents.push(documentId)
    for (const [i, { transport, me }] of this.clients.entries()) {
      const recorder = new Recorder(transport, `w${i}`, me.authorId, this.history)
      this.writers.push(new WorldWriter(`w${i}`, this.random, { transport: recorder, documentId, me }))
    }
    await until(() => this.writers.every(({ session }) => session.state.phase === 'open'), 60_000)
  }

  act(): void {
    const writer = this.random.pick(this.writers)
    const { revision } = writer.session.state
    if (this.random.chance(0.02) && revision > 1) writer.session.restore(1 + this.random.below(revision))
    else writer.act()
  }

  async drain(store: EventStore): Promise<void> {
    await atRest(this.replicas, store)
  }

  close(): void {
    for (const { session } of this.writers) session.close()
  }
}

/** What breaks in between: a server dies, PostgreSQL dies, or all lines are cut. */
async function breakSomething(stage: Stage, random: Random): Promise<void> {
  const { server, people } = random.pick(stage.nodes)
  const dice = random.next()
  if (dice < 0.4) {
    await server.end('SIGKILL')
    await server.start()
  } else if (dice < 0.6) {
    await stage.postgres.kill()
    await stage.postgres.start()
  } else people.cut(0.5)
}

async function world(stage: Stage, clients: readonly EverdraftClient[], random: Random) {
  const people = new Restless(clients, random)
  await people.sit()
  const acts = 60 + random.below(120)
  const breaksAt = new Set(Array.from({ length: 1 + random.below(2) }, () => random.below(acts)))
  for (let i = 0; i < acts; i++) {
    people.act()
    await sleep(random.below(30))
    if (breaksAt.has(i)) await breakSomething(stage, random)
  }
  const judged = await verdict(stage, people)
  const astray = people.writers
    .filter(({ state, session }) => !state.doc.eq(session.doc!))
    .map(({ name }) => `I5 the editor of ${name} shows another document than its replica holds`)
  people.close()
  return { ...judged, breaches: [...judged.breaches, ...astray] }
}

async function run({ random, extent, say }: Setting): Promise<Report> {
  const worlds = extent === 'full' ? 50 : 2
  const stage = await Stage.open(random, { servers: 2 })
  const total = { worlds, revisions: 0, commands: 0 }
  const breaches: string[] = []
  try {
    const clients: EverdraftClient[] = []
    for (let i = 0; i < 5; i++)
      clients.push(await EverdraftClient.connect(stage.addresses[i % stage.addresses.length]!))
    for (let n = 1; n <= worlds; n++) {
      for (const client of clients) await connected(client)
      const judged = await world(stage, clients, random)
      total.revisions += judged.revisions
      total.commands += judged.commands
      breaches.push(...judged.breaches.map(breach => `world ${n}: ${breach}`))
      if (n % 10 === 0) say(`${n} of ${worlds} worlds`)
    }
    for (const client of clients) client.close()
  } finally {
    await stage.close()
  }
  return { breaches, facts: total }
}

export const realWorlds: Scenario = {
  about: '50 worlds of restless editors on two servers and a real PostgreSQL, all of which die now and then',
  run,
}
