import { Counts } from './counts'
import { never, type Tokens } from './tokens'

type Chunk = { ids: Int32Array; length: number; alive: number }

/** Between two tokens of a chunk. */
export type Place = { chunk: number; offset: number }

const chunkSize = 1_024

/**
 * The order of all tokens, those that are gone among those that are there. It never changes but by what comes in between, so the
 * document at any revision is what was there then, in this order. In chunks that count what's alive: a position of the
 * document is found quickly, however much is gone.
 */
export class Order {
  private chunks: Chunk[] = [{ ids: new Int32Array(chunkSize), length: 0, alive: 0 }]
  private counts = new Counts([0])
  private flat: Int32Array | null = null

  constructor(private readonly tokens: Tokens) {}

  /** How many tokens are there now. */
  get alive(): number {
    return this.counts.total
  }

  /** All tokens in order. Not to be changed. */
  get ids(): Int32Array {
    if (this.flat) return this.flat
    const flat = new Int32Array(this.tokens.count)
    let at = 0
    for (const { ids, length } of this.chunks) {
      flat.set(ids.subarray(0, length), at)
      at += length
    }
    this.flat = flat
    return flat
  }

  /** Takes tokens in their order, where there are none yet. */
  begin(ids: Int32Array): void {
    if (ids.length > 0) this.spliced(0, 0, ids)
  }

  /** The tokens that are there from a position on. */
  *forth(position: number): Generator<number> {
    if (position >= this.alive) return
    let { chunk, offset } = this.find(position)
    for (; chunk < this.chunks.length; chunk++, offset = 0) {
      const { ids, length } = this.chunks[chunk]!
      for (; offset < length; offset++) if (this.isAlive(ids[offset]!)) yield ids[offset]!
    }
  }

  /** The tokens that are there before a position, the last one first. */
  *back(position: number): Generator<number> {
    if (position === 0) return
    let { chunk, offset } = this.find(position - 1)
    for (; chunk >= 0; offset = (this.chunks[--chunk]?.length ?? 0) - 1) {
      const { ids } = this.chunks[chunk]!
      for (; offset >= 0; offset--) if (this.isAlive(ids[offset]!)) yield ids[offset]!
    }
  }

  /** Right behind what stands before a position. @throws RangeError beyond the end */
  behind(position: number): Place {
    if (position > this.alive) throw beyond()
    if (position === 0) return { chunk: 0, offset: 0 }
    const { chunk, offset } = this.find(position - 1)
    return { chunk, offset: offset + 1 }
  }

  /** The tokens that are gone between what is there before a place and after it; null where they are more than some. */
  goneAround({ chunk, offset }: Place, most: number): number[] | null {
    const before: number[] = []
    const after: number[] = []
    const walk = (found: number[], by: 1 | -1) => {
      let [at, i] = [chunk, by === 1 ? offset : offset - 1]
      for (; at >= 0 && at < this.chunks.length; at += by, i = by === 1 ? 0 : (this.chunks[at]?.length ?? 0) - 1) {
        const { ids, length } = this.chunks[at]!
        for (; i >= 0 && i < length; i += by) {
          if (this.isAlive(ids[i]!) || found.length > most) return
          found.push(ids[i]!)
        }
      }
    }
    walk(before, -1)
    walk(after, 1)
    return before.length + after.length > most ? null : [...before.reverse(), ...after]
  }

  /** What stands between two positions dies. @returns the tokens, and the place behind them */
  kill(from: number, to: number, revision: number): { killed: number[]; behind: Place } {
    if (from === to) return { killed: [], behind: this.behind(from) }
    if (to > this.alive) throw beyond()
    const { death } = this.tokens
    const killed: number[] = []
    let { chunk, offset } = this.find(from)
    for (let left = to - from; ; chunk++, offset = 0) {
      const here = this.chunks[chunk]!
      const before = killed.length
      for (; offset < here.length && left > 0; offset++) {
        const id = here.ids[offset]!
        if (death[id] !== never) continue
        death[id] = revision
        killed.push(id)
        left--
      }
      const gone = killed.length - before
      here.alive -= gone
      if (gone > 0) this.counts.add(chunk, -gone)
      if (left === 0) return { killed, behind: { chunk, offset } }
    }
  }

  /** Puts tokens of consecutive numbers in, all alive. */
  insert({ chunk, offset }: Place, first: number, count: number): void {
    if (count === 0) return
    this.flat = null
    const here = this.chunks[chunk]!
    if (here.length + count > chunkSize) {
      this.spliced(
        chunk,
        offset,
        Int32Array.from({ length: count }, (_, i) => first + i),
      )
      return
    }
    here.ids.copyWithin(offset + count, offset, here.length)
    for (let i = 0; i < count; i++) here.ids[offset + i] = first + i
    here.length += count
    here.alive += count
    this.counts.add(chunk, count)
  }

  /** A chunk that takes no more becomes several half full ones. */
  private spliced(chunk: number, offset: number, more: Int32Array): void {
    const { ids, length } = this.chunks[chunk]!
    const all = new Int32Array(length + more.length)
    all.set(ids.subarray(0, offset))
    all.set(more, offset)
    all.set(ids.subarray(offset, length), offset + more.length)
    const chunks: Chunk[] = []
    for (let at = 0; at < all.length; at += chunkSize / 2) {
      const part = all.subarray(at, at + chunkSize / 2)
      const made = new Int32Array(chunkSize)
      made.set(part)
      chunks.push({ ids: made, length: part.length, alive: part.filter(id => this.isAlive(id)).length })
    }
    this.flat = null
    this.chunks = [...this.chunks.slice(0, chunk), ...chunks, ...this.chunks.slice(chunk + 1)]
    this.counts = new Counts(this.chunks.map(({ alive }) => alive))
  }

  private find(position: number): Place {
    const { place, before } = this.counts.find(position)
    const { ids } = this.chunks[place]!
    let offset = 0
    for (let left = before; ; offset++) if (this.isAlive(ids[offset]!) && left-- === 0) break
    return { chunk: place, offset }
  }

  private isAlive(id: number): boolean {
    return this.tokens.death[id] === never
  }
}

function beyond(): RangeError {
  return new RangeError('A recorded step lies beyond the document')
}
