import type { Client } from 'pg'

/** Streams whose events aren't 1, 2, 3 … up to their head, so that nobody could read them to the end. */
export async function damagedStreams(session: Client): Promise<string[]> {
  const { rows } = await session.query<{ stream_id: string }>(
    `select stream_id from stream s full join
       (select stream_id, count(*) as events, min(revision) as first, max(revision) as last from event group by stream_id) e
       using (stream_id)
     where (s.revision, 1) is distinct from (e.last, e.first) or e.events <> e.last order by stream_id`,
  )
  return rows.map(row => row.stream_id)
}
