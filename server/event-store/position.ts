/**
 * An event's place in the order of all events: log epoch, transaction id, sequence. A sequence alone would lie, since a
 * transaction that began first may insert second. Fixed-width hexadecimal, so that positions are ordered as text.
 */
export type Place = { logEpoch: number; xid: bigint; sequence: bigint }

export function toPosition({ logEpoch, xid, sequence }: Place): string {
  return `${hex(BigInt(logEpoch), 4)}-${hex(xid, 16)}-${hex(sequence, 16)}`
}

/** @throws RangeError where the text is no position */
export function toPlace(position: string): Place {
  if (position === '') return { logEpoch: 0, xid: 0n, sequence: 0n }
  const parts = /^([0-9a-f]{4})-([0-9a-f]{16})-([0-9a-f]{16})$/.exec(position)
  if (!parts) throw new RangeError('Not a position')
  return { logEpoch: Number.parseInt(parts[1]!, 16), xid: BigInt(`0x${parts[2]}`), sequence: BigInt(`0x${parts[3]}`) }
}

function hex(value: bigint, width: number): string {
  return value.toString(16).padStart(width, '0')
}
