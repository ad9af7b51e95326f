import { setTimeout as sleep } from 'node:timers/promises'
import type { EverdraftClient } from '@/lib/client/client'
import { RefusedError } from '@/lib/client/client'
import type { Payload, Reply, RequestName } from '@/lib/client/transport'
import type { Accepted } from '@/lib/protocol/socket'

/** Resolves once the client is connected. */
export async function connected({ transport }: EverdraftClient): Promise<void> {
  while (!transport.connected) await sleep(20)
}

/**
 * Asks until there is an answer: what's refused for now, or lost with the connection, is sent again, identical.
 * @throws RefusedError where the answer is no, for good
 */
export async function insist<N extends RequestName>(
  client: EverdraftClient,
  name: N,
  payload: Payload<N>,
): Promise<Extract<Reply<N>, { ok: true }>> {
  for (;;) {
    await connected(client)
    const reply = await client.transport.request(name, payload).catch(() => null)
    if (reply?.ok) return reply as Extract<Reply<N>, { ok: true }>
    if (!reply) continue
    const { error } = reply as Extract<Reply<N>, { ok: false }>
    if (error.retryInMs === undefined && error.code !== 'internal') throw new RefusedError(error)
    await sleep(error.retryInMs ?? 1_000)
  }
}

/** A client's commands, and how long each acknowledgement took. */
export class Acknowledged {
  readonly latencies: number[] = []

  constructor(readonly client: EverdraftClient) {}

  async send(command: Payload<'document:command'>): Promise<Accepted> {
    const began = performance.now()
    const answer = await insist(this.client, 'document:command', command)
    this.latencies.push(performance.now() - began)
    return answer
  }
}
