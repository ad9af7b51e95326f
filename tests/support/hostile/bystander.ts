import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { schemaVersion } from '@/lib/document/schema'
import { RawSocket, verdictOf } from './raw-socket'

/** Somebody who types all the while in a document of their own, and wants each command acknowledged. */
export class Bystander {
  /** From each command to its acknowledgement, in ms. */
  readonly acks: number[] = []
  /** What wasn't acknowledged. */
  readonly refused: string[] = []
  private stopped = false
  /** Whether the letter is there. */
  private written = false
  private readonly typing: Promise<void>

  private constructor(
    private readonly socket: RawSocket,
    readonly documentId: string,
    private revision: number,
    private readonly pauseMs: number,
  ) {
    this.typing = this.type().catch(error => void this.refused.push(String(error)))
  }

  static async sit(url: string, cookie: string, documentId: string, pauseMs = 10): Promise<Bystander> {
    const socket = await RawSocket.connect(url, cookie)
    const opened = await socket.open(documentId)
    if (!opened.ok) throw new Error(opened.error.message)
    return new Bystander(socket, documentId, opened.revision as number, pauseMs)
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.typing
    this.socket.close()
  }

  private async type(): Promise<void> {
    while (!this.stopped) {
      const letter = { type: 'text', text: 'a' }
      const { written } = this
      const step = {
        stepType: 'replace',
        from: 1,
        to: written ? 2 : 1,
        ...(!written && { slice: { content: [letter] } }),
      }
      const { documentId, revision: baseRevision } = this
      const command = { documentId, baseRevision, schemaVersion, commandId: randomUUID(), type: 'EditContent' }
      const began = performance.now()
      const answer = await this.socket.ask('document:command', JSON.stringify({ ...command, steps: [step] }))
      if (answer.ok) {
        this.acks.push(performance.now() - began)
        this.revision = answer.revision as number
        this.written = !written
      } else this.refused.push(verdictOf(answer))
      this.socket.frames.length = 0
      await sleep(this.pauseMs)
    }
  }
}
