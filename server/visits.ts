import type { Prisma } from './database/client'
import type { Logger } from './log'

type Visit = { authorId: string; documentId: string; revision: number; visitedAt: Date; opened: boolean }

export type VisitsDependencies = {
  prisma: Prisma
  log: Pick<Logger, 'warn'>
  now?: () => Date
  /** How long visits gather before they're written. */
  delayMs?: number
}

/**
 * Who has opened which document, and how far they have seen it. Recording never waits for the database: visits gather
 * and are written together; while the database is away they wait.
 */
export class Visits {
  private pending = new Map<string, Visit>()
  private timer: NodeJS.Timeout | undefined
  private writing: Promise<void> = Promise.resolve()
  private readonly now: () => Date
  private readonly delayMs: number

  constructor(private readonly deps: VisitsDependencies) {
    this.now = deps.now ?? (() => new Date())
    this.delayMs = deps.delayMs ?? 1_000
  }

  /** Notes that somebody has seen a document up to a revision. Opening it puts it back into their list. */
  record(authorId: string, documentId: string, revision: number, opened = true): void {
    this.keep({ authorId, documentId, revision, visitedAt: this.now(), opened })
    this.schedule()
  }

  /** Takes a document out of somebody's list, or puts it back. */
  async list(authorId: string, documentId: string, listed: boolean): Promise<void> {
    await this.flush()
    await this.deps.prisma.$executeRaw`
      INSERT INTO visit (author_id, document_id, revision, visited_at, hidden)
      VALUES (${authorId}::uuid, ${documentId}::uuid, 0, ${this.now()}, ${!listed})
      ON CONFLICT (author_id, document_id) DO UPDATE SET hidden = excluded.hidden`
  }

  /** What somebody has opened, by document; what's still waiting to be written included. */
  async of(authorId: string): Promise<Map<string, { revision: number; visitedAt: Date }>> {
    await this.flush()
    const rows = await this.deps.prisma.visit.findMany({ where: { authorId } })
    return new Map(rows.map(({ documentId, revision, visitedAt }) => [documentId, { revision, visitedAt }]))
  }

  /** Writes what has gathered. Never rejects: what couldn't be written is kept for the next time. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write())
    return this.writing
  }

  /** Writes the rest and stops. */
  async close(): Promise<void> {
    await this.flush()
    clearTimeout(this.timer)
  }

  private async write(): Promise<void> {
    if (this.pending.size === 0) return
    const visits = [...this.pending.values()]
    this.pending = new Map()
    try {
      await upsert(this.deps.prisma, visits)
    } catch (error) {
      this.deps.log.warn({ err: error, visits: visits.length }, 'Visits could not be written; trying again')
      for (const visit of visits) this.keep(visit)
      this.schedule()
    }
  }

  private keep(visit: Visit): void {
    const key = `${visit.authorId} ${visit.documentId}`
    const known = this.pending.get(key)
    const revision = Math.max(known?.revision ?? 0, visit.revision)
    this.pending.set(key, { ...visit, revision, opened: visit.opened || (known?.opened ?? false) })
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      void this.flush()
    }, this.delayMs).unref()
  }
}

async function upsert(prisma: Prisma, visits: Visit[]): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO visit (author_id, document_id, revision, visited_at, hidden)
    SELECT * FROM unnest(
      ${visits.map(visit => visit.authorId)}::uuid[], ${visits.map(visit => visit.documentId)}::uuid[],
      ${visits.map(visit => visit.revision)}::int[], ${visits.map(visit => visit.visitedAt)}::timestamptz[],
      ${visits.map(visit => !visit.opened)}::boolean[])
    ON CONFLICT (author_id, document_id) DO UPDATE
    SET revision = greatest(visit.revision, excluded.revision), visited_at = greatest(visit.visited_at, excluded.visited_at),
      hidden = visit.hidden AND excluded.hidden`
}
