import { Fragment, Slice } from '@tiptap/pm/model'
import { ReplaceStep } from '@tiptap/pm/transform'
import type { DocumentSession } from '@/lib/client/document-session'
import { schema } from '@/lib/document/schema'
import type { Change } from '@/lib/replica/change'
import { connected } from '../../tools/replay/wire'
import type { Person, Seat } from './person'

const letter = new Slice(Fragment.from(schema.text('a')), 0, 0)

/** A whole client as shipped: session and replica; what an editor would show is followed, not drawn. */
export class FullPerson implements Person {
  private typed = false
  private place: number
  private wake: () => void = () => {}

  private constructor(
    private readonly seat: Seat,
    private readonly session: DocumentSession,
    private readonly stopListening: () => void,
  ) {
    this.place = seat.place
    session.subscribe(() => this.wake())
    session.attach({ mustWait: () => false, apply: change => this.follow(change), reset: () => {} })
  }

  static async sit(seat: Seat): Promise<FullPerson> {
    const { client, documentId, ears } = seat
    await connected(client)
    const quiet = { connected() {}, disconnected() {}, presence() {}, authorChanged() {}, access() {} }
    const stop = client.transport.listen({
      ...quiet,
      events: message => {
        if (message.documentId === documentId) ears.received(message.events, performance.now())
      },
    })
    const session = client.open(documentId)
    const self = new FullPerson(seat, session, stop)
    await self.until(() => session.state.phase === 'open')
    return self
  }

  async type(): Promise<void> {
    const before = this.session.doc!
    const step = this.typed
      ? new ReplaceStep(this.place - 1, this.place, Slice.empty)
      : new ReplaceStep(this.place, this.place, letter)
    this.place += this.typed ? -1 : 1
    this.typed = !this.typed
    const at = performance.now()
    const commandId = this.session.edit([{ step, before }], step.apply(before).doc!, { origin: 'typed' })!
    this.seat.ears.sent(commandId, at)
    await this.until(() => this.session.unconfirmed.length === 0)
    // A session tells when an edit is confirmed; its acknowledgement came at about the same time.
    this.seat.ears.acknowledged(commandId, performance.now())
  }

  async close(): Promise<void> {
    this.stopListening()
    this.session.close()
  }

  private follow({ undone, recorded, redone }: Change): void {
    for (const step of undone) this.place = step.getMap().map(this.place, -1)
    for (const { step } of recorded) this.place = step.getMap().map(this.place, -1)
    for (const { step } of redone) this.place = step.getMap().map(this.place, 1)
  }

  private async until(settled: () => boolean): Promise<void> {
    while (!settled())
      await new Promise<void>(resolve => {
        this.wake = resolve
      })
  }
}
