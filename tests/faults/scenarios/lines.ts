import { setTimeout as sleep } from 'node:timers/promises'
import type { Crowd } from '../people/crowd'
import type { Scenario } from '../scenario'
import type { Answer } from '../stage/answers'
import type { BadLine, Weather } from '../stage/proxy'
import { onStage, recovery } from './on-stage'

/** One thing that happens to a line, and for how long. */
type Spell = { weather?: Partial<Weather>; ms: number; cut?: number; forget?: boolean }

const holes = (ms: number): Spell[] => [
  { weather: { hole: ['up'] }, ms },
  { weather: { hole: ['down'] }, ms },
  { weather: { hole: ['up', 'down'] }, ms },
]

async function suffer(line: BadLine, crowd: Crowd, spells: readonly Spell[]): Promise<number[]> {
  const recoveries: number[] = []
  crowd.start()
  for (const { weather, ms, cut, forget } of spells) {
    line.turn(weather)
    for (const end = Date.now() + ms; Date.now() < end; await sleep(Math.min(ms, 400))) {
      if (cut) line.cut(cut)
      if (forget && end - Date.now() > ms - 100) line.forget()
    }
    line.turn()
    recoveries.push(await recovery(crowd))
  }
  return recoveries
}

/** Connections that nobody hears of any more are noticed by a heartbeat, after 20 s at the latest. */
const heartbeat = 25_000

export const peoplesLine: Scenario = {
  about: 'the line between people and server: slow, in halves, reset, refusing, black holes one way and both',
  run: setting => {
    const large = setting.extent === 'full'
    const spells: Spell[] = [
      { weather: { delay: 80 }, ms: large ? 10_000 : 1_000 },
      { weather: { halve: true }, ms: large ? 10_000 : 1_000 },
      { cut: 0.4, ms: large ? 15_000 : 2_000 },
      { weather: { refuse: true }, cut: 0.5, ms: large ? 8_000 : 1_000 },
      ...holes(large ? 5_000 : 1_000),
      ...(large ? [...holes(40_000), { forget: true, ms: 1_000 }] : []),
    ]
    return onStage(setting, { patience: large ? heartbeat : 10_000 }, async (stage, crowd) => ({
      recoveries: await suffer(stage.node.people, crowd, spells),
    }))
  },
}

const isAppend = ({ application, tag }: Answer) => application === 'everdraft append' && /^INSERT 0 [1-9]/.test(tag)

export const databaseLine: Scenario = {
  about:
    'the line between server and database: slow, in halves, reset, refusing, black holes, cut between COMMIT and its answer',
  run: setting => {
    const large = setting.extent === 'full'
    let swallowed = 0
    const swallow = (answer: Answer) => {
      const lost = isAppend(answer) && setting.random.chance(0.3)
      if (lost) swallowed++
      return lost
    }
    const spells: Spell[] = [
      { weather: { delay: 30 }, ms: large ? 10_000 : 1_000 },
      { weather: { halve: true }, ms: large ? 10_000 : 1_000 },
      { weather: { swallow }, ms: large ? 30_000 : 4_000 },
      { cut: 0.5, ms: large ? 15_000 : 2_000 },
      { weather: { refuse: true }, cut: 1, ms: large ? 15_000 : 1_000 },
      ...holes(large ? 25_000 : 1_000),
      ...(large ? [{ forget: true, ms: 1_000 }] : []),
    ]
    return onStage(setting, { patience: large ? heartbeat : 10_000 }, async (stage, crowd) => {
      const recoveries = await suffer(stage.node.database, crowd, spells)
      const breaches = swallowed > 0 ? [] : ['No connection was cut after a commit: nothing was tried']
      return { recoveries, breaches, facts: { swallowed } }
    })
  },
}

export const messages: Scenario = {
  about: 'whole messages: half of the answers lost, events lost, everything doubled, delayed and reordered',
  run: setting =>
    onStage(setting, {}, async (stage, crowd) => {
      crowd.suffer({ loseRequests: 0.1, loseAnswers: 0.5, loseEvents: 0.05, double: 0.3, delay: 200 })
      await crowd.write(setting.extent === 'full' ? 60_000 : 6_000)
      crowd.suffer()
      // An event is lost only with its connection: that's how its loss is noticed, where no later one shows the hole.
      stage.node.people.cut()
      return {}
    }),
}
