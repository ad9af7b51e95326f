import { type ByteReader, type ByteWriter, PageFault } from './bytes'
import { Model, type SymbolReader, type SymbolWriter } from './coder'

/** Values that stay for long: each with how often it comes. The number of all of them is known to the reader. */
export function writeRuns(to: ByteWriter, values: readonly number[]): void {
  const kinds: number[] = []
  const lengths: number[] = []
  for (const [i, value] of values.entries()) {
    if (i > 0 && value === values[i - 1]) lengths[lengths.length - 1]!++
    else {
      kinds.push(value)
      lengths.push(1)
    }
  }
  to.number(kinds.length)
  for (const kind of kinds) to.number(kind)
  for (const length of lengths) to.number(length - 1)
}

export function readRuns(from: ByteReader, count: number): number[] {
  const kinds = Array.from({ length: from.count(2) }, () => from.number())
  const values: number[] = []
  for (const kind of kinds) {
    const length = from.number() + 1
    if (length > count - values.length) throw new PageFault('runs are longer than what they are of')
    for (let i = 0; i < length; i++) values.push(kind)
  }
  if (values.length !== count) throw new PageFault('runs are shorter than what they are of')
  return values
}

/** Values that are nearly always 0: the distances between those that aren't, then these. */
export function writeExceptions(to: ByteWriter, values: readonly number[]): void {
  const places = values.flatMap((value, i) => (value === 0 ? [] : [i]))
  to.number(places.length)
  places.forEach((place, i) => {
    to.number(i === 0 ? place : place - places[i - 1]! - 1)
  })
  for (const place of places) to.signed(values[place]!)
}

export function readExceptions(from: ByteReader, count: number): number[] {
  const values = new Array<number>(count).fill(0)
  const places: number[] = []
  let last = -1
  for (let i = from.count(2); i > 0; i--) {
    last += from.number() + 1
    if (last >= count) throw new PageFault('an exception stands beyond the end')
    places.push(last)
  }
  for (const place of places) values[place] = from.signed()
  return values
}

/**
 * Numbers without any pattern but their size. What their size says (the length in bits, and the bit after the first) is a
 * symbol; the bits after that are noise and stand packed, eight a byte, the lowest first.
 */
export function writeSizes(to: ByteWriter, symbols: SymbolWriter, values: readonly number[]): void {
  const model = new Model(sizeBits)
  const bits = new BitWriter()
  for (const value of values) {
    const length = bitLength(value + 2) - 2
    const head = Math.floor((value + 2) / 2 ** length)
    symbols.write(model, length * 2 + head - 2)
    bits.put(value + 2 - head * 2 ** length, length)
  }
  to.bytes(bits.end())
}

const sizeBits = 7

/** What a size says of each number; the numbers themselves stand elsewhere. */
export function readSizes(symbols: SymbolReader, count: number): number[] {
  const model = new Model(sizeBits)
  return Array.from({ length: count }, () => symbols.read(model))
}

export function readSized(from: ByteReader, sizes: readonly number[]): number[] {
  const total = sizes.reduce((sum, size) => sum + (size >> 1), 0)
  const bits = new BitReader(from.bytes(Math.ceil(total / 8)))
  return sizes.map(size => {
    const length = size >> 1
    const value = (2 + (size & 1)) * 2 ** length + bits.take(length) - 2
    if (value > Number.MAX_SAFE_INTEGER) throw new PageFault('a number is too large')
    return value
  })
}

function bitLength(value: number): number {
  return value < 2 ** 31 ? 32 - Math.clz32(value) : 32 + (32 - Math.clz32(Math.floor(value / 2 ** 32)))
}

class BitWriter {
  private readonly bytes: number[] = []
  private byte = 0
  private filled = 0

  put(value: number, length: number): void {
    let rest = value
    for (let i = 0; i < length; i++) {
      if (rest % 2 === 1) this.byte |= 1 << this.filled
      rest = Math.floor(rest / 2)
      if (++this.filled === 8) this.flush()
    }
  }

  end(): Uint8Array {
    if (this.filled > 0) this.flush()
    return Uint8Array.from(this.bytes)
  }

  private flush(): void {
    this.bytes.push(this.byte)
    this.byte = this.filled = 0
  }
}

class BitReader {
  private at = 0

  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): number {
    let value = 0
    let scale = 1
    for (let left = length; left > 0; ) {
      const offset = this.at & 7
      const now = Math.min(left, 8 - offset)
      value += ((this.bytes[this.at >> 3]! >> offset) & ((1 << now) - 1)) * scale
      scale *= 1 << now
      this.at += now
      left -= now
    }
    return value
  }
}
