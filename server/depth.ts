/**
 * JSON that is nested too deep overflows the stack of whoever walks it by recursion: validators, encoders, the editor.
 * So depth is measured by a loop, before anything else looks at the input. A scalar has depth 0, `[]` and `{}` depth 1.
 */

/** Is a parsed JSON value nested at most `max` deep? Never recurses, and stops at the first branch that's too deep. */
export function withinDepth(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  let level: object[] = [value]
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > max) return false
    const below: object[] = []
    for (const container of level)
      for (const child of Object.values(container)) if (typeof child === 'object' && child !== null) below.push(child)
    level = below
  }
  return true
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d]

/** The same for JSON text that isn't parsed yet; says nothing about whether it's well-formed. */
export function textWithinDepth(json: string, max: number): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i)
    if (inString) {
      if (code === backslash) i++
      else if (code === quote) inString = false
    } else if (code === quote) inString = true
    else if (code === openBrace || code === openBracket) {
      if (++depth > max) return false
    } else if (code === closeBrace || code === closeBracket) depth--
  }
  return true
}
