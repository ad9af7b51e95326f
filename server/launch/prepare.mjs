import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { filmPlayer } from './film.mjs'
import { checkNode, install, tail } from './install.mjs'
import { packaged, root, run } from './processes.mjs'
import { isStamped, stampOf, writeStamp } from './stamps.mjs'
import { Failure, step } from './steps.mjs'

// Pages ask the server's queries, so whatever the server is made of may be in them.
const SERVER = ['server', 'lib', 'prisma/schema.prisma', 'package-lock.json', 'tsconfig.json']
const PAGES = [...SERVER, 'app', 'public', 'next.config.js', 'postcss.config.mjs']

/** Everything that running from the sources needs: packages and the database client. */
export async function prepare() {
  checkNode()
  await install()
  await generate()
}

/** Builds the pages and the server, each unless it was already built from the same sources. */
export async function build() {
  await Promise.all([
    made('.next/everdraft.stamp', PAGES, 'Pages built', buildPages),
    made('dist/everdraft.stamp', SERVER, 'Server built', buildServer),
  ])
}

const generate = () =>
  made(
    'prisma/generated/everdraft.stamp',
    ['prisma/schema.prisma', 'package-lock.json'],
    'Database client generated',
    () => tool('prisma generate', packaged('prisma/build/index.js'), ['generate']),
  )

async function made(stampFile, inputs, name, work) {
  const stamp = stampOf(inputs)
  if (isStamped(stampFile, stamp)) return
  // A broken-off build must not pass for a whole one.
  rmSync(path.join(root, stampFile), { force: true })
  await step(name, work)
  writeStamp(stampFile, stamp)
}

const buildPages = () => tool('next build', packaged('next/dist/bin/next'), ['build'], { NODE_ENV: 'production' })

/** Packages stay outside the bundle: what is ours becomes one file, and one for each kind of thread, that start at once, with stacks in its own lines. */
export async function buildServer() {
  const { build: bundle, stop } = await import('esbuild')
  await bundle({
    absWorkingDir: root,
    entryPoints: [
      { in: 'server/index.ts', out: 'server' },
      { in: 'server/packing/worker.ts', out: 'packing' },
      { in: 'server/weaving/worker.ts', out: 'weaving' },
    ],
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
  })
    .then(writeFilmPlayer)
    .catch(error => {
      throw new Failure(`The server could not be built:\n\n${error.message}`)
    })
  // Its service would stay as long as we do.
  await stop()
}

const writeFilmPlayer = async () => writeFileSync(path.join(root, 'dist/film.js'), await filmPlayer())

async function tool(name, file, args, env) {
  const { code, output } = await run(process.execPath, [file, ...args], { env })
  if (code !== 0) throw new Failure(`${name} failed:\n\n${tail(output, 40)}`, adviceFor(output))
}

function adviceFor(output) {
  if (/ENOSPC/.test(output)) return 'The disk is full: make room and try again.'
  if (/EACCES|EPERM|EROFS/.test(output)) return `Check that everything in this folder belongs to you:\n${root}`
  if (/heap out of memory|Killed|SIGKILL/.test(output)) return 'There was too little memory: building takes about 2 GB.'
  return 'If you have changed nothing, delete node_modules, .next and dist, and try again.'
}
