import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './processes.mjs'

const SKIPPED = new Set(['node_modules', 'generated', '.next', 'dist'])

/**
 * A number for the content of these files and folders: while it stays, what was made from them stays.
 * @param {string[]} inputs relative to the checkout; what doesn't exist counts as empty
 */
export function stampOf(inputs) {
  const hash = createHash('sha256').update(process.version)
  for (const file of inputs.flatMap(filesIn).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

/** Whether `file` holds this stamp. */
export function isStamped(file, stamp) {
  try {
    return readFileSync(path.join(root, file), 'utf8') === stamp
  } catch {
    return false
  }
}

/** Remembers that what lies beside `file` was made from the content of this stamp. */
export function writeStamp(file, stamp) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), stamp)
}

/** @param {string} input @returns {string[]} */
function filesIn(input) {
  const stat = statSync(path.join(root, input), { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [input]
  return readdirSync(path.join(root, input))
    .filter(name => !SKIPPED.has(name))
    .flatMap(name => filesIn(`${input}/${name}`))
}
