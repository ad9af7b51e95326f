import type { EverdraftClient } from '@/lib/client/client'
import type { RecordedEvent } from '@/lib/document/events'

/** Hears what happens to keystrokes. */
export type Ears = {
  sent(commandId: string, at: number): void
  acknowledged(commandId: string, at: number): void
  received(events: readonly Pick<RecordedEvent, 'commandId'>[], at: number): void
}

/** Somebody with a document open, who types one letter at a time into a paragraph of their own. */
export interface Person {
  /** Types a letter (or takes the last one back); resolves once the next one may be typed. */
  type(): Promise<void>
  close(): Promise<void>
}

export type Seat = { client: EverdraftClient; documentId: string; place: number; ears: Ears }
