import { setTimeout as sleep } from 'node:timers/promises'
import { prismaClient } from '@/server/database/client'
import { PostgresEventStore } from '@/server/event-store/postgres'
import { History } from '@/server/history'
import { Scribe } from '../../support/scribe'
import type { FullWriter } from '../people/full-writer'
import type { Mischief } from '../people/shim'
import { until } from '../people/until'
import type { Scenario } from '../scenario'
import type { Stage } from '../stage/stage'
import { onStage } from './on-stage'

const atOnce = 200
const letter = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'x' }] } }

/** Appends to a document what somebody else writes meanwhile, not through the server. */
async function writeElsewhere(stage: Stage, documentId: string, revisions: number): Promise<void> {
  const prisma = prismaClient(stage.postgres.url, { max: 1 })
  const store = new PostgresEventStore(prisma)
  const scribe = new Scribe(store, documentId)
  scribe.state = await new History(store, { nearest: async () => null, save: async () => {} }).documentAt(documentId)
  scribe.now = Date.now()
  for (let done = 0; done < revisions; done += atOnce) {
    const run = Array.from({ length: Math.min(atOnce, revisions - done) }, () => {
      const event = scribe.next({ type: 'ContentEdited', data: { steps: [letter], origin: 'typed' } })
      scribe.recorded(event, '')
      return event
    })
    const [positions] = await store.append([run])
    if (!positions) throw new Error('Somebody else wrote to the document')
  }
  await prisma.$disconnect()
}

type Absence = [revisions: number, fateOfTheLastCommand: Partial<Mischief>]

const stored = { loseAnswers: 1, loseEvents: 1 }
const lost = { loseRequests: 1 }

// A server rebases over 5,000 revisions and no more.
const short: Absence[] = [
  [1_200, stored],
  [5_300, lost],
]
const long: Absence[] = [
  [3_000, lost],
  [4_000, stored],
  [20_000, lost],
  [21_000, stored],
]

export const longAbsence: Scenario = {
  about: 'back after thousands of revisions by others, with edits made meanwhile and one whose fate is unknown',
  run: setting =>
    onStage(setting, { people: { documents: 1, full: 3, thin: 0 } }, async (stage, crowd) => {
      const facts: Record<string, number> = {}
      const breaches: string[] = []
      const [absent] = crowd.replicas as [FullWriter]
      for (const [revisions, fate] of setting.extent === 'full' ? long : short) {
        crowd.suffer(fate)
        absent.write()
        await sleep(300)
        stage.node.people.turn({ refuse: true })
        stage.node.people.cut()
        await until(() => !absent.session.state.connected, 30_000)
        for (let i = 0; i < 40; i++) absent.write()
        await writeElsewhere(stage, absent.documentId, revisions)
        crowd.suffer()
        stage.node.people.turn()
        const back = Date.now()
        await until(() => absent.session.state.connected && absent.settled, 120_000).catch(() =>
          breaches.push(`Not all was stored after ${revisions} revisions`),
        )
        facts[`after ${revisions}, ms`] = Date.now() - back
      }
      return { breaches, facts }
    }),
}
