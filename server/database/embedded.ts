import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { keptSecret } from '../secret'
import type { Account } from './account'
import { canReach, SHARED_HOME, serverAccount } from './account'
import { findBinaries } from './binaries'
import type { Cluster } from './cluster'
import { createCluster, runningPort, startCluster, stopCluster } from './cluster'
import { Keeper } from './keeper'

const DATABASE = 'everdraft'
const FRESH = 'For a fresh start, move that folder away.'

export type EmbeddedOptions = {
  dataDir: string
  /** Hears what a person should know: where data went, what was found. */
  say?: ((line: string) => void) | undefined
  /** For tests: settings of PostgreSQL that trade safety for speed. */
  settings?: Record<string, string>
}

/** Brings up the PostgreSQL of the data folder, or finds the one that a killed process left behind. */
export async function openEmbedded({ dataDir, say = () => {}, settings }: EmbeddedOptions) {
  mkdirSync(dataDir, { recursive: true })
  const inside = path.join(dataDir, 'postgres')
  const account = serverAccount(inside)
  const folder = place(dataDir, inside, account, say)
  const binaries = findBinaries(account)
  if (binaries.movedTo && !existsSync(folder))
    say(`PostgreSQL's user cannot reach this checkout, so its programs were copied to ${binaries.movedTo}`)

  const cluster: Cluster = { folder, binaries, account }
  const passwordFile = path.join(dataDir, 'postgres-password')
  if (!existsSync(folder)) await createCluster(cluster, keptSecret(passwordFile))
  else refuseStrangers(cluster, passwordFile)
  const password = keptSecret(passwordFile)

  const left = runningPort(cluster)
  if (left) say(`Found the database still running on port ${left}`)
  const port = left ?? (await startCluster(cluster, settings))
  const url = (database: string) => `postgresql://everdraft:${password}@127.0.0.1:${port}/${database}`
  await ensureDatabase(url('postgres'))
  const keeper = new Keeper(cluster, { ...settings, port: String(port) })
  return {
    url: url(DATABASE),
    admin: url('postgres'),
    cluster,
    /** From now on brings the server up again whenever it's gone; until `stop`. */
    keepUp: (tell: (line: string) => void) => keeper.start(tell),
    stop: async () => {
      await keeper.stop()
      await stopCluster(cluster)
    },
  }
}

/** A cluster that its account can't reach inside the data folder lives elsewhere, behind a symlink. */
function place(dataDir: string, inside: string, account: Account, say: (line: string) => void): string {
  if (lstatSync(inside, { throwIfNoEntry: false })?.isSymbolicLink()) {
    if (existsSync(inside)) return realpathSync(inside)
    throw new Error(`${inside} points to a folder that is gone. Bring it back, or delete the link. ${FRESH}`)
  }
  if (canReach(account, dataDir)) return inside
  if (existsSync(inside))
    throw new Error(`PostgreSQL's user (uid ${account.uid}) cannot reach ${inside}: a folder above it forbids that.
Allow it to pass (chmod o+x on these folders), or set DATA_DIR to another place.`)

  const home = path.join(SHARED_HOME, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  const folder = path.join(home, 'postgres')
  if (existsSync(folder)) {
    const aside = `${folder}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
    renameSync(folder, aside)
    say(`The data of an earlier ${dataDir} was set aside in ${aside}`)
  }
  mkdirSync(home, { recursive: true, mode: 0o755 })
  for (const each of [SHARED_HOME, home]) chmodSync(each, 0o755)
  if (account.uid !== undefined && account.gid !== undefined) chownSync(home, account.uid, account.gid)
  symlinkSync(folder, inside)
  say(`PostgreSQL's user cannot reach ${dataDir}, so the database lives in ${folder}`)
  return folder
}

function refuseStrangers({ folder, binaries }: Cluster, passwordFile: string): void {
  const major = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim()
  if (major !== binaries.major)
    throw new Error(`The data in ${folder} is of PostgreSQL ${major}, this Everdraft brings ${binaries.major}.
Start the Everdraft that made it and take a backup, or run a PostgreSQL ${major} on it and set DATABASE_URL. ${FRESH}`)
  if (!existsSync(passwordFile))
    throw new Error(`${passwordFile} is missing, the key to the database in ${folder}. Bring it back. ${FRESH}`)
}

async function ensureDatabase(admin: string): Promise<void> {
  const client = await connectWhenReady(admin)
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await client.end()
  }
}

/** A server that was found may still be recovering from a crash. */
async function connectWhenReady(url: string, patienceMs = 60_000): Promise<pg.Client> {
  const giveUpAt = performance.now() + patienceMs
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      const { code } = error as { code?: string }
      const comingUp = code === '57P03' || code === 'ECONNREFUSED'
      if (!comingUp || performance.now() > giveUpAt)
        throw new Error(`The embedded PostgreSQL refuses us: ${(error as Error).message}`)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}
