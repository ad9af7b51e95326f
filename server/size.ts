/** Would a JSON value be at most so many bytes long as text? */
export function withinSize(value: unknown, max: number): boolean {
  return sizeOf(value, max) <= max
}

/**
 * How many bytes a JSON value is long as text. Counted without writing it; never recurses, and stops as soon as it's more
 * than `max`. Text counts a byte a UTF-16 unit, so the answer is near enough for a limit, not exact.
 */
export function sizeOf(value: unknown, max = Number.POSITIVE_INFINITY): number {
  let size = 0
  const rest: unknown[] = [value]
  while (rest.length > 0 && size <= max) {
    const next = rest.pop()
    if (typeof next === 'string') size += next.length + 2
    else if (Array.isArray(next)) {
      size += 2 + next.length
      for (const item of next) rest.push(item)
    } else if (typeof next === 'object' && next !== null) {
      size += 2
      // JSON has own properties only; listing them as pairs would cost the hot path twice as much.
      for (const key in next) {
        size += key.length + 4
        rest.push((next as Record<string, unknown>)[key])
      }
    } else size += 4
  }
  return size
}
