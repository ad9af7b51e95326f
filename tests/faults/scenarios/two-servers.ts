import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../people/until'
import type { Scenario } from '../scenario'
import { onStage, recovery } from './on-stage'

/** People of a server that was behind see everything so soon after it goes on. */
const goal = 2_000

export const twoServers: Scenario = {
  about: 'two servers on one database and one document, no stickiness, one of them paused 30 s',
  run: setting => {
    const large = setting.extent === 'full'
    const one = { documents: large ? 2 : 1, full: large ? 8 : 3, thin: large ? 6 : 2 }
    const options = { servers: 2, people: one }
    return onStage(setting, options, async (stage, crowd) => {
      const [first, second] = [stage.nodes[0]!, stage.nodes[1]!]
      const facts: Record<string, number> = {}
      const breaches: string[] = []
      const recoveries: number[] = []
      crowd.start()
      await sleep(large ? 10_000 : 1_500)
      second.server.signal('SIGSTOP')
      await sleep(large ? 30_000 : 4_000)
      // From here on only those of the first server write: the others have to hear of it by themselves.
      await crowd.stop()
      await crowd.write(1_000, writer => crowd.addressOf(writer) === first.address)
      const heads = await stage.heads()
      second.server.signal('SIGCONT')
      const resumed = Date.now()
      const theirs = crowd.replicas.filter(writer => crowd.addressOf(writer) === second.address)
      const behind = () => theirs.filter(({ documentId, session }) => session.state.revision < heads.get(documentId)!)
      await until(() => behind().length === 0, 60_000).catch(() =>
        breaches.push('Those of the paused server never converged'),
      )
      facts.convergedMs = Date.now() - resumed
      if (large && facts.convergedMs > goal) breaches.push(`They converged after ${facts.convergedMs} ms`)
      crowd.start()
      recoveries.push(await recovery(crowd))
      await sleep(large ? 5_000 : 1_000)
      return { recoveries, breaches, facts }
    })
  },
}
