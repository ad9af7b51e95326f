import { readFileSync } from 'node:fs'
import path from 'node:path'
import { removeAddresses, withAddresses } from './addresses.mjs'
import { root, run } from './processes.mjs'
import { Failure, step } from './steps.mjs'

const NEEDED = [20, 19]

/** Refuses a Node that is too old, before anything fails for that reason in words nobody understands. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  throw new Failure(
    `Everdraft needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`,
    'Install a current Node (nodejs.org, or your version manager), then try again.',
  )
}

/** Installs the packages of the lockfile, unless they are there. */
export async function install() {
  removeAddresses()
  if (isInstalled()) return
  await step('Packages installed', async () => {
    // A registry may keep its files elsewhere than npm's: then it's asked where, as slow as that is.
    const quick = await withAddresses(npmInstall)
    const { code, output } = /\b404\b/.test(quick.output) ? await npmInstall() : quick
    if (code !== 0) throw new Failure(`npm ci failed:\n\n${tail(output)}`, adviceFor(output))
  })
}

function npmInstall() {
  const fromNpm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  return fromNpm?.endsWith('npm-cli.js')
    ? run(process.execPath, [fromNpm, ...args])
    : run('npm', args, { shell: process.platform === 'win32' })
}

/**
 * Whether npm's own record of what it laid out says what the lockfile says. npm writes it last, so a broken-off installation
 * has none; packages for other systems may be missing.
 */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
    const there = JSON.parse(readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(
      ([name, { version, optional, devOptional }]) =>
        name === '' || there[name]?.version === version || (!there[name] && (optional || devOptional)),
    )
  } catch {
    return false
  }
}

function adviceFor(output) {
  if (/ENOSPC/.test(output)) return 'The disk is full: make room (about 1.5 GB) and try again.'
  if (/EACCES|EPERM|EROFS/.test(output))
    return `Something may not be written. Check that this folder and npm's cache (npm config get cache) belong to you:\n${root}`
  if (/EUSAGE/.test(output))
    return 'package.json and package-lock.json disagree. Bring both back: git checkout package.json package-lock.json'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET/.test(output))
    return 'The package registry could not be reached. Check the network (behind a proxy: npm config set proxy …) and try again;\nonce installed, Everdraft needs no network.'
  return 'Try again; if it fails the same way, delete node_modules first.'
}

/** The last lines, which is where programs say what went wrong. */
export const tail = (output, lines = 15) => output.trim().split('\n').slice(-lines).join('\n')
