import type { WorkSession } from '@/lib/protocol/http'
import { sessions } from './api'

/** Where sessions of work end, newest first; loaded as far back as somebody wants to go. */
export class SessionIndex {
  private readonly known: WorkSession[] = []
  private cursor: string | null | undefined

  constructor(private readonly documentId: string) {}

  /** The end of the last session before a revision; 1 where there is none. */
  async before(revision: number): Promise<number> {
    for (;;) {
      const found = this.known.find(({ to }) => to < revision)
      if (found) return found.to
      if (!(await this.loadMore())) return 1
    }
  }

  /** The end of the next session after a revision, at most `head`. */
  async after(revision: number, head: number): Promise<number> {
    while ((this.known.at(-1)?.to ?? Number.POSITIVE_INFINITY) > revision && (await this.loadMore()));
    return this.known.findLast(({ to }) => to > revision)?.to ?? head
  }

  private async loadMore(): Promise<boolean> {
    if (this.cursor === null) return false
    const answer = await sessions(this.documentId, this.cursor)
    if (!answer.ok) return false
    const last = this.known.at(-1)?.from ?? Number.POSITIVE_INFINITY
    this.known.push(...answer.value.sessions.filter(({ from }) => from < last))
    this.cursor = answer.value.cursor ?? null
    return true
  }
}
