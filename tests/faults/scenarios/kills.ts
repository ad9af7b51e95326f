import { setTimeout as sleep } from 'node:timers/promises'
import type { Report, Scenario, Setting } from '../scenario'
import type { Stage } from '../stage/stage'
import { onStage, type PlayOptions, recovery } from './on-stage'

/** What dies under load, at a random moment, and how it comes back. */
type Death = (stage: Stage, setting: Setting) => Promise<void>

const killServer: Death = async ({ node: { server } }, { random }) => {
  await server.end('SIGKILL')
  await sleep(random.below(300))
  await server.start()
}

const killDatabase: Death = async ({ postgres }, { random }) => {
  await postgres.kill()
  await sleep(random.below(500))
  await postgres.start()
}

const replaceServer: Death = async ({ node: { server } }) => {
  const code = await server.end('SIGTERM')
  if (code !== 0) throw new Error(`A server that was told to stop ended with ${code}:\n${server.output}`)
  await server.start()
}

/** Writes, lets something die, waits for the next acknowledgement, again and again. */
export function die(setting: Setting, times: number, death: Death, options: PlayOptions = {}): Promise<Report> {
  return onStage(setting, options, async (stage, crowd) => {
    const recoveries: number[] = []
    crowd.start()
    for (let n = 1; n <= times; n++) {
      await sleep(setting.random.below(1_500))
      await death(stage, setting)
      recoveries.push(await recovery(crowd))
      if (n % 10 === 0) setting.say(`${n} of ${times}`)
    }
    return { recoveries, facts: { deaths: times } }
  })
}

export const serverKilled: Scenario = {
  about: 'kill -9 of the server under load, 50 times',
  run: setting => die(setting, setting.extent === 'full' ? 50 : 3, killServer),
}

export const databaseKilled: Scenario = {
  about: 'kill -9 of PostgreSQL, postmaster and children, under load, 20 times',
  run: setting => die(setting, setting.extent === 'full' ? 20 : 3, killDatabase),
}

export const serverReplaced: Scenario = {
  about: 'SIGTERM under load, as a deployment does it, 10 times',
  run: setting => die(setting, setting.extent === 'full' ? 10 : 1, replaceServer),
}
