import type { Client } from 'pg'
import { withSession } from '../database/session'

/** The epoch under which an event is recorded. */
export const currentEpoch = '(select epoch from log)'

/**
 * Which events (`e`) may be told to who follows the log: `pg_snapshot_xmin` fences off every transaction that might still
 * commit behind what has been read. Of an earlier epoch all are there: its transactions were another cluster's.
 */
export const settled = `(e.log_epoch < ${currentEpoch} or e.xid < pg_snapshot_xmin(pg_current_snapshot()))`

/** A history epoch that no client has seen, also where one backup is restored twice: seconds, less a constant. */
export const freshHistoryEpoch = 'greatest(history_epoch + 1, extract(epoch from clock_timestamp())::int - 1700000000)'

/**
 * Refuses a log whose transaction ids are ahead of this cluster's: it was copied here by other means than ours. New events
 * would be ordered before old ones, and followers would wait for the old ones for as long as it takes to catch up.
 */
export async function refuseForeignLog(url: string): Promise<void> {
  const fits = await withSession(url, 'everdraft log', async session => {
    const { rows } = await session.query<{ newest: string | null; next: string; fits: boolean | null }>(
      `select newest::text, next::text, newest < next as fits
       from pg_snapshot_xmax(pg_current_snapshot()) next left join lateral (
         select xid as newest from event where log_epoch = ${currentEpoch} order by log_epoch desc, xid desc limit 1) e on true`,
    )
    return rows[0]!
  })
  if (fits.fits === false)
    throw new Error(`The log in this database was made by another PostgreSQL: its transaction ids go up to ${fits.newest}, this one's next is ${fits.next}.
Was a dump restored by hand? Then run once
  npm run log -- adopt
and start again. npm run backup and npm run restore see to this by themselves.`)
}

/**
 * Begins a new epoch: whatever is recorded from now on comes after everything that's there, and clients take what they
 * have kept of any history for worth nothing.
 * @returns the new epoch
 */
export async function beginEpoch(session: Client, after: number | null = null): Promise<number> {
  // Appends that are under way come to their end first, so that none is left in the old epoch behind those who follow.
  await session.query('lock table event in exclusive mode')
  const { rows } = await session.query<{ epoch: number }>(
    'update log set epoch = greatest(epoch, $1::int) + 1 returning epoch',
    [after],
  )
  await session.query(`update stream set history_epoch = ${freshHistoryEpoch}`)
  await session.query(
    `select setval(pg_get_serial_sequence('event', 'position'), greatest(last_value, (select max(position) from event)))
     from event_position_seq`,
  )
  return rows[0]!.epoch
}
