import pg from 'pg'
import type { Env } from '../env'
import { isOurs, otherInstance } from '../instance'
import { openEmbedded } from './embedded'

export type Database = {
  url: string
  kind: 'embedded' | 'external'
  /** From now on brings the database up again whenever it's gone, where that is ours to do; until `stop`. */
  keepUp(tell: (line: string) => void): void
  stop(): Promise<void>
}

const OLDEST = 14

/** The PostgreSQL of DATABASE_URL, or the embedded one, brought up. `say` hears what a person should know. */
export async function openDatabase(
  env: Pick<Env, 'databaseUrl' | 'dataDir'>,
  say: (line: string) => void = () => {},
): Promise<Database> {
  if (env.databaseUrl) {
    await check(env.databaseUrl, say)
    return { url: env.databaseUrl, kind: 'external', keepUp: () => {}, stop: async () => {} }
  }
  const { url, admin, keepUp, stop } = await openEmbedded({ dataDir: env.dataDir, say })
  return {
    url,
    kind: 'embedded',
    keepUp,
    // A tool that ends must not take the database from the server, or from another tool.
    stop: async () => {
      if (!isOurs(env.dataDir) && (otherInstance(env.dataDir) || (await isInUse(admin)))) return
      await stop()
    },
  }
}

type Facts = { version: string; fsync: string; synchronous_commit: string; full_page_writes: string }

const facts = `SELECT current_setting('server_version_num') AS version, current_setting('fsync') AS fsync,
  current_setting('synchronous_commit') AS synchronous_commit, current_setting('full_page_writes') AS full_page_writes`

async function check(url: string, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<Facts>(facts)
    const major = Math.floor(Number(rows[0]!.version) / 10_000)
    if (major < OLDEST) throw new Error(`it is version ${major}, and Everdraft needs ${OLDEST} or newer`)
    refuseUnsafe(rows[0]!, say)
  } catch (error) {
    if (error instanceof Unsafe) throw error
    throw new Error(`The PostgreSQL of DATABASE_URL cannot be used: ${(error as Error).message || (error as { code?: string }).code}.
Check that it runs, that the database exists and that name and password are right; or unset DATABASE_URL to use the embedded one.`)
  } finally {
    await client.end().catch(() => {})
  }
}

class Unsafe extends Error {}

/** What is acknowledged must be on disk. @throws Unsafe where the database would answer before it is */
function refuseUnsafe({ fsync, synchronous_commit, full_page_writes }: Facts, say: (line: string) => void): void {
  for (const [name, value] of Object.entries({ fsync, synchronous_commit }))
    if (value === 'off')
      throw new Unsafe(`The PostgreSQL of DATABASE_URL has ${name} = off: words that were told to be saved would be gone after a crash.
Switch it on: ALTER SYSTEM SET ${name} = on; SELECT pg_reload_conf(); and look whether the role or the database sets it too.`)
  if (full_page_writes === 'off')
    say(
      'This PostgreSQL has full_page_writes = off, which is safe only on a file system that never tears a page, such as ZFS.',
    )
}

async function isInUse(admin: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: admin })
  try {
    await client.connect()
    const { rows } = await client.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    return (rows[0]?.others ?? 0) > 0
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
