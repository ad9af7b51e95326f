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

export type SessionOptions = {
  transport: Transport
  documentId: string
  /** Who we are; where that's still being asked, opening waits for it. */
  me: Author | Promise<Author>
  now?: () => number
  newCommandId?: () => string
  maxSteps?: number
  /** Does something later; answers how to call it off. The default is the machine's timer. */
  schedule?: (action: () => void, ms: number) => () => void
  /** How long to wait before asking for what's missing, in ms. */
  patience?: number
  /** Where unconfirmed edits are kept until they are saved. Without it they live as long as the session. */
  outbox?: OutboxStore
}
