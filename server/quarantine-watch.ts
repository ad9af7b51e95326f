import type { Prisma } from './database/client'
import { listQuarantined } from './event-store/quarantine'
import type { Logger } from './log'

export type QuarantineWatchDependencies = {
  prisma: Prisma
  log: Pick<Logger, 'warn'>
  /** A document came into quarantine, or out of it, since the last look. */
  onChange: (documentId: string, quarantined: boolean) => void
  /** Ms between two looks. */
  every?: number
}

/**
 * Notices what is put into quarantine and taken out of it (npm run log) while this process serves. The log itself obeys
 * at once; this is about what rests in memory and about who has the document open.
 */
export class QuarantineWatch {
  private known = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> = Promise.resolve()

  constructor(private readonly deps: QuarantineWatchDependencies) {}

  start(): void {
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look())
    }, this.deps.every ?? 3_000).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.looking
  }

  private async look(): Promise<void> {
    try {
      const before = this.known
      this.known = await listQuarantined(this.deps.prisma)
      for (const [documentId, from] of this.known)
        if (before.get(documentId) !== from) this.deps.onChange(documentId, true)
      for (const documentId of before.keys()) if (!this.known.has(documentId)) this.deps.onChange(documentId, false)
    } catch (error) {
      this.deps.log.warn({ err: error }, 'Quarantine could not be looked up; trying again')
    }
  }
}
