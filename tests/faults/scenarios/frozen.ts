import { setTimeout as sleep } from 'node:timers/promises'
import { look } from '../../support/processes'
import { Flood } from '../people/flood'
import type { Scenario } from '../scenario'
import { onStage, recovery } from './on-stage'

const MiB = 1 << 20
const waiting = 4 * MiB
/** What a bounded queue of commands may cost in the process, parsed and decided, with room for the collector. */
const mayGrow = 250 * MiB
/** Answers that were under way when the freeze began. */
const grace = 500

export const databaseFrozen: Scenario = {
  about: 'SIGSTOP of PostgreSQL, 60 s, under a flood: no acknowledgement, no broadcast, memory bounded',
  run: setting =>
    onStage(setting, { env: { LIMIT_WAITING_BYTES: String(waiting) } }, async (stage, crowd) => {
      const ms = setting.extent === 'full' ? 60_000 : 12_000
      const { server } = stage.node
      const flood = await Flood.at(stage.node.address, 100_000)
      await crowd.write(1_000)
      crowd.start()
      const before = look(server.pid)!.residentBytes
      stage.postgres.freeze()
      const from = Date.now() + grace
      let most = before
      for (const end = Date.now() + ms; Date.now() < end; await sleep(500)) {
        flood.pour(20)
        most = Math.max(most, look(server.pid)!.residentBytes)
      }
      const to = Date.now()
      stage.postgres.thaw()
      const recoveries = [await recovery(crowd)]
      flood.close()
      const within = (times: readonly number[]) => times.filter(at => at > from && at < to).length
      const { acknowledgements, broadcasts } = crowd.history
      const breaches: string[] = []
      if (within(acknowledgements) > 0) breaches.push(`${within(acknowledgements)} acknowledged by a frozen database`)
      if (within(broadcasts) > 0) breaches.push(`${within(broadcasts)} broadcast that no database has committed`)
      if (most - before > mayGrow) breaches.push(`The server grew by ${Math.round((most - before) / MiB)} MiB`)
      if (!flood.answers.get('busy')) breaches.push('Nobody was told that it is busy')
      const facts = { frozenMs: ms, grewMiB: Math.round((most - before) / MiB), ...Object.fromEntries(flood.answers) }
      return { recoveries, breaches, facts }
    }),
}

export const tableLocked: Scenario = {
  about: 'another session holds the log locked, 30 s: readable and not writable, then not even readable',
  run: setting =>
    onStage(setting, {}, async (stage, crowd) => {
      const seconds = setting.extent === 'full' ? 30 : 4
      const recoveries: number[] = []
      crowd.start()
      for (const mode of ['SHARE', 'ACCESS EXCLUSIVE']) {
        await sleep(500)
        await stage.postgres.query(`BEGIN; LOCK TABLE event IN ${mode} MODE; SELECT pg_sleep(${seconds}); COMMIT`)
        recoveries.push(await recovery(crowd))
      }
      return { recoveries }
    }),
}
