/**
 * How many bytes a JSON value is long as text, in UTF-8. Counted without writing it; never recurses, and stops as soon as it's
 * more than `max`. Near enough for a limit, not exact.
 */
export function sizeOf(value: unknown, max = Number.POSITIVE_INFINITY): number {
  let size = 0
  const rest: unknown[] = [value]
  while (rest.length > 0 && size <= max) {
    const next = rest.pop()
    if (typeof next === 'string') size += Buffer.byteLength(next) + escapes(next) + 2
    else if (Array.isArray(next)) {
      size += 2 + next.length
      for (const item of next) rest.push(item)
    } else if (typeof next === 'object' && next !== null) {
      size += 2
      // JSON has own properties only; listing them as pairs would cost the hot path twice as much.
      for (const key in next) {
        size += Buffer.byteLength(key) + 4
        rest.push((next as Record<string, unknown>)[key])
      }
    } else size += 4
  }
  return size
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes
const escaped = /[\u0000-\u001f"\\]/g

/** How many bytes more a text has once it's written as JSON. */
function escapes(text: string): number {
  // Most texts have none, and finding that out is all that they cost.
  if (text.search(escaped) < 0) return 0
  let more = 0
  for (const [character] of text.matchAll(escaped)) more += character < ' ' && !'\b\f\n\r\t'.includes(character) ? 5 : 1
  return more
}

/** Of how many pieces a JSON text is: objects, lists and what's in them. */
export function piecesOf(text: string): number {
  let pieces = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // Comma, bracket, brace.
    if (code === 0x2c || code === 0x5b || code === 0x7b) pieces++
  }
  return pieces
}
