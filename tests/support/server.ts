import { spawn } from 'node:child_process'
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

/** Starts `dist/server.mjs`, as built by `npm start` or `npm test`, with a data folder that goes when it stops. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  if (!existsSync('dist/server.mjs'))
    throw new Error('There is no dist/server.mjs yet: run npm test or npm start once.')
  const dataDir = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-e2e-'))
  // mkdtemp lets nobody else in, and as root PostgreSQL runs as somebody else.
  chmodSync(dataDir, 0o755)
  const port = await freePort()
  const { DATABASE_URL, ...inherited } = process.env
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs'], {
    env: { ...inherited, NODE_ENV: 'production', DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
    })
  }
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }

  const { local, network } = addresses(port)
  for (const giveUpAt = Date.now() + 60_000; ; ) {
    const answer = await fetch(`${local}/api/health`).catch(() => undefined)
    if (answer?.ok) return { url: local, ...(network[0] ? { lanUrl: network[0] } : {}), pid: child.pid!, dataDir, stop }
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await stop()
      throw new Error(`The server did not start:\n${output}`)
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, () => {
      const bound = probe.address()
      probe.close(() => (bound && typeof bound === 'object' ? resolve(bound.port) : reject(new Error('no free port'))))
    })
  })
