import { describe, expect, it } from 'vitest'
import { titleMatch } from '@/app/_components/list/hits'

describe('hits in a title', () => {
  it('[UI6] are marked wherever a word of the query stands', () => {
    expect(titleMatch('The long River', 'river the').ranges).toEqual([
      [0, 3],
      [9, 14],
    ])
    expect(titleMatch('Nothing', 'river').ranges).toEqual([])
    expect(titleMatch('İstanbul', 'stan').ranges).toEqual([])
  })
})
