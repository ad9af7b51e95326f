import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload, Reply, RequestName, Transport, TransportListener } from '@/lib/client/transport'
import type { EventsMessage, PresenceUpdate } from '@/lib/protocol/socket'
import type { Random } from '../../support/random'

/** What happens to whole messages, as no TCP would do it; shares of all, and milliseconds at most. */
export type Mischief = {
  loseRequests: number
  loseAnswers: number
  loseEvents: number
  double: number
  delay: number
}

export const noMischief: Mischief = { loseRequests: 0, loseAnswers: 0, loseEvents: 0, double: 0, delay: 0 }

/** Loses requests, answers and events, doubles and delays messages, and so reorders them. */
export class Shim implements Transport {
  constructor(
    private readonly inner: Transport,
    private readonly random: Random,
    private readonly mischief: () => Mischief,
  ) {}

  get connected(): boolean {
    return this.inner.connected
  }

  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
    const { loseRequests, loseAnswers, double } = this.mischief()
    if (this.random.chance(loseRequests)) throw new Error('The request was lost')
    if (this.random.chance(double)) void this.send(name, payload).catch(() => {})
    const answer = await this.send(name, payload)
    if (this.random.chance(loseAnswers)) throw new Error('The answer was lost')
    return answer
  }

  presence(update: PresenceUpdate): void {
    this.inner.presence(update)
  }

  events(documentId: string, from: number) {
    return this.inner.events(documentId, from)
  }

  documentAt(documentId: string, revision: number) {
    return this.inner.documentAt(documentId, revision)
  }

  listen(listener: TransportListener): () => void {
    return this.inner.listen({
      connected: () => listener.connected(),
      disconnected: () => listener.disconnected(),
      events: message => this.pass(message, listener),
      presence: message => listener.presence(message),
      authorChanged: author => listener.authorChanged(author),
      access: message => listener.access(message),
    })
  }

  private async send<N extends RequestName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
    await this.dawdle()
    const answer = await this.inner.request(name, payload)
    await this.dawdle()
    return answer
  }

  private pass(message: EventsMessage, listener: TransportListener): void {
    const { double, delay, loseEvents } = this.mischief()
    if (this.random.chance(loseEvents)) return
    const copies = this.random.chance(double) ? 2 : 1
    for (let i = 0; i < copies; i++)
      if (delay === 0) listener.events(message)
      else setTimeout(() => listener.events(structuredClone(message)), this.random.below(delay))
  }

  private async dawdle(): Promise<void> {
    const { delay } = this.mischief()
    if (delay > 0) await sleep(this.random.below(delay))
  }
}
