import { crc32 } from '@/lib/history/pages/crc32'
import type { Random } from './random'

/** A page, or whatever else begins with a version and a checksum, whose checksum is right whatever its bytes are. */
export function sealed(page: Uint8Array): Uint8Array {
  const copy = page.slice()
  new DataView(copy.buffer).setUint32(1, crc32(copy.subarray(5)))
  return copy
}

/** One in which some bytes have become others, in number too. */
export function spoiled(page: Uint8Array, random: Random): Uint8Array {
  const bytes = Array.from(page)
  for (let i = 0; i <= random.below(4); i++) {
    const at = 5 + random.below(bytes.length - 5)
    const dice = random.below(4)
    if (dice === 0) bytes[at] = random.pick([0, 1, 0x7f, 0x80, 0xff])
    else if (dice === 1) bytes[at] = random.below(256)
    else if (dice === 2) bytes.splice(at, 1 + random.below(4))
    else bytes.splice(at, 0, ...random.bytes(1 + random.below(9)))
  }
  return Uint8Array.from(bytes)
}
