import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from './alive.mjs'
import { root } from './processes.mjs'

/**
 * The address of the Everdraft that already runs on this data folder. Asked before anything is built: a new
 * build under a running server's feet would break it.
 * @returns {Promise<string | undefined>}
 */
export async function runningAddress() {
  try {
    const dataDir = path.resolve(root, process.env.DATA_DIR || '.everdraft')
    const { address, ...holder } = JSON.parse(readFileSync(path.join(dataDir, 'instance.json'), 'utf8'))
    if (!address || !isAlive(holder)) return undefined
    // Elsewhere a number that is in use says less: the process may be another one by now.
    if (process.platform !== 'linux') await fetch(address, { signal: AbortSignal.timeout(3000) })
    return address
  } catch {
    return undefined
  }
}
