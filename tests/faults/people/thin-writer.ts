import { setTimeout as sleep } from 'node:timers/promises'
import type { EverdraftClient } from '@/lib/client/client'
import type { Transport } from '@/lib/client/transport'
import type { Command } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { commandIds } from '@/lib/replica/command-ids'
import type { Random } from '../../support/random'
import type { History, Op } from '../checker/history'
import { type TokenWriter, tokenOf } from './writer'

/** A script without a replica: one command at a time; of those that it gets no answer to it gives up every other one. */
export class ThinWriter implements TokenWriter {
  private readonly newCommandId = commandIds()
  private count = 0
  private revision = 1
  private busy = false
  private closed = false
  private readonly stop: () => void

  constructor(
    readonly name: string,
    readonly documentId: string,
    private readonly client: EverdraftClient,
    private readonly transport: Transport,
    private readonly random: Random,
    private readonly history: History,
  ) {
    this.stop = transport.listen({
      connected: () => void this.open(),
      disconnected: () => {},
      events: ({ documentId: id, events }) => {
        if (id === documentId) this.saw(events)
      },
      presence: () => {},
      authorChanged: () => {},
      access: () => {},
    })
    if (transport.connected) void this.open()
  }

  get settled(): boolean {
    return !this.busy
  }

  write(): void {
    if (this.busy || !this.transport.connected) return
    this.busy = true
    const token = tokenOf(this.name, this.count++)
    const command: Command = {
      documentId: this.documentId,
      baseRevision: this.revision,
      schemaVersion,
      commandId: this.newCommandId(),
      type: 'EditContent',
      steps: [{ stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: token }] } }],
    }
    const { authorId } = this.client.me
    const op = this.history.invoked({ ...command, client: this.name, authorId }, token)
    void this.send(command, op).finally(() => {
      this.busy = false
    })
  }

  close(): void {
    this.closed = true
    this.stop()
  }

  private async send(command: Command, op: Op): Promise<void> {
    const gives = this.random.chance(0.5)
    for (;;) {
      // Now and then twice at once: both copies are answered alike.
      const copies = Array.from({ length: this.random.chance(0.1) ? 2 : 1 }, () =>
        this.transport.request('document:command', command).catch(() => null),
      )
      const answers = await Promise.all(copies)
      for (const answer of answers) if (answer?.ok) this.revision = Math.max(this.revision, answer.revision)
      if (op.outcome === 'ok' || op.outcome === 'fail') return
      if (gives || this.closed) {
        op.abandoned = true
        return
      }
      await sleep(300)
      while (!this.transport.connected && !this.closed) await sleep(50)
    }
  }

  private async open(): Promise<void> {
    const answer = await this.transport
      .request('document:open', { documentId: this.documentId, schemaVersion })
      .catch(() => null)
    if (answer?.ok) this.revision = Math.max(this.revision, answer.revision)
    else if (this.transport.connected && !this.closed) setTimeout(() => void this.open(), 1_000)
  }

  private saw(events: readonly RecordedEvent[]): void {
    for (const { revision } of events) this.revision = Math.max(this.revision, revision)
  }
}
