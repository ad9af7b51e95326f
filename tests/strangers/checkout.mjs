import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../../server/launch/processes.mjs'

const base = mkdtempSync(path.join(realpathSync(tmpdir()), 'everdraft-strangers-'))
chmodSync(base, 0o755)

/** One npm cache for all strangers, so that packages come from the network once. */
export const cache = path.join(base, 'npm-cache')

const registry = execFileSync('npm', ['config', 'get', 'registry'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
}).trim()

/** What a stranger's shell would have: nothing of ours, nothing of the npm that runs us. */
const plain = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_ENV|INIT_CWD|DATABASE_URL|DATA_DIR|PORT|HOST|PUBLIC_URL|LC_)/i.test(name),
  ),
)
plain.PATH = plain.PATH?.split(path.delimiter)
  .filter(entry => !entry.includes('node_modules'))
  .join(path.delimiter)

/** A fresh clone of what is committed here, as a stranger would have it. */
export class Checkout {
  /** @param {string} name @param {{ mode?: number, user?: { uid: number, gid: number, home: string } }} [options] */
  constructor(name, { mode = 0o755, user } = {}) {
    this.home = path.join(base, name)
    this.folder = path.join(this.home, 'everdraft')
    this.user = user
    mkdirSync(this.home, { mode })
    execFileSync('git', ['clone', '--quiet', root, this.folder])
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, this.home])
  }

  /** Types `npm start`. @param {{ env?: object, command?: string[] }} [options] */
  async start({ env = {}, command = ['npm', 'start'] } = {}) {
    const port = await freePort()
    const [program, ...args] = command
    const merged = {
      ...plain,
      HOME: this.home,
      npm_config_cache: cache,
      npm_config_registry: registry,
      PORT: String(port),
      ...env,
    }
    for (const [name, value] of Object.entries(merged)) if (value === undefined) delete merged[name]
    const identity = this.user ? { uid: this.user.uid, gid: this.user.gid } : {}
    return new Start(
      spawn(program, args, { cwd: this.folder, env: merged, stdio: ['ignore', 'pipe', 'pipe'], ...identity }),
      this,
    )
  }

  /** What still runs of this checkout: programs that work in it, and its database wherever that lives. */
  processes() {
    const postgres = realpathOf(path.join(this.folder, '.everdraft/postgres'))
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number)
      .filter(pid => {
        const folder = linkOf(`/proc/${pid}/cwd`)
        return folder && (folder.startsWith(this.folder) || (postgres && folder.startsWith(postgres)))
      })
  }

  /** Ends the Node programs as the kernel would when memory is short; the database lives on. */
  killNode() {
    for (const pid of this.processes()) if (!nameOf(pid).startsWith('postgres')) process.kill(pid, 'SIGKILL')
  }

  remove() {
    const elsewhere = realpathOf(path.join(this.folder, '.everdraft/postgres'))
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL')
    rmSync(this.home, { recursive: true, force: true })
    if (elsewhere && !elsewhere.startsWith(this.home)) rmSync(path.dirname(elsewhere), { recursive: true, force: true })
  }
}

/** One `npm start` under way. */
class Start {
  constructor(child, checkout) {
    this.child = child
    this.checkout = checkout
    this.output = ''
    this.begin = performance.now()
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => {
        this.output += text
      })
    this.ended = new Promise(resolve => child.once('close', code => resolve(code)))
  }

  /** Waits for the address, at most `seconds`. @returns {Promise<{ url: string, lanUrl?: string, seconds: number }>} */
  async ready(seconds = 240) {
    let over = false
    this.ended.then(() => {
      over = true
    })
    while (!over && this.passed() < seconds) {
      const [, url] = this.output.match(/ready: (http\S+)/) ?? []
      if (url && this.output.includes('Ctrl-C')) {
        const [, lanUrl] = this.output.match(/same network: (http\S+)/) ?? []
        return { url, lanUrl, seconds: this.passed() }
      }
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    throw new Error(
      `no address after ${this.passed().toFixed(0)} s:\n${this.output.trim().split('\n').slice(-60).join('\n')}`,
    )
  }

  passed = () => (performance.now() - this.begin) / 1000

  /** Asks npm to end, and insists that nothing stays. */
  async stop() {
    // `npx` ends without a word to the npm that it started: that one is meant.
    const npm = this.checkout.processes().filter(pid => nameOf(pid) === 'npm start')
    for (const pid of new Set([this.child.pid, ...npm])) attempt(() => process.kill(pid, 'SIGTERM'))
    for (const giveUpAt = Date.now() + 15_000; Date.now() < giveUpAt; ) {
      if (this.checkout.processes().length === 0) return
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error(
      `still running 15 s after SIGTERM: ${this.checkout
        .processes()
        .map(pid => `${nameOf(pid)} (${pid})`)
        .join(', ')}`,
    )
  }
}

/** Gives an ordinary user a copy of the cache: npm would stumble over files of root's. */
export function cacheFor({ uid, gid, home }) {
  const own = path.join(home, '.npm')
  mkdirSync(cache, { recursive: true })
  execFileSync('cp', ['-r', cache, own])
  execFileSync('chown', ['-R', `${uid}:${gid}`, own])
  chownSync(home, uid, gid)
  return own
}

export const cleanUp = () => rmSync(base, { recursive: true, force: true })

const nameOf = pid => attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) ?? ''
const linkOf = link => attempt(() => readlinkSync(link))
const realpathOf = file => attempt(() => realpathSync(file))

function attempt(work) {
  try {
    return work()
  } catch {
    return undefined
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
