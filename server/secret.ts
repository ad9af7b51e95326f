import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Env } from './env'

/** A random secret that is made once and then kept in this file, readable by its owner only. */
export function keptSecret(file: string): string {
  const known = read(file)
  if (known) return known
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // Somebody else made it between our two looks: theirs counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const made = read(file)
  if (!made) throw new Error(`${file} is empty: delete it, so that a new secret is made`)
  return made
}

/** The key that signs sessions: from AUTH_SECRET, else kept in the data folder. */
export const authSecret = (env: Pick<Env, 'authSecret' | 'dataDir'>): string =>
  env.authSecret ?? keptSecret(path.join(env.dataDir, 'auth-secret'))

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
