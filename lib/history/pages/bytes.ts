/** What stands in place of a page that can't be read: bytes that are missing, too many, or say what can't be. */
export class PageFault extends RangeError {
  constructor(what: string) {
    super(`This is no page of history: ${what}`)
    this.name = 'PageFault'
  }
}

/** Bytes written one after the other. */
export class ByteWriter {
  private buffer = new Uint8Array(4_096)
  private length = 0

  /** A whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first; the top bit says that more follow. */
  number(value: number): void {
    if (!(Number.isSafeInteger(value) && value >= 0)) throw new RangeError('Not a number that a page holds')
    let rest = value
    this.reserve(8)
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.buffer[this.length++] = rest
  }

  /** A whole number of either sign, small where it's near 0: 0, -1, 1, -2 … are 0, 1, 2, 3 … */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value)
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  get size(): number {
    return this.length
  }

  end(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
  }
}

/** Reads what a ByteWriter wrote. @throws PageFault where that can't be */
export class ByteReader {
  private at = 0

  constructor(private readonly buffer: Uint8Array) {}

  get left(): number {
    return this.buffer.length - this.at
  }

  number(): number {
    const { buffer } = this
    const first = buffer[this.at]
    if (first === undefined) throw new PageFault('it ends too early')
    this.at++
    if (first < 0x80) return first
    let value = first & 0x7f
    for (let scale = 0x80; ; scale *= 0x80) {
      const byte = buffer[this.at++]
      if (byte === undefined) throw new PageFault('it ends too early')
      value += (byte & 0x7f) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw new PageFault('a number is too large')
      if (byte < 0x80) return value
      // Eight groups hold 56 bits: nothing that was written is longer.
      if (scale > 2 ** 45) throw new PageFault('a number is too long')
    }
  }

  signed(): number {
    const value = this.number()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** A number of things that take at least so many bytes each: more than there are bytes can't follow. */
  count(bytesEach = 1): number {
    const count = this.number()
    if (count * bytesEach > this.left) throw new PageFault('it promises more than it holds')
    return count
  }

  /** An index into a table of so many. */
  index(size: number): number {
    const index = this.number()
    if (index >= size) throw new PageFault('it refers to what it has not')
    return index
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw new PageFault('it ends too early')
    this.at += length
    return this.buffer.subarray(this.at - length, this.at)
  }
}
