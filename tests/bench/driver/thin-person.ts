import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { commandIds } from '@/lib/replica/command-ids'
import { connected } from '../../tools/replay/wire'
import type { Person, Seat } from './person'

type Replace = { stepType: string; from: number; to: number; slice?: { content?: { text?: string }[] } }

/** Knows the revision and its own place, not the document: costs the driver as little as can be. */
export class ThinPerson implements Person {
  private readonly newCommandId = commandIds()
  private waiting: { commandId: string; done: () => void } | null = null
  private typed = false

  private constructor(
    private readonly seat: Seat,
    private revision: number,
    private place: number,
    private readonly stop: () => void,
  ) {}

  static async sit(seat: Seat): Promise<ThinPerson> {
    const { client, documentId, place, ears } = seat
    await connected(client)
    let self: ThinPerson | null = null
    const early: RecordedEvent[] = []
    const stop = client.transport.listen({
      connected: () => {},
      disconnected: () => {},
      events: message => {
        if (message.documentId !== documentId) return
        ears.received(message.events, performance.now())
        if (self) self.receive(message.events)
        else early.push(...message.events)
      },
      presence: () => {},
      authorChanged: () => {},
      access: () => {},
    })
    const opened = await client.transport.request('document:open', { documentId, schemaVersion })
    if (!opened.ok) throw new Error(opened.error.message)
    self = new ThinPerson(seat, opened.revision, place, stop)
    self.receive(early)
    return self
  }

  async type(): Promise<void> {
    const { client, documentId, ears } = this.seat
    const commandId = this.newCommandId()
    const step = this.typed
      ? { stepType: 'replace', from: this.place - 1, to: this.place }
      : { stepType: 'replace', from: this.place, to: this.place, slice: { content: [{ type: 'text', text: 'a' }] } }
    this.typed = !this.typed
    // The next command goes out once this one's event has come, whichever of the two is first.
    const back = new Promise<void>(done => {
      this.waiting = { commandId, done }
    })
    ears.sent(commandId, performance.now())
    const envelope = { documentId, baseRevision: this.revision, schemaVersion, commandId }
    const answer = await client.transport.request('document:command', {
      ...envelope,
      type: 'EditContent',
      steps: [step],
    })
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
    ears.acknowledged(commandId, performance.now())
    await back
  }

  async close(): Promise<void> {
    this.stop()
    await this.seat.client.transport.request('document:close', { documentId: this.seat.documentId })
  }

  private receive(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.revision <= this.revision) continue
      if (event.revision !== this.revision + 1) throw new Error(`Revision ${this.revision + 1} was never sent`)
      this.revision = event.revision
      const own = event.commandId === this.waiting?.commandId
      if ('steps' in event.data) for (const step of event.data.steps) this.move(step as unknown as Replace, own)
      if (own) this.waiting!.done()
    }
  }

  private move({ from, to, slice }: Replace, own: boolean): void {
    const grown = (slice?.content?.[0]?.text?.length ?? 0) - (to - from)
    if (own || from < this.place) this.place += grown
  }
}
