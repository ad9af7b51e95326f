import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addresses } from '../../server/listen'

export type RunningServer = {
  url: string
  /** The same server by this machine's address in its network, where a page is no secure context; absent without a network. */
  lanUrl?: string
  pid: number
  dataDir: string
  stop(): Promise<void>
}

/** A folder that goes when the tests say so, and that the account PostgreSQL runs as can reach. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), `everdraft-${name}-`))
  // mkdtemp lets nobody else in, and as root PostgreSQL runs as somebody else.
  chmodSync(folder, 0o755)
  return folder
}

/**
 * A process of `dist/server.mjs`, as built by `npm start` or `npm test`, that may die and be started again in its place.
 * Lists begin empty: it welcomes nobody unless its `env` says so.
 */
export class ServerProcess {
  private child: ChildProcess | null = null
  private ended: Promise<number | null> = Promise.resolve(null)
  /** The last of what it printed. */
  output = ''

  constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly env: Record<string, string> = {},
  ) {
    if (!existsSync('dist/server.mjs'))
      throw new Error('There is no dist/server.mjs yet: run npm test or npm start once.')
  }

  get url(): string {
    return addresses(this.port).local
  }

  /** Of the running process. */
  get pid(): number {
    return this.child!.pid!
  }

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null
  }

  /** Resolves once it answers; whether well or not is another question. */
  async start(): Promise<void> {
    const { DATABASE_URL, ...inherited } = process.env
    const own = { DATA_DIR: this.dataDir, PORT: String(this.port), LOG_LEVEL: 'warn', WELCOME: 'false', ...this.env }
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs'], {
      env: { ...inherited, NODE_ENV: 'production', ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-20_000)
      })
    }
    this.ended = new Promise(resolve => child.once('exit', resolve))
    for (const giveUpAt = Date.now() + 60_000; ; ) {
      if (await fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)) return
      if (!this.running || Date.now() > giveUpAt) {
        const end = this.running ? 'it never answered' : `it ended with ${child.exitCode ?? child.signalCode}`
        await this.end('SIGKILL')
        throw new Error(`The server did not start, ${end}:\n${this.output}`)
      }
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  /** Sends a signal that ends it. @returns its exit code, null where the signal itself did it */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.child?.kill(signal)
    return this.ended
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal)
  }
}

/** Starts a server with a data folder that goes when it stops. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = temporaryFolder('e2e')
  const server = new ServerProcess(dataDir, await freePort(), env)
  const stop = async () => {
    await server.end('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await server.start()
    for (const giveUpAt = Date.now() + 60_000; !(await fetch(`${server.url}/api/health`)).ok; ) {
      if (Date.now() > giveUpAt) throw new Error(`The server is not well:\n${server.output}`)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  } catch (error) {
    await stop()
    throw error
  }
  const { local, network } = addresses(server.port)
  return { url: local, ...(network[0] ? { lanUrl: network[0] } : {}), pid: server.pid, dataDir, stop }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, () => {
      const bound = probe.address()
      probe.close(() => (bound && typeof bound === 'object' ? resolve(bound.port) : reject(new Error('no free port'))))
    })
  })
