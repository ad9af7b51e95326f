import type { Step, StepMap } from '@tiptap/pm/transform'
import type { Command } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import { storedStep } from '@/lib/document/steps'
import type { Sender } from './documents'
import type { NewEvent } from './event-store/event-store'
import type { History } from './history'
import { sizeOf as sizeUpTo } from './size'

type Entry = {
  revision: number
  authorId: string
  commandId: string
  maps: StepMap[]
  /** null until it's durable. */
  event: RecordedEvent | null
  /** What the event takes, about. */
  bytes: number
}

const keptRevisions = 1_000
const keptBytes = 16 * 1024 * 1024
/** More than this isn't read to rebase one command over it. */
const reachedBytes = 4 * keptBytes

/**
 * The last events of a document in memory: what rebasing needs (their maps) and how a resend is recognised (their
 * command ids). Speculative ones are at its end.
 */
export class Tail {
  private entries: Entry[] = []
  private bytes = 0

  /** @param start the revision after which entries are known */
  constructor(
    private readonly documentId: string,
    private start: number,
  ) {}

  /** Whether everything after a revision is here. */
  covers(revision: number): boolean {
    return revision >= this.start
  }

  /** A command's earlier copy: its event, or 'undurable' while that's still being stored; null where there's none. */
  find({ commandId, baseRevision }: Command, { authorId }: Sender): RecordedEvent | 'undurable' | null {
    for (let i = this.entries.length - 1; i >= 0; i--) {
      const entry = this.entries[i]!
      if (entry.revision <= baseRevision) return null
      if (entry.commandId === commandId && entry.authorId === authorId) return entry.event ?? 'undurable'
    }
    return null
  }

  /** Maps of all steps after a revision. @throws RangeError where that isn't covered */
  mapsSince(revision: number): StepMap[] {
    if (!this.covers(revision)) throw new RangeError(`Revision ${revision} is before what is known here`)
    return this.entries.slice(revision - this.start).flatMap(entry => entry.maps)
  }

  /** Recorded events after a revision; null where they aren't all here. */
  recordedSince(revision: number): RecordedEvent[] | null {
    if (revision < this.start) return null
    return this.entries.slice(revision - this.start).flatMap(entry => entry.event ?? [])
  }

  append(event: NewEvent, steps: readonly Step[]): void {
    this.entries.push({ ...pick(event), maps: steps.map(step => step.getMap()), event: null, bytes: 0 })
  }

  /** The oldest speculative entries became these events. */
  recorded(events: RecordedEvent[]): void {
    for (const event of events) {
      const entry = this.entries[event.revision - this.start - 1]!
      entry.event = event
      entry.bytes = sizeOf(event)
      this.bytes += entry.bytes
    }
    this.trim()
  }

  forgetUndurable(): void {
    this.entries = this.entries.filter(entry => entry.event)
  }

  /** Events that came from elsewhere, following what's here. */
  adopt(events: RecordedEvent[]): void {
    const entries = events.map(fromLog)
    this.entries.push(...entries)
    this.bytes += bytesOf(entries)
    this.trim()
  }

  /**
   * Fetches from the log what's missing after a revision. The next trim may take it away again: ask `covers` before use.
   * @returns how many bytes were read; not `whole` where that's more than is kept for one command: then nothing is
   */
  async reachBack(revision: number, history: History): Promise<{ read: number; whole: boolean }> {
    const end = this.start
    const older: Entry[] = []
    let read = 0
    for await (const events of history.eventsAfter(this.documentId, revision, end)) {
      const entries = events.map(fromLog)
      read += bytesOf(entries)
      if (read > reachedBytes) return { read, whole: false }
      older.push(...entries)
    }
    if (this.start === end && older.length === end - revision) {
      this.entries.unshift(...older)
      this.bytes += read
      this.start = revision
    }
    return { read, whole: true }
  }

  // What isn't durable stays, however much of it there is.
  private trim(): void {
    if (this.entries.length < keptRevisions * 2 && this.bytes < keptBytes * 2) return
    const undurable = this.entries.findIndex(entry => !entry.event)
    const durable = undurable < 0 ? this.entries.length : undurable
    if (durable < keptRevisions * 2 && this.bytes < keptBytes * 2) return
    let dropped = 0
    for (; dropped < durable && (durable - dropped > keptRevisions || this.bytes > keptBytes); dropped++)
      this.bytes -= this.entries[dropped]!.bytes
    this.entries = this.entries.slice(dropped)
    this.start += dropped
  }
}

function pick({ revision, authorId, commandId }: NewEvent) {
  return { revision, authorId, commandId }
}

function fromLog(event: RecordedEvent): Entry {
  const steps = 'steps' in event.data ? event.data.steps : []
  return { ...pick(event), maps: steps.map(json => storedStep(json).getMap()), event, bytes: sizeOf(event) }
}

function sizeOf({ data }: RecordedEvent): number {
  return sizeUpTo(data, reachedBytes)
}

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0)
}
