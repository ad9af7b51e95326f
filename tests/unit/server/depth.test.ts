import { describe, expect, it } from 'vitest'
import { textWithinDepth, withinDepth } from '@/server/depth'

const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

describe('JSON depth', () => {
  it.each([arrays, objects])('[HT7] the cap itself is within, one more is not', nested => {
    for (const depth of [1, 2, 96]) {
      expect(textWithinDepth(nested(depth), depth)).toBe(true)
      expect(withinDepth(JSON.parse(nested(depth)), depth)).toBe(true)
      expect(textWithinDepth(nested(depth), depth - 1)).toBe(false)
      expect(withinDepth(JSON.parse(nested(depth)), depth - 1)).toBe(false)
    }
  })

  it('[HT7] is measured without recursion', () => {
    expect(textWithinDepth(arrays(1_000_000), 96)).toBe(false)
    let value: unknown = 1
    for (let i = 0; i < 1_000_000; i++) value = [value]
    expect(withinDepth(value, 96)).toBe(false)
    expect(withinDepth(value, 2_000_000)).toBe(true)
  })

  it('[HT7] counts no brackets in text, escapes included', () => {
    const value = { a: '[[[[', b: '\\"[[', c: '"{{', '[[': 1 }
    expect(textWithinDepth(JSON.stringify(value), 1)).toBe(true)
    expect(withinDepth(value, 1)).toBe(true)
  })

  it('[HT7] counts the deepest branch, not the sum', () => {
    const wide = { a: [[1], [2]], b: { c: {} }, d: 1 }
    expect([2, 3].map(max => withinDepth(wide, max))).toEqual([false, true])
    expect([2, 3].map(max => textWithinDepth(JSON.stringify(wide), max))).toEqual([false, true])
    for (const scalar of [1, 'x', null, true, undefined]) expect(withinDepth(scalar, 0)).toBe(true)
  })
})
