import { setTimeout as sleep } from 'node:timers/promises'
import { EverdraftClient } from '@/lib/client/client'
import { Bystander } from '../../support/hostile/bystander'
import { quantile } from '../../support/quantiles'
import type { Bench, Round } from '../bench'
import { caughtUp } from '../caught-up'
import { startWorker } from '../driver/worker'
import type { Assault, Tally } from '../hostile/assault'
import { attacks } from '../hostile/attacks'
import { setScene } from '../hostile/scene'

const seconds = 5
const kinds = Object.keys(attacks)

export const bench: Bench = {
  about: `somebody types as ever while an attacker, each time another author, does one thing for ${seconds} s; default limits`,
  rounds: 1,
  figures: [
    { name: 'quiet: ack p50', unit: 'ms' },
    { name: 'quiet: ack p99', unit: 'ms' },
    { name: 'the worst p99', unit: 'ms', goal: { atMost: 250 } },
    { name: 'the longest wait', unit: 'ms' },
    ...kinds.flatMap(kind => [
      { name: `${kind}: p99`, unit: 'ms', goal: { atMost: 250 } },
      { name: `${kind}: longest`, unit: 'ms' },
    ]),
  ],
  async open(stage) {
    const { url } = await stage.server('default')
    const [honest, owner] = [await EverdraftClient.connect(url), await EverdraftClient.connect(url)]
    stage.say('writing what is attacked')
    const scene = await setScene(await stage.databaseUrl(), owner.me.authorId)
    const { documentId } = await honest.create({ title: 'Mine' })
    const attacker = await startWorker<Assault, Tally>(new URL('../hostile/attacker.ts', import.meta.url), 10)
    const bystander = await Bystander.sit(url, honest.cookie, documentId)
    const waits = async (during: () => Promise<unknown>) => {
      bystander.acks.length = 0
      await during()
      if (bystander.refused.length > 0) throw new Error(`Somebody else was refused: ${[...new Set(bystander.refused)]}`)
      return [...bystander.acks]
    }
    // Read models follow, code gets warm.
    await caughtUp(url)
    return {
      async round(): Promise<Round> {
        await sleep(2_000)
        const quiet = await waits(() => sleep(seconds * 1_000))
        const round: Round = { 'quiet: ack p50': quantile(quiet, 0.5), 'quiet: ack p99': quantile(quiet, 0.99) }
        for (const kind of kinds) {
          // Only who has documents can have them listed.
          const own = /lists|searches/.test(kind)
          const mallory = own ? owner : await EverdraftClient.connect(url)
          const assault = { kind, seconds, server: url, cookie: mallory.cookie, ...scene }
          let tally: Tally | undefined
          const acks = await waits(async () => {
            tally = await attacker.do(assault)
          })
          if (!own) mallory.close()
          const [p99, longest] = [quantile(acks, 0.99), Math.max(...acks)]
          round[`${kind}: p99`] = p99
          round[`${kind}: longest`] = longest
          const { said, taken, unanswered } = tally!
          stage.say(
            `${kind}: ${acks.length} acks, p99 ${p99.toFixed(0)}, longest ${longest.toFixed(0)} ms; said ${said}, taken ${taken}, no answer ${unanswered}`,
          )
          await sleep(500)
        }
        round['the worst p99'] = Math.max(...kinds.map(kind => round[`${kind}: p99`]!))
        round['the longest wait'] = Math.max(...kinds.map(kind => round[`${kind}: longest`]!))
        return round
      },
      async close() {
        await bystander.stop()
        await attacker.stop()
        for (const client of [honest, owner]) client.close()
      },
    }
  },
}
