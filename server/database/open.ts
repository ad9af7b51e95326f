import pg from 'pg'
import type { Env } from '../env'
import { isOurs, otherInstance } from '../instance'
import { openEmbedded } from './embedded'

export type Database = { url: string; kind: 'embedded' | 'external'; stop(): Promise<void> }

const OLDEST = 14

/** The PostgreSQL of DATABASE_URL, or the embedded one, brought up. `say` hears what a person should know. */
export async function openDatabase(
  env: Pick<Env, 'databaseUrl' | 'dataDir'>,
  say?: (line: string) => void,
): Promise<Database> {
  if (env.databaseUrl) {
    await check(env.databaseUrl)
    return { url: env.databaseUrl, kind: 'external', stop: async () => {} }
  }
  const { url, admin, stop } = await openEmbedded({ dataDir: env.dataDir, say })
  return {
    url,
    kind: 'embedded',
    // A tool that ends must not take the database from the server, or from another tool.
    stop: async () => {
      if (!isOurs(env.dataDir) && (otherInstance(env.dataDir) || (await isInUse(admin)))) return
      await stop()
    },
  }
}

async function check(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version_num') AS version")
    const major = Math.floor(Number(rows[0]?.version) / 10_000)
    if (major < OLDEST) throw new Error(`it is version ${major}, and Everdraft needs ${OLDEST} or newer`)
  } catch (error) {
    throw new Error(`The PostgreSQL of DATABASE_URL cannot be used: ${(error as Error).message || (error as { code?: string }).code}.
Check that it runs, that the database exists and that name and password are right; or unset DATABASE_URL to use the embedded one.`)
  } finally {
    await client.end().catch(() => {})
  }
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
