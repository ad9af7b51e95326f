import type { EverdraftClient } from '@/lib/client/client'
import type { RecordedEvent } from '@/lib/document/events'
import { schema, schemaVersion } from '@/lib/document/schema'
import { commandIds } from '@/lib/replica/command-ids'
import { Replica } from '@/lib/replica/replica'
import type { Patch } from '../../support/traces/format'
import { Typist } from '../../support/traces/text'
import { Acknowledged, insist } from './wire'

/**
 * One of several who type at once, on a full replica. It is held at what its author had seen: of the others' recorded events it
 * takes in so many as it is allowed to, and the events after the next one that it isn't allowed wait, its own among them.
 * Its view is still exactly what its author saw: what's confirmed plus its own that isn't.
 *
 * Held this way nobody can wait for ever: who needs another one's edit that isn't recorded yet may take in every recorded one
 * before it, so its own come back, and its next ones go out.
 */
export class HeldClient {
  /** Of others' edits, how many it may take in. */
  private allowed = 0
  private taken = 0
  private acknowledged = ''
  private sending = false
  private readonly inbox = new Map<number, RecordedEvent>()
  private readonly typist: Typist
  private wake: () => void = () => {}
  private failure: unknown = null
  private stop: () => void = () => {}

  private constructor(
    private readonly wire: Acknowledged,
    private readonly documentId: string,
    readonly replica: Replica,
  ) {
    this.typist = new Typist(replica.doc)
  }

  static async open(client: EverdraftClient, documentId: string): Promise<HeldClient> {
    const { revision, snapshot } = await insist(client, 'document:open', { documentId, schemaVersion })
    if (!snapshot || snapshot.revision !== revision) throw new Error('Somebody else writes in the document already.')
    const doc = schema.nodeFromJSON(snapshot.doc)
    const { authorId } = client.me
    const state = { documentId, revision, ownerId: '', title: '', doc, status: 'live', recordedAt: '' } as const
    // No step joins another one's command: each transaction is a command of its own.
    const replica = new Replica(state, {
      authorId,
      newCommandId: commandIds(),
      now: Date.now,
      maxSteps: 1,
      maxBytes: 900_000,
    })
    const self = new HeldClient(new Acknowledged(client), documentId, replica)
    self.stop = client.transport.listen({
      connected: () => void self.reopen(),
      disconnected: () => {},
      events: message => message.documentId === documentId && self.take(message.events),
      presence: () => {},
      authorChanged: () => {},
      access: () => {},
    })
    // What was recorded between the answer and listening.
    await self.reopen()
    return self
  }

  get latencies(): readonly number[] {
    return this.wire.latencies
  }

  /** Types a transaction, made by somebody who had seen `seen` edits of others. */
  async type(patches: readonly Patch[], seen: number): Promise<void> {
    this.allowed = seen
    this.deliver()
    await this.until(() => this.taken === seen && (this.replica.unconfirmed.length === 0 || this.held))
    this.typist.moveTo(this.replica.doc)
    const steps = this.typist.type(patches)
    this.replica.edit(steps, this.typist.doc, { origin: 'typed' })
    void this.send()
  }

  /** Takes in everything, until all of one's own is confirmed and `seen` edits of others have come. */
  async finish(seen: number): Promise<void> {
    this.allowed = Number.POSITIVE_INFINITY
    this.deliver()
    await this.until(() => this.taken === seen && this.replica.unconfirmed.length === 0)
    this.stop()
  }

  /** The next event has come and may not be taken in yet. */
  private get held(): boolean {
    return this.inbox.has(this.replica.confirmed.revision + 1)
  }

  private take(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.revision > this.replica.confirmed.revision) this.inbox.set(event.revision, event)
    }
    this.deliver()
  }

  private deliver(): void {
    const next: RecordedEvent[] = []
    for (let revision = this.replica.confirmed.revision + 1; ; revision++) {
      const event = this.inbox.get(revision)
      if (!event) break
      const own = event.authorId === this.wire.client.me.authorId
      if (!own && this.taken === this.allowed) break
      if (!own) this.taken++
      this.inbox.delete(revision)
      next.push(event)
    }
    if (next.length > 0) this.replica.receive(next)
    void this.send()
    this.wake()
  }

  private async send(): Promise<void> {
    if (this.sending) return
    this.sending = true
    try {
      for (;;) {
        const command = this.replica.sendable()
        // Saved already: the next one goes out once its event has been taken in.
        if (!command || command.commandId === this.acknowledged) break
        await this.wire.send(command)
        this.acknowledged = command.commandId
      }
    } catch (error) {
      this.failure = error
    }
    this.sending = false
    this.wake()
  }

  private async reopen(): Promise<void> {
    try {
      const { client } = this.wire
      const since = this.replica.confirmed.revision
      const opened = await insist(client, 'document:open', { documentId: this.documentId, schemaVersion, since })
      this.take(opened.events)
      for (let from = opened.next; from !== undefined; ) {
        const page = await client.events(this.documentId, from)
        this.take(page.events)
        from = page.next !== undefined && page.next <= opened.revision ? page.next : undefined
      }
    } catch (error) {
      this.failure = error
      this.wake()
    }
  }

  private async until(settled: () => boolean): Promise<void> {
    while (!settled()) {
      if (this.failure) throw this.failure
      await new Promise<void>(resolve => {
        this.wake = resolve
      })
    }
  }
}
