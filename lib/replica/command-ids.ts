/**
 * Ids of commands, UUIDs of version 8: random once per replica, then a counter, so that the log packs them as runs.
 * Needs no secure context: a page opened over plain http in the local network has no `crypto.randomUUID`.
 */
export function commandIds(random: Uint8Array = crypto.getRandomValues(new Uint8Array(10))): () => string {
  const bytes = Uint8Array.from(random)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  const prefix = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}`
  let count = 0
  return () => `${prefix}-${(count++).toString(16).padStart(12, '0')}`
}

/** A random UUID of version 4. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
