import type { RecordedEvent } from '@/lib/document/events'

/** Recorded events that have arrived and wait for those before them, or for the writer. */
export class Incoming {
  private readonly events = new Map<number, RecordedEvent>()

  /** Keeps events after `revision`; what's older is known already. */
  hold(events: readonly RecordedEvent[], revision: number): void {
    for (const event of events) if (event.revision > revision) this.events.set(event.revision, event)
  }

  /** The events that follow `revision` without a hole. */
  following(revision: number): RecordedEvent[] {
    const next: RecordedEvent[] = []
    for (let at = revision + 1; this.events.has(at); at++) next.push(this.events.get(at)!)
    return next
  }

  forget(events: readonly RecordedEvent[]): void {
    for (const { revision } of events) this.events.delete(revision)
  }

  /** Whether something waits for an event that hasn't come. Also forgets what `revision` has overtaken. */
  hasHole(revision: number): boolean {
    for (const at of this.events.keys()) if (at <= revision) this.events.delete(at)
    return this.events.size > 0 && !this.events.has(revision + 1)
  }
}
