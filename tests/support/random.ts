import { Random as Seeded } from '@/server/welcome/random'

/** A seeded source of randomness: one seed, one world. */
export class Random extends Seeded {
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  /** Well-formed text of `length` letters; now and then letters outside of the basic plane. */
  text(length: number): string {
    return Array.from({ length }, () => this.pick(['a', 'b', 'e', 'n', 's', 't', ' ', 'ä', '漢', '😀', 'ש'])).join('')
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }
}
