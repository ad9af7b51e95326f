import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { schemaVersion } from '@/lib/document/schema'
import { formatVersion, type Header, header, type Row, type Trailer, trailer } from './format'
import { tables } from './tables'

export type Part = { header: Header } | { table: string; row: Row } | { trailer: Trailer }

/** Why a file can't be restored, and what can be done about it. */
export class BadBackup extends Error {}

const longestPreamble = 64 * 1024

/**
 * Reads a backup, packed or not: its header, its rows, its trailer. Only once the trailer has come is it known that nothing
 * is missing and nothing was changed.
 * @throws BadBackup
 */
export async function* readBackup(file: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const hash = createHash('sha256')
  let [number, begun, ended] = [0, false, false]
  for await (const line of linesOf(file)) {
    number++
    if (ended) throw new BadBackup('The file goes on after its end: two backups in one file?')
    if (!begun) {
      // npm says what it runs before the first line of what it ran.
      if (!isHeader(line)) continue
      yield { header: readHeader(line) }
      begun = true
    } else if (line.toString('latin1', 0, 7) === '{"end":') {
      yield { trailer: readTrailer(line, hash.copy().digest('hex')) }
      ended = true
    } else yield readRow(line, number)
    hash.update(line)
  }
  if (!begun) throw new BadBackup('This file is no backup of Everdraft.')
  if (!ended) throw new BadBackup(`The file is cut off after line ${number}: the rest of the backup is missing.`)
}

const isHeader = (line: Buffer) => line.toString('latin1', 0, 13) === '{"everdraft":'

function readHeader(line: Buffer): Header {
  const { version } = parse(line, 'The first line') as { version?: unknown }
  if (version !== formatVersion)
    throw new BadBackup(
      `The backup has format ${version}, this Everdraft reads ${formatVersion}. Restore it with the version that made it.`,
    )
  const read = header.safeParse(parse(line, 'The first line'))
  if (!read.success) throw new BadBackup('The first line is damaged.')
  if (read.data.schemaVersion > schemaVersion)
    throw new BadBackup(
      `The backup was made by a newer Everdraft (schema version ${read.data.schemaVersion}, this one's is ${schemaVersion}). Restore it with that one.`,
    )
  return read.data
}

function readTrailer(line: Buffer, sha256: string): Trailer {
  const read = trailer.safeParse(parse(line, 'The last line'))
  if (!read.success) throw new BadBackup('The last line is damaged.')
  if (read.data.sha256 !== sha256) throw new BadBackup('The file was changed: its checksum is another one.')
  return read.data
}

function readRow(line: Buffer, number: number): Part {
  const [entry, ...more] = Object.entries(parse(line, `Line ${number}`) as Record<string, Row>)
  if (!entry || more.length > 0 || !tables.some(({ name }) => name === entry[0]))
    throw new BadBackup(`Line ${number} is damaged.`)
  return { table: entry[0], row: entry[1] }
}

function parse(line: Buffer, what: string): object {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch {}
  throw new BadBackup(`${what} is damaged.`)
}

/** Lines with their ends, as bytes. */
async function* linesOf(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let size = 0
  let begun = false
  for await (const chunk of unpacked(file)) {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...rest, chunk.subarray(from, end + 1)])
      begun ||= isHeader(line)
      yield line
      rest = []
      from = end + 1
    }
    rest.push(chunk.subarray(from))
    size += chunk.length
    if (!begun && size > longestPreamble) throw new BadBackup('This file is no backup of Everdraft.')
  }
  const last = Buffer.concat(rest)
  if (last.length > 0) yield last
}

async function* unpacked(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = file[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const whole = (async function* () {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => chunks }
  })()
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return yield* whole
  const gunzip = createGunzip()
  // Its failure is heard by who reads.
  pipeline(whole, gunzip).catch(() => {})
  try {
    yield* gunzip as AsyncIterable<Buffer>
  } catch (error) {
    throw new BadBackup(`The file cannot be unpacked, so it is cut off or damaged: ${(error as Error).message}.`)
  }
}
