import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { Checkout, cacheFor } from './checkout.mjs'
import { reloads, revisit, visit, visitFromNetwork } from './visit.mjs'

const FIRST_START = 90
const NEXT_START = 5
const asRoot = process.getuid?.() === 0

/** What doesn't apply here; counted as neither passed nor failed. */
export class Skipped extends Error {}

let shared
/** A checkout that has been started once; for cases in which installing and building play no part. */
async function used() {
  if (!shared) {
    shared = new Checkout('used')
    const start = await shared.start()
    await start.ready()
    await start.stop()
  }
  return shared
}
export const removeUsed = () => shared?.remove()

function expectWithin(limit, seconds) {
  if (seconds > limit) throw new Error(`took ${seconds.toFixed(1)} s, more than ${limit} s`)
}

function expectSaid(start, text) {
  if (!start.output.includes(text)) throw new Error(`never said “${text}”:\n${start.output.trim()}`)
}

/** A fresh clone, one `npm start`, a first visitor, the end. */
const fresh = (name, checkoutOptions, startOptions) => async () => {
  const checkout = new Checkout(name, checkoutOptions?.())
  try {
    const start = await checkout.start(startOptions?.(checkout))
    const { url, seconds } = await start.ready()
    await visit(url)
    await start.stop()
    expectWithin(FIRST_START, seconds)
    return { seconds }
  } finally {
    checkout.remove()
  }
}

/** The built checkout with a new data folder, so that the database is made anew. */
const freshData = env => async () => {
  const checkout = await used()
  rmSync(path.join(checkout.folder, '.everdraft'), { recursive: true, force: true })
  const start = await checkout.start({ env })
  const { url, seconds } = await start.ready()
  await visit(url)
  await start.stop()
  return { seconds, note: 'database made anew' }
}

async function ordinaryUser() {
  if (!asRoot) throw new Skipped('only root can make a user; run as one, every other case is this one')
  const name = 'everdraft-stranger'
  execFileSync('useradd', ['--create-home', name])
  try {
    const [uid, gid] = ['-u', '-g'].map(flag => Number(execFileSync('id', [flag, name])))
    const user = { uid, gid, home: `/home/${name}` }
    const own = cacheFor(user)
    return await fresh(
      'user',
      () => ({ user }),
      () => ({ env: { HOME: user.home, USER: name, npm_config_cache: own } }),
    )()
  } finally {
    execFileSync('userdel', ['--remove', '--force', name], { stdio: 'ignore' })
  }
}

async function portTaken() {
  const squatter = createServer().on('error', () => {})
  await new Promise(resolve => squatter.listen(3000, '0.0.0.0', resolve).once('error', resolve))
  try {
    const start = await (await used()).start({ env: { PORT: undefined } })
    const { url, seconds } = await start.ready()
    expectSaid(start, 'Port 3000 is taken')
    await visit(url)
    await start.stop()
    return { seconds, note: `came up on port ${new URL(url).port} and said so` }
  } finally {
    squatter.close()
  }
}

async function killed() {
  const checkout = await used()
  const first = await checkout.start()
  const visitor = await visit((await first.ready()).url)
  checkout.killNode()
  const second = await checkout.start()
  const { url, seconds } = await second.ready()
  expectSaid(second, 'Found the database still running')
  await revisit(url, visitor)
  await second.stop()
  return { seconds, note: 'the database was found running, nothing was lost' }
}

async function twoAtOnce() {
  const checkout = new Checkout('two')
  try {
    const starts = [await checkout.start(), await checkout.start()]
    const first = await Promise.race(starts.map(start => start.ready().then(ready => ({ start, ...ready }))))
    const other = starts.find(start => start !== first.start)
    const code = await other.ended
    if (code !== 0) throw new Error(`the second ended with ${code}:\n${other.output.trim()}`)
    expectSaid(other, first.url)
    await visit(first.url)
    await first.start.stop()
    return { seconds: first.seconds, note: 'the second named the first’s address and ended' }
  } finally {
    checkout.remove()
  }
}

async function fromNetwork() {
  const start = await (await used()).start()
  const { lanUrl, seconds } = await start.ready()
  if (!lanUrl) {
    await start.stop()
    throw new Skipped('this machine has no address in a network')
  }
  const note = await visitFromNetwork(lanUrl)
  await start.stop()
  return { seconds, note }
}

async function unchanged() {
  const start = await (await used()).start()
  const { seconds } = await start.ready()
  await start.stop()
  expectWithin(NEXT_START, seconds)
  return { seconds, note: 'nothing installed, generated or built' }
}

async function development() {
  const start = await (await used()).start({ command: ['npm', 'run', 'dev'] })
  const { url, seconds } = await start.ready()
  await visit(url)
  await reloads(url)
  await start.stop()
  return { seconds, note: 'pages are connected to what reloads them' }
}

const npx = version =>
  fresh(`node-${version}`, undefined, () => ({ command: ['npx', '--yes', '-p', `node@${version}`, 'npm', 'start'] }))

/** @type {[name: string, title: string, run: () => Promise<{ seconds: number, note?: string }>][]} */
export const cases = [
  ['root-home', 'as root, in a home of mode 0700', fresh('root-home', () => ({ mode: 0o700 }))],
  ['user', 'as an ordinary user', ordinaryUser],
  [
    'scripts-off',
    'install scripts off',
    fresh('scripts-off', undefined, () => ({ env: { npm_config_ignore_scripts: 'true' } })),
  ],
  ['production', 'NODE_ENV=production', fresh('production', undefined, () => ({ env: { NODE_ENV: 'production' } }))],
  ['path', 'a path with a space and a ü', fresh('a stränge plüce')],
  ['two', 'two at once in one folder', twoAtOnce],
  ['node-22', 'Node 22', npx(22)],
  ['node-24', 'Node 24', npx(24)],
  ['lang-unset', 'LANG unset', freshData({ LANG: undefined })],
  ['lang-c', 'LANG=C', freshData({ LANG: 'C' })],
  ['lang-unknown', 'LC_ALL of a locale that is not there', freshData({ LC_ALL: 'xx_YY.UTF-8' })],
  ['port', 'port 3000 taken', portTaken],
  ['killed', 'after kill -9 of everything but the database', killed],
  ['network', 'a second person by this machine’s address', fromNetwork],
  ['restart', 'again, with nothing changed', unchanged],
  ['dev', 'npm run dev', development],
]
