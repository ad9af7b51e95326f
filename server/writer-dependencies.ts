import type { Command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import type { Limits } from '@/lib/document/limits'
import type { EventStore } from './event-store/event-store'
import type { GroupCommit } from './group-commit'
import type { History } from './history'
import type { Lane } from './lane'

export type WriterDependencies = {
  store: EventStore
  history: History
  commit: GroupCommit
  limits: Limits
  /** Where heavy commands wait for their turn; without one they don't. */
  lane?: Lane
  now: () => Date
  /** May this author do this to this document? */
  allows: (document: Document, authorId: string, command: Command['type']) => boolean
  /** Called once for every flush with what became durable, in order. */
  onCommitted: (document: Document, events: RecordedEvent[]) => void
  onError: (error: unknown, documentId: string) => void
}
