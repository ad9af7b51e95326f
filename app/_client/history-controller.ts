import type { Frame } from '@/lib/history/frame'
import { advance, type speeds } from '@/lib/history/playback'
import { Player, type Source } from '@/lib/history/player'
import type { Failure } from './api'
import { Unanswered } from './history-source'

export type Speed = (typeof speeds)[number]
export type HistoryState = {
  head: number
  /** Where the thumb is. */
  wanted: number
  /** The last good picture; `frame.revision` is `wanted` as soon as that could be shown. */
  frame: Frame | null
  loading: boolean
  failure: Failure | null
  playing: boolean
  speed: Speed
  /** How one came where one is: by the thumb, which leads the eye itself, by one's own step, or by playing. */
  by: Way
}
export type Way = 'thumb' | 'step' | 'play'

// A fetch that was overtaken may still finish, so that something is seen while one drags, but not for long; longer each time that
// none has come, or on a slow line nothing ever would.
const overtakenAfter = 150
const longestPatience = 3_000
const settledAfter = 120
const playedAhead = 300

/** Moves through a document's past: what's wanted, what's shown, playing. For useSyncExternalStore. */
export class HistoryController {
  private readonly player: Player
  private readonly listeners = new Set<() => void>()
  private current: HistoryState
  private fetching: { abort: AbortController; since: number } | null = null
  private patience = overtakenAfter
  private surrounding: AbortController | null = null
  private settling: ReturnType<typeof setTimeout> | null = null
  private tick: number | null = null
  private destroyed = false

  constructor(source: Source, revision: number, head: number) {
    this.player = new Player(source, head)
    this.current = {
      head,
      wanted: revision,
      frame: null,
      loading: true,
      failure: null,
      playing: false,
      speed: 1,
      by: 'thumb',
    }
    this.seek(revision, 'thumb')
  }

  get state(): HistoryState {
    return this.current
  }

  /** @returns how to stop listening */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Wants a revision to be shown; at once where it's at hand. */
  seek(revision: number, by: Way = 'step'): void {
    const wanted = Math.min(Math.max(Math.round(revision), 1), this.current.head)
    const frame = this.player.at(wanted)
    this.update({ wanted, by, failure: null, loading: !frame, ...(frame && { frame }) })
    if (frame) this.fetching?.abort.abort()
    else void this.follow()
    this.settle()
  }

  /** The history has grown. */
  extend(head: number): void {
    if (head <= this.current.head) return
    this.player.extend(head)
    this.update({ head })
  }

  /** Plays from where one is, from the beginning where that is the end. @param until the last revision to play */
  play(until?: number): void {
    if (this.current.playing) return
    if (this.current.wanted >= this.current.head) this.seek(1)
    this.update({ playing: true })
    let [last, left] = [performance.now(), 0]
    const step = (now: number) => {
      if (!this.current.playing) return
      const { wanted, head, speed } = this.current
      const end = Math.min(until ?? head, head)
      const next = advance(revision => this.recordedAt(revision), wanted, end, left + (now - last) * speed)
      last = now
      left = next.left
      // While something is missing, time stands still; so what comes next is loaded ahead.
      void this.surround(next.waiting ? next.revision + 1 : Math.min(next.revision + playedAhead, end))
      if (next.revision !== wanted) this.seek(next.revision, 'play')
      if (next.revision >= end) this.update({ playing: false })
      else this.tick = requestAnimationFrame(step)
    }
    this.tick = requestAnimationFrame(step)
  }

  /** When a revision was recorded, where that's known. */
  recordedAt(revision: number): string | null {
    return this.player.event(revision)?.recordedAt ?? null
  }

  pause(): void {
    if (this.tick !== null) cancelAnimationFrame(this.tick)
    this.tick = null
    if (this.current.playing) this.update({ playing: false })
  }

  setSpeed(speed: Speed): void {
    this.update({ speed })
  }

  destroy(): void {
    this.destroyed = true
    this.pause()
    this.fetching?.abort.abort()
    this.surrounding?.abort()
    if (this.settling) clearTimeout(this.settling)
    this.listeners.clear()
  }

  /** Fetches what's wanted, one thing at a time, until what's wanted is shown. */
  private async follow(): Promise<void> {
    if (this.fetching) {
      if (this.fetching.abort.signal.aborted || performance.now() - this.fetching.since <= this.patience) return
      this.patience = Math.min(this.patience * 2, longestPatience)
      this.fetching.abort.abort()
      return
    }
    while (!this.destroyed && this.current.frame?.revision !== this.current.wanted && !this.current.failure) {
      const { wanted } = this.current
      const abort = new AbortController()
      this.fetching = { abort, since: performance.now() }
      try {
        const frame = await this.player.load(wanted, abort.signal)
        this.patience = overtakenAfter
        if (!this.destroyed && this.current.frame?.revision !== this.current.wanted)
          this.update({ frame, loading: frame.revision !== this.current.wanted })
      } catch (error) {
        if (!abort.signal.aborted) this.failed(error, wanted)
      }
    }
    this.fetching = null
  }

  private failed(error: unknown, revision: number): void {
    const failure: Failure =
      error instanceof Unanswered ? error.failure : { code: 'internal', message: String(error).slice(0, 200) }
    if (revision === this.current.wanted) this.update({ failure, loading: false, playing: false })
  }

  // Once one rests somewhere, load around it, so that the next small move needs nobody.
  private settle(): void {
    if (this.settling) clearTimeout(this.settling)
    if (this.current.playing) return
    this.settling = setTimeout(() => void this.surround(this.current.wanted), settledAfter)
  }

  private async surround(revision: number): Promise<void> {
    if (this.surrounding || this.player.surrounded(revision)) return
    const abort = new AbortController()
    this.surrounding = abort
    try {
      await this.player.surround(revision, abort.signal)
      const frame = this.player.at(this.current.wanted)
      if (frame && !this.destroyed && this.current.frame?.revision === frame.revision) this.update({ frame })
    } catch (error) {
      // Elsewhere what's missing is fetched when it's wanted, and that failure is the one to show.
      if (this.current.playing && !abort.signal.aborted) this.failed(error, this.current.wanted)
    }
    this.surrounding = null
  }

  private update(change: Partial<HistoryState>): void {
    this.current = { ...this.current, ...change }
    for (const listener of this.listeners) listener()
  }
}
