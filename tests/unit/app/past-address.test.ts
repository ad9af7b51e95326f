import { describe, expect, it } from 'vitest'
import { namePast, pastIn } from '@/app/_components/history/revision-in'

describe('an address', () => {
  it('[CM1] names a revision, or two that are compared', () => {
    expect(pastIn('?revision=812')).toEqual({ revision: 812, from: null })
    expect(pastIn('?compare=640-812')).toEqual({ revision: 812, from: 640 })
    expect(pastIn('?compare=7-7&revision=3')).toEqual({ revision: 7, from: 7 })
  })

  it.each([
    '',
    '?revision=',
    '?revision=0',
    '?revision=1.5',
    '?revision=-3',
    '?compare=9-3',
    '?compare=0-3',
    '?compare=3',
  ])('[CM1] that names nothing that could be is none of the past: %s', search => {
    expect(pastIn(search)).toBe(null)
  })

  it('[CM1] is read as it was written, and keeps what else it says', () => {
    const address = new URL('https://a.test/d?x=1&revision=3')
    for (const past of [{ revision: 9, from: 4 }, { revision: 9, from: null }, null]) {
      namePast(address, past)
      expect(pastIn(address.search)).toEqual(past)
      expect(address.searchParams.get('x')).toBe('1')
    }
  })
})
