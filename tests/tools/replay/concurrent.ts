import type { EverdraftClient } from '@/lib/client/client'
import { type Concurrent, seen } from '../../support/traces/format'
import { toDocument } from '../../support/traces/text'
import { HeldClient } from './held-client'
import type { Played, Playing } from './play'

/** Types a recording by as many clients as there were people, each held at what its author had seen. */
export async function playConcurrent(
  clients: readonly EverdraftClient[],
  trace: Concurrent,
  { pace, limit, onProgress }: Playing,
): Promise<Played> {
  const content = toDocument(trace.startContent ?? '').toJSON()
  const { documentId } = await clients[0]!.create({ title: 'Replay', content })
  const views = seen(trace)
  const txns = trace.txns.slice(0, limit).map((txn, i) => ({ ...txn, i, seen: views[i]! }))
  const people = await Promise.all(clients.map(client => HeldClient.open(client, documentId)))
  const began = performance.now()
  let done = 0
  await Promise.all(
    people.map(async (person, agent) => {
      const others = (have: readonly number[]) => have.reduce((sum, count, a) => (a === agent ? sum : sum + count), 0)
      for (const txn of txns.filter(txn => txn.agent === agent)) {
        await pace(txn.i)
        await person.type(txn.patches, others(txn.seen))
        onProgress(++done)
      }
      await person.finish(txns.filter(txn => txn.agent !== agent).length)
    }),
  )
  return {
    documentId,
    seconds: (performance.now() - began) / 1_000,
    latencies: people.flatMap(({ latencies }) => latencies),
    docs: people.map(({ replica }) => replica.doc),
  }
}
