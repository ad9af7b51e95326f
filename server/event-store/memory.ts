import type { RevisedEvent } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { eventTypes, readBody, shortCodec } from './codec'
import type { EventFeed, EventStore, Head, NewEvent, ReadLimit } from './event-store'
import { writePayload } from './payload'
import { toPosition } from './position'

type Row = { event: NewEvent; position: string; payload: string }

/** The reference implementation: everything in this process's memory, gone with it. For tests, worlds and trying out. */
export class MemoryEventStore implements EventStore, EventFeed {
  private readonly streams = new Map<string, Row[]>()
  private readonly log: Row[] = []

  async append(runs: readonly (readonly NewEvent[])[]): Promise<(string[] | null)[]> {
    return runs.map(run => {
      const first = run[0]
      if (!first || run.some((event, i) => event.revision !== first.revision + i)) return null
      const stream = this.streams.get(first.documentId) ?? []
      if (stream.length !== first.revision - 1) return null
      this.streams.set(first.documentId, stream)
      return run.map(event => {
        const sequence = BigInt(this.log.length + 1)
        const position = toPosition({ logEpoch: 1, xid: sequence, sequence })
        const row = { event: structuredClone(event), position, payload: writePayload(event.data) }
        stream.push(row)
        this.log.push(row)
        return position
      })
    })
  }

  async read(documentId: string, from: number, limit: ReadLimit): Promise<RecordedEvent[]> {
    const rows = this.streams.get(documentId)?.slice(from - 1, from - 1 + limit.events) ?? []
    let bytes = 0
    const fitting = rows.filter((row, i) => {
      bytes += Buffer.byteLength(row.payload)
      return i === 0 || bytes <= (limit.bytes ?? Number.POSITIVE_INFINITY)
    })
    return fitting.map(recorded)
  }

  async readRevised(documentId: string, from: number, limit: ReadLimit): Promise<RevisedEvent[]> {
    const events = await this.read(documentId, from, limit)
    return events.map(
      ({ position: _, commandId: __, baseRevision: ___, schemaVersion: ____, via: _____, ...event }) => event,
    )
  }

  async head(documentId: string): Promise<Head | null> {
    const stream = this.streams.get(documentId)
    return stream ? { revision: stream.length, historyEpoch: 1 } : null
  }

  async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
    const known = documentIds.filter(id => this.streams.has(id))
    return new Map(known.map(id => [id, this.streams.get(id)!.length]))
  }

  async follow(after: string, limit: number): Promise<RecordedEvent[]> {
    let from = this.log.length
    while (from > 0 && this.log[from - 1]!.position > after) from--
    return this.log.slice(from, from + limit).map(recorded)
  }

  async end(): Promise<string> {
    return this.log.at(-1)?.position ?? ''
  }
}

function recorded({ event, position, payload }: Row): RecordedEvent {
  const { data: _, type, ...header } = event
  return {
    ...header,
    position,
    schemaVersion,
    ...readBody(eventTypes[type], shortCodec, event.schemaVersion, payload),
  } as RecordedEvent
}
