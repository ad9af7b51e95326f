/** A table as a backup holds it: its columns, and the key by which it's read in order. */
export type Table = { name: string; key: readonly string[]; columns: readonly string[] }

const table = (name: string, key: string, columns: string): Table => ({
  name,
  key: key.split(' '),
  columns: columns.trim().split(/\s+/),
})

/**
 * What a backup holds, in this order, and is restored in: what others refer to comes first. A column that's added later
 * goes in here; a backup from before it leaves it at its default.
 */
export const tables: readonly Table[] = [
  table('user', 'id', 'id name email email_verified image is_anonymous created_at updated_at'),
  table('session', 'id', 'id token user_id expires_at ip_address user_agent created_at updated_at'),
  table(
    'account',
    'id',
    `id account_id provider_id user_id access_token refresh_token id_token access_token_expires_at
     refresh_token_expires_at scope password created_at updated_at`,
  ),
  table('author', 'author_id', 'author_id user_id name color created_at'),
  table('visit', 'author_id document_id', 'author_id document_id revision visited_at hidden'),
  table('quarantine', 'stream_id', 'stream_id from_revision since'),
  table('stream', 'stream_id', 'stream_id type revision history_epoch created_at'),
  table(
    'event',
    'stream_id revision',
    `stream_id revision position xid log_epoch type schema_version command_id base_revision author_id via recorded_at
     codec key_id payload`,
  ),
]

/** What a backup leaves out: made again from the log, of use for minutes only, or told by the header. */
export const leftOut: readonly string[] = [
  ...['snapshot', 'weave', 'projection_checkpoint', 'projection_parked', 'document_view'],
  ...['timeline_activity', 'timeline_session', 'timeline_page', 'timeline_mark'],
  ...['verification', 'log', '_prisma_migrations'],
]

export type Counts = Record<string, number>

export const noCounts = (): Counts => Object.fromEntries(tables.map(({ name }) => [name, 0]))
