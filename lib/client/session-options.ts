import type { Node } from '@tiptap/pm/model'
import type { RecordedEvent } from '@/lib/document/events'
import type { Author } from '@/lib/protocol/people'
import type { Change } from '@/lib/replica/change'
import type { OutboxStore } from './outbox/outbox-store'
import type { Transport } from './transport'

/** An editor that shows the session's document. */
export interface DocumentView {
  /** Whether these events would disturb what the writer is composing right now; then they wait (`resume`). */
  mustWait(events: readonly RecordedEvent[]): boolean
  apply(change: Change): void
  /** Shows another document altogether: after opening, or when only a snapshot helps. */
  reset(doc: Node): void
}

/** Steps of one command, and bytes of them on the wire. */
export type CommandLimits = { maxSteps: number; maxBytes: number }

/** The protocol's, with room for what goes around the steps. */
export const commandLimits: CommandLimits = { maxSteps: 500, maxBytes: 900_000 }

export const atOnce = (work: () => void): void => work()

export function byTimer(action: () => void, ms: number): () => void {
  const timer = setTimeout(action, ms)
  return () => clearTimeout(timer)
}

export type SessionOptions = {
  transport: Transport
  documentId: string
  /** Who we are; where that's still being asked, opening waits for it. */
  me: Author | Promise<Author>
  now?: () => number
  newCommandId?: () => string
  /** What one command may hold: as much as the server takes, or less. */
  limits?: CommandLimits
  /** Does something later; answers how to call it off. The default is the machine's timer. */
  schedule?: (action: () => void, ms: number) => () => void
  /** When to bring in what others did: at once, where nothing else is said, or when there's time for it. */
  pace?: (work: () => void) => void
  /** How long to wait before asking for what's missing, in ms. */
  patience?: number
  /** Where unconfirmed edits are kept until they are saved. Without it they live as long as the session. */
  outbox?: OutboxStore
}
