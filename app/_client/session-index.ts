import type { WorkSession } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { type Failure, type SessionFilter, sessions } from './api'

export type SessionList = {
  /** Newest first, without a hole, as far back as somebody wanted to go. */
  sessions: readonly WorkSession[]
  /** Whether there's nothing earlier. */
  complete: boolean
  loading: boolean
  failure: Failure | null
}

const pageSize = 60

/** Sessions of work, loaded page by page. For useSyncExternalStore. */
export class SessionIndex {
  private now: SessionList = { sessions: [], complete: false, loading: false, failure: null }
  private cursor: string | undefined
  private under: Promise<boolean> | null = null
  private readonly listeners = new Set<() => void>()

  constructor(
    private readonly documentId: string,
    private readonly meet: (authors: readonly Author[]) => void,
    private readonly filter: SessionFilter = {},
  ) {}

  get state(): SessionList {
    return this.now
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The end of the last session before a revision; 1 where there is none. */
  async before(revision: number): Promise<number> {
    for (;;) {
      const found = this.now.sessions.find(({ to }) => to < revision)
      if (found) return found.to
      if (!(await this.loadMore())) return 1
    }
  }

  /** The end of the next session after a revision, at most `head`. */
  async after(revision: number, head: number): Promise<number> {
    const earliest = () => this.now.sessions.at(-1)?.to ?? Number.POSITIVE_INFINITY
    while (earliest() > revision && (await this.loadMore()));
    return this.now.sessions.findLast(({ to }) => to > revision)?.to ?? head
  }

  /** Loads the next page, once however many ask. @returns whether there was one */
  loadMore(): Promise<boolean> {
    this.under ??= this.load().finally(() => {
      this.under = null
    })
    return this.under
  }

  /** Looks what has come since; what's known stays. */
  async refresh(): Promise<void> {
    if (this.now.sessions.length === 0 && !this.now.complete) return
    const answer = await sessions(this.documentId, { ...this.filter, limit: pageSize })
    if (!answer.ok) return
    const { sessions: fresh, cursor, authors } = answer.value
    this.meet(authors)
    const oldest = fresh.at(-1)?.from ?? 0
    const known = this.now.sessions
    // Where more than a page has come, what lies between isn't known.
    if (cursor !== undefined && known.some(({ from }) => from >= oldest))
      return this.update({ sessions: [...fresh, ...known.filter(({ from }) => from < oldest)] })
    this.cursor = cursor
    this.update({ sessions: fresh, complete: cursor === undefined })
  }

  private async load(): Promise<boolean> {
    if (this.now.complete) return false
    this.update({ loading: true, failure: null })
    const answer = await sessions(this.documentId, { ...this.filter, cursor: this.cursor, limit: pageSize })
    if (!answer.ok) {
      this.update({ loading: false, failure: answer.failure })
      return false
    }
    this.cursor = answer.value.cursor
    this.meet(answer.value.authors)
    const earliest = this.now.sessions.at(-1)?.from ?? Number.POSITIVE_INFINITY
    this.update({
      sessions: [...this.now.sessions, ...answer.value.sessions.filter(({ from }) => from < earliest)],
      complete: this.cursor === undefined,
      loading: false,
    })
    return true
  }

  private update(change: Partial<SessionList>): void {
    this.now = { ...this.now, ...change }
    for (const listener of this.listeners) listener()
  }
}
