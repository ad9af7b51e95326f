/**
 * Validators of node and mark attributes. ProseMirror runs them in `Step.fromJSON`, `Node.fromJSON` and
 * `check()`; they are what keeps a hostile value out of the log, where it would stay for ever.
 * Each throws a RangeError that names the attribute and what it takes.
 */
export type Validator = (value: unknown) => void

const maxAddressLength = 2_048

function must(holds: boolean, attribute: string, expected: string): void {
  if (!holds) throw new RangeError(`Attribute ${attribute} must be ${expected}`)
}

/** A whole number from `min` to `max`. */
export function integer(attribute: string, min: number, max: number): Validator {
  return value =>
    must(
      Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
      attribute,
      `a whole number from ${min} to ${max}`,
    )
}

/** One of the given values; null is one only where it's listed. */
export function oneOf(attribute: string, allowed: readonly (string | null)[]): Validator {
  return value => must(allowed.includes(value as string | null), attribute, `one of ${allowed.join(', ')}`)
}

export function boolean(attribute: string): Validator {
  return value => must(typeof value === 'boolean', attribute, 'true or false')
}

/** null, or a string that matches `pattern` (which must be anchored and bounded). */
export function optionalPattern(attribute: string, pattern: RegExp, expected: string): Validator {
  return value => must(value === null || (typeof value === 'string' && pattern.test(value)), attribute, expected)
}

/** null, or well-formed text of at most `max` UTF-16 units without control characters. */
export function optionalText(attribute: string, max: number): Validator {
  return value =>
    must(
      value === null || (typeof value === 'string' && value.length <= max && isCleanText(value)),
      attribute,
      `text of at most ${max} characters`,
    )
}

/** null, or a table cell's column widths in pixels: one whole number per spanned column. */
export const columnWidths: Validator = value =>
  must(
    value === null ||
      (Array.isArray(value) &&
        value.length > 0 &&
        value.length <= 100 &&
        value.every(width => Number.isInteger(width) && width >= 0 && width <= 10_000)),
    'colwidth',
    'null or whole numbers from 0 to 10000',
  )

export const safeAddress: Validator = value =>
  must(isSafeAddress(value), 'href', 'an http, https, mailto or tel address, or a path of this site')

/**
 * Whether an address may stand in a document: absolute http(s), mailto and tel, or a path, query or fragment of
 * this site. Everything a browser might read as another host or as a script is refused, also behind
 * characters that browsers skip.
 */
export function isSafeAddress(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > maxAddressLength) return false
  if (!isCleanText(value) || /[\s\\]/u.test(value)) return false
  if (/^(?:\/(?!\/)|#|\?)/.test(value)) return true
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(value)) return false
  return URL.canParse(value)
}

/** Well-formed UTF-16 without control characters (tab and line feed included). */
export function isCleanText(value: string): boolean {
  return isWellFormed(value) && !/\p{Cc}/u.test(value)
}

/** No lone surrogates: PostgreSQL would refuse or silently replace them. */
export function isWellFormed(value: string): boolean {
  // Ten times as fast, where the engine has it: each edit has the whole text of its block looked at.
  return (value as { isWellFormed?: () => boolean }).isWellFormed?.() ?? !/\p{Surrogate}/u.test(value)
}
