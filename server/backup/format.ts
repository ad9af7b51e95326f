import { isUtf8 } from 'node:buffer'
import { z } from 'zod'
import type { Table } from './tables'

/**
 * A backup is NDJSON. The first line is the header; then one line a row, `{"<table>":{<column>:<value>,…}}`, table by table;
 * the last line is the trailer, with the SHA-256 of every line before it. A reader of this version reads those before it.
 */
export const formatVersion = 1

const counts = z.record(z.string(), z.int().min(0))

export const header = z.object({
  everdraft: z.literal('backup'),
  version: z.int(),
  madeAt: z.iso.datetime(),
  /** The log's epoch when the backup was made; a restore begins a later one. */
  logEpoch: z.int(),
  /** The version of the newest events that there can be. */
  schemaVersion: z.int(),
  /** How many events and documents there will be, unless the log is damaged: for showing progress. */
  expected: z.object({ stream: z.int(), event: z.int() }),
})
export type Header = z.infer<typeof header>

export const trailer = z.object({
  end: z.object({
    counts,
    /** Documents whose log was damaged when the backup was made: it holds them as they were. */
    damaged: z.array(z.string()),
  }),
  sha256: z.string(),
})
export type Trailer = z.infer<typeof trailer>

export type Row = Record<string, unknown>

/** A row's line. Bytes are text where they are UTF-8, so that a backup can be read and searched; else base64. */
export function rowLine({ name }: Table, row: Row): string {
  const values = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Buffer ? fromBytes(value) : value,
  ])
  return `${JSON.stringify({ [name]: Object.fromEntries(values) })}\n`
}

function fromBytes(bytes: Buffer): string | { base64: string } {
  return isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') }
}

/** The bytes that a payload was. @throws RangeError where it can't have been one */
export function toBytes(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  const { base64 } = (value ?? {}) as { base64?: unknown }
  if (typeof base64 !== 'string') throw new RangeError('An event without its payload')
  return Buffer.from(base64, 'base64')
}
