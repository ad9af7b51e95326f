import { describe, expect, it } from 'vitest'
import { fromHit, titleMatch } from '@/app/_components/list/hits'

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

it('[LP9] where there is room for a few words only, a hit comes with the words just before it', () => {
  const text = 'Two soundings on the west bank, and a price for larch instead of oak.'
  const at = text.indexOf('larch')
  const near = fromHit({ text, ranges: [[at, at + 5]] })
  expect(near.text).toBe('…a price for larch instead of oak.')
  expect(near.ranges.map(([from, to]) => near.text.slice(from, to))).toEqual(['larch'])
  for (const whole of [
    { text: 'larch', ranges: [[0, 5]] as [number, number][] },
    { text: 'withoutanyspaceslarch', ranges: [[16, 21]] as [number, number][] },
    { text: 'nothing', ranges: [] },
  ])
    expect(fromHit(whole)).toEqual(whole)
})
