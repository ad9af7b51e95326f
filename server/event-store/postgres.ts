import type { RevisedEvent } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import type { Asks } from '../database/asks'
import { isNotText } from '../database/faults'
import { fewAtATime } from '../promises'
import { eventTypes, readBody, readVia, shortCodec, streamTypes, UnreadableEvent, vias } from './codec'
import { currentEpoch, settled } from './epoch'
import type { EventFeed, EventStore, Head, NewEvent, ReadLimit } from './event-store'
import { writePayload } from './payload'
import { toPlace, toPosition } from './position'

/**
 * The append: one statement for many documents. The head rows guard it: a document whose head isn't just before its run
 * is left out whole. They are locked in the order of their ids, so that two statements never wait for each other in
 * a circle; `on conflict do nothing` alone would store half a run, and an unordered update deadlocks.
 */
const appendStatement = `
with incoming as materialized (
  select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::smallint[], $5::uuid[], $6::int[], $7::uuid[],
    $8::smallint[], $9::timestamptz[], $10::text[])
  as i(stream_id, revision, type, schema_version, command_id, base_revision, author_id, via, recorded_at, payload)
), wanted as (
  select stream_id, min(revision) - 1 as expected, max(revision) as head from incoming
  group by stream_id having max(revision) - min(revision) + 1 = count(*)
), made as (
  insert into stream (stream_id, type, revision)
  select stream_id, ${streamTypes.document}, head from wanted where expected = 0 order by stream_id
  on conflict (stream_id) do nothing returning stream_id
), won as materialized (
  select s.stream_id, w.head from stream s join wanted w using (stream_id)
  where s.revision = w.expected and w.expected > 0
    and not exists (select from quarantine q where q.stream_id = s.stream_id)
  order by s.stream_id for no key update of s
), moved as (
  update stream s set revision = won.head from won where s.stream_id = won.stream_id returning s.stream_id
)
insert into event (stream_id, revision, type, schema_version, command_id, base_revision, author_id, via, recorded_at,
  codec, payload, log_epoch)
select i.stream_id, i.revision, i.type, i.schema_version, i.command_id, i.base_revision, i.author_id, i.via, i.recorded_at,
  ${shortCodec}, convert_to(i.payload, 'UTF8'), ${currentEpoch}
from incoming i join (select stream_id from made union all select stream_id from moved) g using (stream_id)
order by i.stream_id, i.revision
returning stream_id, revision, position, xid::text as tx, log_epoch`

/** The same for one event of a document that's there already, as most appends of quiet hours are; it takes a quarter less. */
const appendOneStatement = `
with moved as (
  update stream set revision = $2::int where stream_id = $1::uuid and revision = $2::int - 1
    and not exists (select from quarantine where stream_id = $1::uuid) returning stream_id
)
insert into event (stream_id, revision, type, schema_version, command_id, base_revision, author_id, via, recorded_at,
  codec, payload, log_epoch)
select $1::uuid, $2::int, $3::smallint, $4::smallint, $5::uuid, $6::int, $7::uuid, $8::smallint, $9::timestamptz,
  ${shortCodec}, convert_to($10::text, 'UTF8'), ${currentEpoch} from moved
returning stream_id, revision, position, xid::text as tx, log_epoch`

const columns = `stream_id, revision, position, xid::text as tx, log_epoch, type, schema_version, command_id, base_revision,
  author_id, via, recorded_at, codec, convert_from(payload, 'UTF8') as payload`

// A number of ms is read in a fraction of the time that a date takes.
const revisedColumns = `revision, author_id, (extract(epoch from recorded_at) * 1000)::float8 as at, via, type, schema_version, codec,
  convert_from(payload, 'UTF8') as payload`

/** The feed, in the order of positions. */
export const followStatement = `
select ${columns} from event e
where (e.log_epoch, e.xid, e.position) > ($1::smallint, $2::xid8, $3::bigint)
  and ${settled}
order by e.log_epoch, e.xid, e.position limit $4::int`

/** A stream in quarantine ends before its first bad event, for everybody but those who mend it. */
const untilQuarantine = `and revision < coalesce((select from_revision from quarantine where stream_id = $1::uuid), 2147483647)`

type PlaceRow = { stream_id: string; revision: number; position: bigint; tx: string; log_epoch: number }
type HeadRow = { revision: number; history_epoch: number; from_revision: number | null }
type EventRow = PlaceRow & {
  type: number
  schema_version: number
  command_id: string
  base_revision: number
  author_id: string
  via: number
  recorded_at: Date
  codec: number
  payload: string
}

type RevisedRow = Pick<EventRow, 'revision' | 'author_id' | 'via' | 'type' | 'schema_version' | 'codec' | 'payload'> & {
  at: number
}

/** The log in PostgreSQL. Nothing else reads from or writes to the tables `stream` and `event`, but backups of them. */
export class PostgresEventStore implements EventStore, EventFeed {
  /**
   * @param reader for reads
   * @param writer for appends alone, so that no read ever waits before a commit
   * @param quarantined what of streams in quarantine is shown: nothing from the first bad event on, or all there is
   */
  constructor(
    private readonly reader: Asks,
    private readonly writer: Asks = reader,
    private readonly quarantined: 'cut' | 'whole' = 'cut',
  ) {}

  async append(runs: readonly (readonly NewEvent[])[]): Promise<(string[] | null)[]> {
    const rows = await this.insert(runs.flat())
    const positions = new Map(rows.map(row => [`${row.stream_id}/${row.revision}`, placeOf(row)]))
    return runs.map(run => {
      const stored = run.map(event => positions.get(`${event.documentId}/${event.revision}`))
      return stored.every(position => position !== undefined) ? stored : null
    })
  }

  private insert(events: readonly NewEvent[]): Promise<PlaceRow[]> {
    const values = events.map(event => [
      event.documentId,
      event.revision,
      eventTypes[event.type],
      event.schemaVersion,
      event.commandId,
      event.baseRevision,
      event.authorId,
      vias[event.via],
      event.recordedAt,
      writePayload(event.data),
    ])
    const [first] = values
    if (!first) return Promise.resolve([])
    return values.length === 1 && events[0]!.revision > 1
      ? this.writer.$queryRawUnsafe(appendOneStatement, ...first)
      : this.writer.$queryRawUnsafe(appendStatement, ...first.map((_, i) => values.map(row => row[i])))
  }

  async read(documentId: string, from: number, limit: ReadLimit): Promise<RecordedEvent[]> {
    return fewAtATime(await this.rows<EventRow>(columns, documentId, from, limit), recorded)
  }

  async readRevised(documentId: string, from: number, limit: ReadLimit): Promise<RevisedEvent[]> {
    const rows = await this.rows<RevisedRow>(revisedColumns, documentId, from, limit)
    return fewAtATime(rows, row => revised(documentId, row))
  }

  private rows<Row>(columns: string, documentId: string, from: number, { events, bytes }: ReadLimit): Promise<Row[]> {
    return this.reader
      .$queryRawUnsafe<Row[]>(
        `select ${columns} from (
           select *, sum(octet_length(payload)) over (order by revision) as bytes from event
           where stream_id = $1::uuid and revision >= $2::int ${this.quarantined === 'cut' ? untilQuarantine : ''}
           order by revision limit $3::int) e
         where revision = $2::int or bytes <= $4::bigint order by revision`,
        documentId,
        from,
        events,
        bytes ?? Number.MAX_SAFE_INTEGER,
      )
      .catch((error: unknown) => {
        // The only value that the database interprets here is the payload: it's not UTF-8.
        throw isNotText(error) ? new UnreadableEvent('A payload is not UTF-8') : error
      })
  }

  async head(documentId: string): Promise<Head | null> {
    const [row] = await this.reader.$queryRawUnsafe<HeadRow[]>(
      `select revision, history_epoch, from_revision from stream left join quarantine using (stream_id)
       where stream_id = $1::uuid`,
      documentId,
    )
    if (!row) return null
    const { revision, history_epoch: historyEpoch, from_revision: from } = row
    if (from === null || this.quarantined === 'whole') return { revision, historyEpoch }
    return { revision: Math.min(revision, from - 1), historyEpoch, quarantinedFrom: from }
  }

  async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.reader.$queryRawUnsafe<{ stream_id: string; revision: number }[]>(
      `select stream_id, revision from stream s where stream_id = any($1::uuid[])
         and not exists (select from quarantine q where q.stream_id = s.stream_id)`,
      documentIds,
    )
    return new Map(rows.map(row => [row.stream_id, row.revision]))
  }

  async follow(after: string, limit: number): Promise<RecordedEvent[]> {
    const { logEpoch, xid, sequence } = toPlace(after)
    const rows = await this.reader.$queryRawUnsafe<EventRow[]>(followStatement, logEpoch, String(xid), sequence, limit)
    return fewAtATime(rows, recorded)
  }

  async end(): Promise<string> {
    const [row] = await this.reader.$queryRawUnsafe<PlaceRow[]>(
      `select stream_id, revision, position, xid::text as tx, log_epoch from event e
       where ${settled}
       order by e.log_epoch desc, e.xid desc, e.position desc limit 1`,
    )
    return row ? placeOf(row) : ''
  }
}

function placeOf({ log_epoch, tx, position }: PlaceRow): string {
  return toPosition({ logEpoch: log_epoch, xid: BigInt(tx), sequence: BigInt(position) })
}

function revised(documentId: string, row: RevisedRow): RevisedEvent {
  // What can't be read as an event can't be read as less of it either.
  readVia(row.via)
  return {
    documentId,
    revision: row.revision,
    authorId: row.author_id,
    recordedAt: new Date(row.at).toISOString(),
    ...readBody(row.type, row.codec, row.schema_version, row.payload),
  } as RevisedEvent
}

function recorded(row: EventRow): RecordedEvent {
  return {
    documentId: row.stream_id,
    revision: row.revision,
    position: placeOf(row),
    schemaVersion,
    commandId: row.command_id,
    baseRevision: row.base_revision,
    authorId: row.author_id,
    via: readVia(row.via),
    recordedAt: row.recorded_at.toISOString(),
    ...readBody(row.type, row.codec, row.schema_version, row.payload),
  } as RecordedEvent
}
