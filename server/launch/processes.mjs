import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// Windows has no SIGTERM that a program could hear.
const SIGNALS = process.platform === 'win32' ? ['SIGINT', 'SIGBREAK'] : ['SIGINT', 'SIGTERM', 'SIGHUP']

const PARENT = process.ppid

/** The checkout, wherever it was started from. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** What every tool we start is told. */
const quiet = {
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  // Prisma would download an engine that generating doesn't need; any program that exists satisfies it.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  NEXT_TELEMETRY_DISABLED: '1',
}

/** The environment of a child: ours, without what concerns only our parent npm. */
export const environment = (more = {}) => ({ ...process.env, ...quiet, ...more })

/** The file of an installed package. */
export const packaged = (...parts) => path.join(root, 'node_modules', ...parts)

/**
 * Runs a program to its end and answers with what it printed; `show` lets the person read along.
 * @param {string} program @param {string[]} args @param {{ env?: object, show?: boolean, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, { env = {}, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: environment(env), shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let interrupted = false
    const interrupt = () => {
      interrupted = true
      child.kill()
    }
    for (const signal of SIGNALS) process.once(signal, interrupt)
    const stopWatching = whenOrphaned(interrupt)
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', text => {
        output += text
        if (show) process.stdout.write(text)
      })
    child.once('error', reject)
    child.once('close', code => {
      for (const signal of SIGNALS) process.off(signal, interrupt)
      stopWatching()
      if (interrupted) process.exit(130)
      resolve({ code: code ?? 1, output })
    })
  })
}

/**
 * Calls back once when whoever started us is gone; answers with how to stop looking. npm runs us in a shell, which a SIGTERM ends without a word to us; by hand
 * (`node server/launch/start.mjs &`) we may outlive our parent.
 */
function whenOrphaned(callback) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return () => {}
  const watch = setInterval(() => {
    if (process.ppid === PARENT) return
    clearInterval(watch)
    callback()
  }, 250)
  watch.unref()
  return () => clearInterval(watch)
}

/**
 * Gives the terminal to a long-running program and answers with its exit code. Signals go on to it, and we end after it,
 * so that whoever waits for us finds nothing left behind.
 * @param {string[]} args of Node @param {object} [env] @returns {Promise<number>}
 */
export function hand(args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: environment(env), stdio: 'inherit' })
    let asked = 0
    const forward = signal => {
      asked += 1
      // At a terminal Ctrl-C reaches the child by itself, and a second signal would make it give up draining.
      if (signal === 'SIGINT' && process.stdin.isTTY && asked === 1) return
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    }
    for (const signal of SIGNALS) process.on(signal, forward)
    whenOrphaned(() => forward('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : asked ? 0 : 1)))
  })
}
