import { execFileSync, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../support/server'
import { cpuOf } from '../cpu'
import type { Peer } from '../driver/typing'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** Installs what the peers need, which nothing else does; asks the package registry, once. */
export function installPeers(say: (line: string) => void): void {
  if (existsSync(`${folder}node_modules/.package-lock.json`)) return
  say('installing the peers (tests/bench/peers)')
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** A peer's server in a process of its own, storing into a database. */
export async function startPeer(peer: Peer, databaseUrl: string) {
  const port = await freePort()
  const child = fork(`${folder}${peer}-server.mjs`, {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, PORT: String(port) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', code => reject(new Error(`The server of ${peer} ended with ${code}`)))
  })
  ended.catch(() => {})
  await Promise.race([new Promise(resolve => child.once('message', resolve)), ended])
  return {
    url: `http://127.0.0.1:${port}`,
    cpu: () => cpuOf(child.pid!),
    async stop() {
      child.kill('SIGKILL')
      await ended.catch(() => {})
    },
  }
}
