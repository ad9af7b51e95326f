import { EverdraftClient } from '@/lib/client/client'
import { schemaVersion } from '@/lib/document/schema'
import { commandIds } from '@/lib/replica/command-ids'
import { connected } from '../../tools/replay/wire'

/** Somebody who sends large commands without waiting for an answer, and counts the answers by their code. */
export class Flood {
  readonly answers = new Map<string, number>()
  private readonly newCommandId = commandIds()
  private readonly text: string

  private constructor(
    private readonly client: EverdraftClient,
    private readonly documentId: string,
    bytes: number,
  ) {
    this.text = 'x'.repeat(bytes)
  }

  static async at(address: string, bytes: number): Promise<Flood> {
    const client = await EverdraftClient.connect(address)
    await connected(client)
    const { documentId } = await client.create({ title: 'Flood' })
    return new Flood(client, documentId, bytes)
  }

  /** Each takes its text back at once, so that the document stays small however much of it is stored. */
  pour(commands: number): void {
    for (let i = 0; i < commands; i++) {
      const content = [{ type: 'text', text: this.text }]
      const steps = [
        { stepType: 'replace', from: 1, to: 1, slice: { content } },
        { stepType: 'replace', from: 1, to: 1 + this.text.length },
      ]
      const command = { documentId: this.documentId, baseRevision: 1, schemaVersion, commandId: this.newCommandId() }
      this.client.transport.request('document:command', { ...command, type: 'EditContent', steps }).then(
        answer => this.count(answer.ok ? 'ok' : answer.error.code),
        () => this.count('none'),
      )
    }
  }

  count(code: string): void {
    this.answers.set(code, (this.answers.get(code) ?? 0) + 1)
  }

  close(): void {
    this.client.close()
  }
}
