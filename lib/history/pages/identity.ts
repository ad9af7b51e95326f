import type { ByteReader, ByteWriter } from './bytes'

/** The highest number that columns hold: a time far from now, a position that no log comes to. */
export const highest = 2 ** 50

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Whether a text is an id as we write them, so that 16 bytes say all of it. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && uuidPattern.test(text)
}

/** The first 23 characters of a command's id are its replica's, the other twelve digits a number that it counts up. */
export const replicaOf = (commandId: string): string => commandId.slice(0, 23)
export const countOf = (commandId: string): number => Number.parseInt(commandId.slice(24), 16)
export const highestCount = 2 ** 48 - 1
/** Writes an id, or the beginning of one, as bytes. */
export function writeId(to: ByteWriter, id: string): void {
  const text = id.replaceAll('-', '')
  to.bytes(Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)))
}

export function readId(from: ByteReader): string {
  const b = from.bytes(16)
  return `${beginningOf(b)}-${hex[b[10]!]}${hex[b[11]!]}${hex[b[12]!]}${hex[b[13]!]}${hex[b[14]!]}${hex[b[15]!]}`
}

export function readReplica(from: ByteReader): string {
  return beginningOf(from.bytes(10))
}

function beginningOf(b: Uint8Array): string {
  return `${hex[b[0]!]}${hex[b[1]!]}${hex[b[2]!]}${hex[b[3]!]}-${hex[b[4]!]}${hex[b[5]!]}-${hex[b[6]!]}${hex[b[7]!]}-${hex[b[8]!]}${hex[b[9]!]}`
}

/** An event's position in numbers; null where it isn't of the known form, or too large for exact numbers. */
export type Place = { epoch: number; transaction: number; sequence: number }

export function placeOf(position: unknown): Place | null {
  if (typeof position !== 'string' || !/^[0-9a-f]{4}-[0-9a-f]{16}-[0-9a-f]{16}$/.test(position)) return null
  const epoch = Number.parseInt(position.slice(0, 4), 16)
  const transaction = Number.parseInt(position.slice(5, 21), 16)
  const sequence = Number.parseInt(position.slice(22), 16)
  return transaction <= highest && sequence <= highest ? { epoch, transaction, sequence } : null
}

const zeros = '0'.repeat(16)

function digits(value: number, width: number): string {
  const text = value.toString(16)
  return zeros.slice(0, width - text.length) + text
}

const lastDigits = Array.from({ length: 4_096 }, (_, value) => digits(value, 3))

/** Writes numbers behind some text, in so many hexadecimal digits. Mostly one differs from the one before in its last digits. */
export class Numbered {
  private start = ''
  private high = -1
  private front = ''

  constructor(private readonly width: number) {}

  text(start: string, value: number): string {
    const high = Math.floor(value / 4_096)
    if (high !== this.high || start !== this.start) {
      this.front = start + digits(high, this.width - 3)
      this.high = high
      this.start = start
    }
    return this.front + lastDigits[value % 4_096]!
  }
}

/** What stands before the sequence in a position. */
export const transactionText = ({ epoch, transaction }: Place) => `${digits(epoch, 4)}-${digits(transaction, 16)}-`

/** Milliseconds of a time in exactly the form that we write; null for any other text. */
export function millisecondsOf(time: unknown): number | null {
  if (typeof time !== 'string') return null
  const ms = Date.parse(time)
  return ms >= 0 && ms <= highest && timeOf(ms) === time ? ms : null
}

const milliseconds = Array.from({ length: 1_000 }, (_, ms) => `.${String(ms).padStart(3, '0')}Z`)
let lastSecond = Number.NaN
let secondText = ''

/** A time as we write it: what `Date` says, of which most differ from the one before in little. */
export function timeOf(ms: number): string {
  const second = Math.floor(ms / 1_000)
  if (second !== lastSecond) {
    lastSecond = second
    secondText = new Date(second * 1_000).toISOString().slice(0, -5)
  }
  return secondText + milliseconds[ms % 1_000]!
}
