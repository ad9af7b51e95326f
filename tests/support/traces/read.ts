import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isConcurrent, type Trace } from './format'
import { generateConcurrent, generateSequential } from './generate'
import { merged } from './merge'
import { patched } from './text'

export const recordings = [
  'automerge-paper',
  'sveltecomponent',
  'friendsforever_flat',
  'friendsforever-concurrent',
] as const
export type RecordingName = (typeof recordings)[number]

/** Where recordings lie: TRACES_DIR, or a folder beside the checkout. */
const folder = () => path.resolve(process.env.TRACES_DIR || '../shared/traces')

/**
 * Reads a recording, gzipped or not.
 * @param file a file, or the name of one in the folder of recordings
 */
export function readTrace(file: string): Trace {
  const inFolder = [file, `${file}.json.gz`, `${file}.json`].map(name => path.join(folder(), name))
  const found = [file, ...inFolder].find(candidate => existsSync(candidate))
  if (!found)
    throw new Error(`There is no recording ${file}, neither here nor in ${folder()} (TRACES_DIR names another).`)
  const bytes = readFileSync(found)
  const json = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
  const trace = JSON.parse(json.toString('utf8')) as Trace
  if (!Array.isArray(trace.txns) || typeof trace.endContent !== 'string') throw new Error(`${found} is no recording.`)
  return trace
}

export type Recording = { name: string; trace: Trace; made: boolean }

/** A recording by its name, or, where it isn't at hand, one made in its format by a seeded generator; says which. */
export function recording(
  name: RecordingName,
  transactions: number,
  say: (line: string) => void = console.log,
): Recording {
  if (existsSync(path.join(folder(), `${name}.json.gz`))) {
    say(`${name}: the recording in ${folder()}`)
    return { name, trace: readTrace(name), made: false }
  }
  say(`${name}: made by the generator (seed 7), because there is no such recording in ${folder()}`)
  const generate = name.endsWith('concurrent') ? generateConcurrent : generateSequential
  return { name, trace: generate(7, transactions), made: true }
}

/** The text that a recording's first transactions lead to; all of them lead to its `endContent`. */
export function endOf(trace: Trace, limit: number): string {
  if (limit >= trace.txns.length) return trace.endContent
  if (isConcurrent(trace)) return merged(trace, limit)
  return patched(
    trace.startContent,
    trace.txns.slice(0, limit).flatMap(({ patches }) => patches),
  )
}
