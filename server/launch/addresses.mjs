import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'

// npm reads it instead of package-lock.json. It's there only while packages are installed.
const written = path.join(root, 'npm-shrinkwrap.json')

/**
 * Does `work` while npm finds the lockfile with an address for each package. Ours names none, so npm would ask the registry
 * about every version of every package there ever was, to learn where the one that's wanted lies: half of the time of an
 * installation. npm puts the configured registry in the place of this one.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withAddresses(work) {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  for (const [place, entry] of Object.entries(lock.packages)) {
    const name = place.split('node_modules/').at(-1)
    if (name) entry.resolved = `https://registry.npmjs.org/${name}/-/${name.split('/').at(-1)}-${entry.version}.tgz`
  }
  writeFileSync(written, JSON.stringify(lock))
  try {
    return await work()
  } finally {
    removeAddresses()
  }
}

/** What an installation that was killed left: npm would take it for the lockfile for ever. */
export function removeAddresses() {
  rmSync(written, { force: true })
}
