import type { RevisedEvent } from '@/lib/document/document'
import type { EventBody, EventHeader, RecordedEvent } from '@/lib/document/events'

/** An event that isn't stored yet: everything but its place in the order of all events. */
export type NewEvent = Omit<EventHeader, 'position'> & EventBody

/** What bounds a read: whichever is reached first; at least one event is always answered where there is one. */
export type ReadLimit = { events: number; bytes?: number }

/** A document's last revision; `quarantinedFrom` where the log goes on with an event that must not be read for now. */
export type Head = { revision: number; historyEpoch: number; quarantinedFrom?: number }

/**
 * The log. An event, once appended, is never changed; revisions of a document are 1, 2, 3 … without holes, whoever
 * writes and from however many processes.
 */
export interface EventStore {
  /**
   * Appends runs of consecutive events, one run a document, as one durable commit.
   * Each run is all or nothing on its own: it's stored exactly when its document's head is just before it.
   * @returns for each run the events' positions, or null where the head was elsewhere (someone else was first)
   * @throws when the outcome is unknown: some, all or none of the runs may have been stored
   */
  append(runs: readonly (readonly NewEvent[])[]): Promise<(string[] | null)[]>

  /**
   * Events of a document from revision `from` on, in order. Bodies are upcast to today's schema version.
   * @throws UnreadableEvent where one of them can't be read as an event; fewer at a time tell which
   */
  read(documentId: string, from: number, limit: ReadLimit): Promise<RecordedEvent[]>

  /** The same with less of each event, in half of the time: for who makes documents of many. */
  readRevised(documentId: string, from: number, limit: ReadLimit): Promise<RevisedEvent[]>

  /** A document's last revision and history epoch; null where there's no such document. */
  head(documentId: string): Promise<Head | null>

  /** Many documents' last revisions by one cheap question; those that there aren't are missing. */
  heads(documentIds: readonly string[]): Promise<Map<string, number>>
}

/** The order of all events, for those who follow it. Another source (Kafka, say) is another implementation. */
export interface EventFeed {
  /**
   * Committed events after a position, in an order that never gains an event behind a position it has answered.
   * @param after a position, or '' for the beginning
   */
  follow(after: string, limit: number): Promise<RecordedEvent[]>

  /** The position of the newest event that `follow` would answer by now; '' where there's none. */
  end(): Promise<string>
}
