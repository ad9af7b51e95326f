/**
 * How many bytes a JSON value takes as text, up to a little more than `max`, where counting stops. Counted without writing it;
 * never recurses. Text counts a byte a UTF-16 unit, so the answer is near enough for a limit, not exact.
 */
export function sizeUpTo(value: unknown, max: number): number {
  let size = 0
  const rest: unknown[] = [value]
  while (rest.length > 0) {
    const next = rest.pop()
    if (typeof next === 'string') size += next.length + 2
    else if (Array.isArray(next)) {
      size += 2 + next.length
      for (const item of next) rest.push(item)
    } else if (typeof next === 'object' && next !== null) {
      size += 2
      for (const [key, item] of Object.entries(next)) {
        size += key.length + 4
        rest.push(item)
      }
    } else size += 4
    if (size > max) return size
  }
  return size
}
