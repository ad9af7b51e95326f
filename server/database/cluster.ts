import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { postgresEnvironment } from '../env'
import { isAlive, startOf } from '../launch/alive.mjs'
import type { Account } from './account'
import type { Binaries } from './binaries'

export type Cluster = { folder: string; binaries: Binaries; account: Account }

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // TCP only: a socket's path has a length limit that a deep data folder breaks.
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '60',
  idle_in_transaction_session_timeout: '60s',
  // The server's log holds no content: neither statements nor the rows of a failed constraint.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

/** Creates a cluster, all or nothing: a folder that exists is complete. */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const unfinished = `${cluster.folder}.new`
  const passwordFile = `${cluster.folder}.password`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  own(cluster.account, unfinished, passwordFile)
  try {
    // The builtin provider makes a UTF-8 cluster whatever LANG and LC_ALL say, and without the machine's locales.
    await run(cluster, cluster.binaries.initdb, [
      `--pgdata=${unfinished}`,
      '--username=everdraft',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
    ])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(unfinished, cluster.folder)
}

/**
 * Starts the server on a port of the loopback address, away from our terminal's Ctrl-C.
 * @param settings of PostgreSQL beyond ours; without `port` a free one is found
 * @returns the port
 */
export async function startCluster(cluster: Cluster, settings: Record<string, string> = {}): Promise<number> {
  const port = Number(settings.port) || (await freePort())
  const options = Object.entries({ ...SETTINGS, ...settings, port: String(port) })
  const log = path.join(cluster.folder, 'server.log')
  try {
    await run(cluster, cluster.binaries.pgCtl, [
      'start',
      `--pgdata=${cluster.folder}`,
      `--log=${log}`,
      '--wait',
      '--timeout=300',
      `--options=${options.map(([name, value]) => `-c ${name}=${value}`).join(' ')}`,
    ])
  } catch (error) {
    throw new Error(`The embedded PostgreSQL did not start. ${(error as Error).message}\n${tail(log)}`)
  }
  return port
}

/** Ends the server: what is under way is rolled back, everything committed is on disk. */
export async function stopCluster(cluster: Cluster): Promise<void> {
  if (!runningPort(cluster)) return
  await run(cluster, cluster.binaries.pgCtl, [
    'stop',
    `--pgdata=${cluster.folder}`,
    '--mode=fast',
    '--wait',
    '--timeout=60',
  ])
}

/** The port of the server that already runs on this folder, for example because we were killed. */
export function runningPort({ folder }: Pick<Cluster, 'folder'>): number | undefined {
  const file = path.join(folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n')
  if (!isPostgres(Number(pid))) {
    // After a restart of the machine the number may be another program's, which would keep PostgreSQL from starting.
    rmSync(file, { force: true })
    return undefined
  }
  return Number(port) || undefined
}

function isPostgres(pid: number): boolean {
  if (!isAlive({ pid, started: startOf(pid) })) return false
  if (process.platform !== 'linux') return true
  return startOf(pid) !== '' && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
}

function run(cluster: Cluster, program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      // The account may not be allowed to look into the folder that we were started in.
      { ...cluster.account, cwd: path.dirname(cluster.folder), env: postgresEnvironment() },
      (error, stdout, stderr) => {
        if (!error) resolve()
        else reject(new Error(`${path.basename(program)} failed: ${stderr.trim() || stdout.trim() || error.message}`))
      },
    )
    child.stdin?.end()
  })
}

function own(account: Account, ...paths: string[]): void {
  if (account.uid === undefined || account.gid === undefined) return
  for (const each of paths) chownSync(each, account.uid, account.gid)
}

function tail(log: string): string {
  if (!existsSync(log)) return ''
  return readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n')
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address()
      probe.close(() => (bound && typeof bound === 'object' ? resolve(bound.port) : reject(new Error('no free port'))))
    })
  })
