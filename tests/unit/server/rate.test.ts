import { describe, expect, it } from 'vitest'
import { RateLimiter } from '@/server/rate'

describe('rate limit', () => {
  it('[HT9] takes as much as the bucket holds, then says when to come back, and is right about it', () => {
    let now = 0
    const rate = new RateLimiter(10, 20, () => now)
    for (let i = 0; i < 20; i++) expect(rate.take('a')).toBe(0)
    expect(rate.take('a')).toBe(100)
    now += 99
    expect(rate.take('a')).toBeGreaterThan(0)
    now += 1
    expect(rate.take('a')).toBe(0)
    expect(rate.take('a', 5)).toBe(500)
  })

  it('[HT9] counts each author alone, and never gathers more than a bucket', () => {
    let now = 0
    const rate = new RateLimiter(10, 20, () => now)
    rate.take('a', 20)
    expect(rate.take('b', 20)).toBe(0)
    now += 3_600_000
    expect(rate.take('a', 20)).toBe(0)
    expect(rate.take('a')).toBeGreaterThan(0)
  })

  it('[HT9] what costs more than a whole bucket is taken when that is full, and made up for afterwards', () => {
    let now = 0
    const rate = new RateLimiter(10, 20, () => now)
    expect(rate.take('a', 1_000)).toBe(0)
    expect(rate.take('a', 1_000)).toBe(100_000)
    expect(rate.take('a')).toBe(98_100)
    now += 100_000
    expect(rate.take('a', 1_000)).toBe(0)
  })

  it('[HT9] many authors do not fill the memory', () => {
    let now = 0
    const rate = new RateLimiter(10, 10, () => now)
    for (let i = 0; i < 120_000; i++) {
      now += 1
      rate.take(`author ${i}`)
    }
    expect(rate.size).toBeLessThanOrEqual(50_000)
  })

  it('[HT9] a clock that is set back locks nobody out', () => {
    let now = 3_600_000
    const rate = new RateLimiter(10, 10, () => now)
    rate.take('a', 10)
    now = 0
    expect(rate.take('a')).toBe(100)
    now += 100
    expect(rate.take('a')).toBe(0)
  })
})
