import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import type { PrismaClient } from '@/prisma/generated/client'
import { eventTypes, jsonCodec, readBody, readVia, streamTypes, vias } from './codec'
import type { EventFeed, EventStore, Head, NewEvent, ReadLimit } from './event-store'
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
  where s.revision = w.expected and w.expected > 0 order by s.stream_id for no key update of s
), moved as (
  update stream s set revision = won.head from won where s.stream_id = won.stream_id returning s.stream_id
)
insert into event (stream_id, revision, type, schema_version, command_id, base_revision, author_id, via, recorded_at,
  codec, payload)
select i.stream_id, i.revision, i.type, i.schema_version, i.command_id, i.base_revision, i.author_id, i.via, i.recorded_at,
  ${jsonCodec}, convert_to(i.payload, 'UTF8')
from incoming i join (select stream_id from made union all select stream_id from moved) g using (stream_id)
order by i.stream_id, i.revision
returning stream_id, revision, position, xid::text as tx, log_epoch`

const columns = `stream_id, revision, position, xid::text as tx, log_epoch, type, schema_version, command_id, base_revision,
  author_id, via, recorded_at, codec, convert_from(payload, 'UTF8') as payload`

/** The feed: `pg_snapshot_xmin` fences off every transaction that might still commit behind what has been read. */
export const followStatement = `
select ${columns} from event e
where (e.log_epoch, e.xid, e.position) > ($1::smallint, $2::xid8, $3::bigint)
  and e.xid < pg_snapshot_xmin(pg_current_snapshot())
order by e.log_epoch, e.xid, e.position limit $4::int`

type PlaceRow = { stream_id: string; revision: number; position: bigint; tx: string; log_epoch: number }
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

/** The log in PostgreSQL. Nothing else reads from or writes to the tables `stream` and `event`. */
export class PostgresEventStore implements EventStore, EventFeed {
  /**
   * @param reader for reads
   * @param writer for appends alone, so that no read ever waits before a commit
   */
  constructor(
    private readonly reader: PrismaClient,
    private readonly writer: PrismaClient = reader,
  ) {}

  async append(runs: readonly (readonly NewEvent[])[]): Promise<(string[] | null)[]> {
    const events = runs.flat()
    const rows = await this.writer.$queryRawUnsafe<PlaceRow[]>(
      appendStatement,
      events.map(event => event.documentId),
      events.map(event => event.revision),
      events.map(event => eventTypes[event.type]),
      events.map(event => event.schemaVersion),
      events.map(event => event.commandId),
      events.map(event => event.baseRevision),
      events.map(event => event.authorId),
      events.map(event => vias[event.via]),
      events.map(event => event.recordedAt),
      events.map(event => JSON.stringify(event.data)),
    )
    const positions = new Map(rows.map(row => [`${row.stream_id}/${row.revision}`, placeOf(row)]))
    return runs.map(run => {
      const stored = run.map(event => positions.get(`${event.documentId}/${event.revision}`))
      return stored.every(position => position !== undefined) ? stored : null
    })
  }

  async read(documentId: string, from: number, { events, bytes }: ReadLimit): Promise<RecordedEvent[]> {
    const rows = await this.reader.$queryRawUnsafe<EventRow[]>(
      `select ${columns} from (
         select *, sum(octet_length(payload)) over (order by revision) as bytes
         from event where stream_id = $1::uuid and revision >= $2::int order by revision limit $3::int) e
       where revision = $2::int or bytes <= $4::bigint order by revision`,
      documentId,
      from,
      events,
      bytes ?? Number.MAX_SAFE_INTEGER,
    )
    return rows.map(recorded)
  }

  async head(documentId: string): Promise<Head | null> {
    const [row] = await this.reader.$queryRawUnsafe<{ revision: number; history_epoch: number }[]>(
      'select revision, history_epoch from stream where stream_id = $1::uuid',
      documentId,
    )
    return row ? { revision: row.revision, historyEpoch: row.history_epoch } : null
  }

  async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.reader.$queryRawUnsafe<{ stream_id: string; revision: number }[]>(
      'select stream_id, revision from stream where stream_id = any($1::uuid[])',
      documentIds,
    )
    return new Map(rows.map(row => [row.stream_id, row.revision]))
  }

  async follow(after: string, limit: number): Promise<RecordedEvent[]> {
    const { logEpoch, xid, sequence } = toPlace(after)
    const rows = await this.reader.$queryRawUnsafe<EventRow[]>(followStatement, logEpoch, String(xid), sequence, limit)
    return rows.map(recorded)
  }

  async end(): Promise<string> {
    const [row] = await this.reader.$queryRawUnsafe<PlaceRow[]>(
      `select stream_id, revision, position, xid::text as tx, log_epoch from event e
       where e.xid < pg_snapshot_xmin(pg_current_snapshot())
       order by e.log_epoch desc, e.xid desc, e.position desc limit 1`,
    )
    return row ? placeOf(row) : ''
  }
}

function placeOf({ log_epoch, tx, position }: PlaceRow): string {
  return toPosition({ logEpoch: log_epoch, xid: BigInt(tx), sequence: BigInt(position) })
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
