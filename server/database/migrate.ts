import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

type Applied = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null }

// The number under which Prisma's own engine locks, so that the two never run at once.
const LOCK = 72_707_369

// Prisma's ledger, to the letter: `prisma migrate` works on the same database.
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

/**
 * Applies what is new in `prisma/migrations`, each migration whole or not at all, and answers with the names of those.
 * Refuses a history that is not this folder's. Safe to call from several processes at once.
 */
export async function migrate(url: string, folder = path.resolve('prisma/migrations')): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'everdraft migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const { rows: ledger } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`)
    if (!ledger[0].exists) await client.query(LEDGER)
    const { rows } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at',
    )
    const applied = new Map(rows.filter(row => !row.rolled_back_at).map(row => [row.migration_name, row]))
    const migrations = readMigrations(folder)
    refuseOtherHistory(applied, migrations)
    const pending = migrations.filter(({ name }) => !applied.has(name))
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    // The lock goes with the connection.
    await client.end()
  }
}

type Migration = { name: string; sql: string; checksum: string }

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter(name => existsSync(path.join(folder, name, 'migration.sql')))
  return names.sort().map(name => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

function refuseOtherHistory(applied: Map<string, Applied>, migrations: Migration[]): void {
  for (const { migration_name: name, finished_at } of applied.values()) {
    if (!finished_at)
      throw new Error(`Migration ${name} failed half way. Mend the database, then say which with
  npx prisma migrate resolve --rolled-back ${name}   (or --applied)`)
    if (!migrations.some(migration => migration.name === name))
      throw new Error(`The database knows migration ${name}, which this Everdraft does not have: it was used by a newer one.
Start that version, or restore a backup from before it.`)
  }
  for (const { name, checksum } of migrations) {
    const known = applied.get(name)
    if (known && known.checksum !== checksum)
      throw new Error(`Migration ${name} was changed after it had been applied to this database.
Bring its file back to what it was (git checkout prisma/migrations) and put the change into a new migration.`)
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    throw new Error(`Migration ${name} failed, nothing of it was kept: ${(error as Error).message}`, { cause: error })
  }
}
