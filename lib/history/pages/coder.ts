/**
 * Symbols as one fraction of ever smaller ranges (the range coder of LZMA), where each bit takes as much room as it is
 * surprising. How likely a bit is, is learned from those before it: reader and writer learn the same.
 */

/** What was learned so far of symbols of so many bits, apart for each context. */
export class Model {
  /** How likely the next bit is 0, in 65536ths: for each context, and each beginning of a symbol. */
  readonly zero: Uint16Array
  private readonly seen: Uint8Array

  constructor(
    readonly bits: number,
    contexts = 1,
  ) {
    this.zero = new Uint16Array(contexts << bits).fill(0x8000)
    this.seen = new Uint8Array(contexts << bits)
  }

  /** The first bits count for much, later ones for less. */
  learn(at: number, bit: number): void {
    const before = this.zero[at]!
    const seen = this.seen[at]!
    const after = before + Math.trunc((((bit === 0 ? 0xffff : 0) - before) * 2) / (2 * seen + 3))
    this.zero[at] = after < rare ? rare : after > 0x10000 - rare ? 0x10000 - rare : after
    if (seen < 254) this.seen[at] = seen + 1
  }
}

/** Nothing is ever held for impossible. */
const rare = 32
const smallest = 2 ** 24

export class SymbolWriter {
  private readonly bytes: number[] = []
  private low = 0
  private range = 0xffffffff
  // The last byte isn't out while a carry may still change it, nor are the bytes of all ones behind it.
  private last = 0
  private ones = 0

  write(model: Model, symbol: number, context = 0): void {
    const base = context << model.bits
    let node = 1
    for (let i = model.bits - 1; i >= 0; i--) {
      const bit = (symbol >> i) & 1
      this.bit(model.zero[base + node]!, bit)
      model.learn(base + node, bit)
      node = node * 2 + bit
    }
  }

  end(): Uint8Array {
    // Any number in the range will do: this one has zeros at its end, which a reader finds by itself.
    this.low = Math.ceil(this.low / smallest) * smallest
    for (let i = 0; i < 5; i++) this.shift()
    // The first byte is what's left of "zero point", always 0.
    let end = this.bytes.length
    while (end > 1 && this.bytes[end - 1] === 0) end--
    return Uint8Array.from(this.bytes.slice(1, end))
  }

  private bit(zero: number, bit: number): void {
    const bound = (this.range >>> 16) * zero
    if (bit === 0) this.range = bound
    else {
      this.low += bound
      this.range -= bound
    }
    while (this.range < smallest) {
      this.range *= 256
      this.shift()
    }
  }

  private shift(): void {
    if (this.low < 0xff000000 || this.low > 0xffffffff) {
      const carry = this.low > 0xffffffff ? 1 : 0
      this.bytes.push((this.last + carry) & 0xff)
      for (; this.ones > 0; this.ones--) this.bytes.push((0xff + carry) & 0xff)
      this.last = Math.floor(this.low / smallest) & 0xff
    } else this.ones++
    this.low = (this.low % smallest) * 256
  }
}

/** Reads what a SymbolWriter wrote. From other bytes it reads other symbols, as many as it's asked for. */
export class SymbolReader {
  private at = 0
  private code = 0
  private range = 0xffffffff

  constructor(private readonly bytes: Uint8Array) {
    for (let i = 0; i < 4; i++) this.shift()
  }

  read(model: Model, context = 0): number {
    const { zero } = model
    const base = context << model.bits
    let node = 1
    for (let i = model.bits; i > 0; i--) {
      const bound = (this.range >>> 16) * zero[base + node]!
      const bit = this.code < bound ? 0 : 1
      if (bit === 0) this.range = bound
      else {
        this.code -= bound
        this.range -= bound
      }
      model.learn(base + node, bit)
      while (this.range < smallest) {
        this.range *= 256
        this.shift()
      }
      node = node * 2 + bit
    }
    return node - (1 << model.bits)
  }

  private shift(): void {
    this.code = ((this.code << 8) | (this.bytes[this.at++] ?? 0)) >>> 0
  }
}
