import { rmSync } from 'node:fs'
import { prismaClient } from '@/server/database/client'
import { migrate } from '@/server/database/migrate'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { projections } from '@/server/projections'
import { projectBatch } from '@/server/projections/batch'
import { readCheckpoint } from '@/server/projections/checkpoint'
import { States } from '@/server/projections/fold'
import { verify } from '@/server/projections/refold'
import { paragraphs, Scribe } from '../../support/scribe'
import { temporaryFolder } from '../../support/server'
import type { Scenario } from '../scenario'
import { Postgres } from '../stage/postgres'
import { BadLine } from '../stage/proxy'

const application = 'everdraft projections'

/**
 * A batch is projected over a line that is cut at its first answer, then at its second, and so on until one comes through: at
 * each statement the projection dies with it, and at the commit too, before its answer.
 */
export const projectionKilled: Scenario = {
  about: 'a projection killed at every statement of its transaction, the commit included',
  async run({ extent }) {
    const folder = temporaryFolder('faults')
    const postgres = await Postgres.open(folder)
    await migrate(postgres.url)
    const line = await BadLine.before({ host: '127.0.0.1', port: postgres.port })
    const whole = prismaClient(postgres.url, { max: 2 })
    const store = new PostgresEventStore(whole)
    const snapshots = { nearest: async () => null, save: async () => {} }
    const breaches: string[] = []
    const facts: Record<string, number> = {}
    try {
      const scribes = Array.from({ length: extent === 'full' ? 8 : 2 }, () => new Scribe(store))
      for (const scribe of scribes) await scribe.create('Killed', paragraphs('text'))
      for (const projection of Object.values(projections)) {
        let kills = 0
        for (let through = false; !through; ) {
          for (const scribe of scribes) await scribe.type('x')
          const { position } = await readCheckpoint(whole, projection)
          const events = await store.follow(position, 1_000)
          let answers = 0
          line.turn({ swallow: answer => answer.application === application && ++answers > kills })
          const url = Object.assign(new URL(postgres.url), { host: `127.0.0.1:${line.port}` })
          const mortal = prismaClient(url.href, { max: 2, name: application })
          const history = new History(new PostgresEventStore(mortal), snapshots)
          const place = { prisma: mortal, history, states: new States(history) }
          const result = await projectBatch(place, projection, position, events).catch(() => 'killed' as const)
          through = result !== 'killed'
          await mortal.$disconnect().catch(() => {})
          if (!through) kills++
          for (const { documentId } of scribes)
            for (const { table, key, column } of await verify(
              { prisma: whole, history: new History(store, snapshots) },
              projection,
              documentId,
            ))
              breaches.push(`I7 ${projection.name}, killed at answer ${kills}: ${table} ${key} ${column}`)
        }
        if (kills < 4) breaches.push(`${projection.name} died ${kills} times only: its statements weren't seen`)
        facts[`${projection.name}, deaths`] = kills
      }
    } finally {
      await whole.$disconnect()
      await line.close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    return { breaches, facts }
  },
}
