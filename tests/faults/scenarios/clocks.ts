import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { ids } from '../../support/deciding'
import { anna, Office, typing } from '../../support/writing'
import type { Report, Scenario, Setting } from '../scenario'
import { Stage } from '../stage/stage'

const day = 86_400_000

/**
 * The clock that events are dated by is put forward and back by up to a day between commands, on a real log. (What the rest of
 * the server measures, it measures by a clock that nobody can put: FT12.)
 */
async function run({ random, extent }: Setting): Promise<Report> {
  const stage = await Stage.open(random, { servers: 0 })
  const prisma = prismaClient(stage.postgres.url, { max: 2 })
  const breaches: string[] = []
  let now = Date.now()
  try {
    const store = new PostgresEventStore(prisma)
    // Two processes whose clocks don't agree either.
    const offices = [0, 1].map(n => new Office(store, { now: () => new Date(now + n * 3_600_000) }))
    await offices[0]!.create()
    for (let i = 0; i < (extent === 'full' ? 2_000 : 100); i++) {
      now += random.below(2 * day) - day
      const outcome = await random.pick(offices).submit(typing('x'), anna)
      if ('refusal' in outcome) breaches.push(`Refused: ${outcome.refusal.code}`)
    }
    const events = await store.read(ids.document, 1, { events: 1_000_000 })
    events.forEach(({ recordedAt, revision }, i) => {
      if (revision !== i + 1) breaches.push(`I3 revision ${revision} at place ${i + 1}`)
      if (i > 0 && recordedAt < events[i - 1]!.recordedAt) breaches.push(`Time runs backwards at ${revision}`)
    })
    return { breaches, facts: { revisions: events.length } }
  } finally {
    await prisma.$disconnect()
    await stage.close()
  }
}

export const clockSteps: Scenario = { about: 'clocks put forward and back by a day, of two processes on one log', run }
