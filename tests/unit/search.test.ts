import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allWordsOf, searchQuery, searchVector, wordsOf } from '@/server/projections/words'
import { findMatches } from '@/server/queries/matches'

const marked = (query: string, title: string, text: string) =>
  findMatches(query, title, text).map(match =>
    [...match.ranges]
      .reverse()
      .reduce((out, [from, to]) => `${out.slice(0, from)}[${out.slice(from, to)}]${out.slice(to)}`, match.text),
  )

test('[QR5] ranges mark the words searched for, from their beginning', () => {
  expect(marked('art sta', 'A start', 'The state of the art: party')).toEqual([
    'A [sta]rt',
    'The [sta]te of the [art]: party',
  ])
  expect(marked('tart', 'A start', '')).toEqual(['A s[tart]'])
  expect(marked('ÄRGER', 'x', 'kein ärgernis')).toEqual(['kein [ärger]nis'])
  expect(marked('c++ (draft)', 'x', 'c++ is a draft')).toEqual(['[c]++ is a [draft]'])
})

test('[QR5] a long text gives at most three pieces around its hits, whole characters, without line feeds', () => {
  const filler = '😀 lorem\n'.repeat(100)
  const text = `${filler}needle ${filler}needle ${filler}needle ${filler}needle`
  const matches = findMatches('needle', 'title', text)
  expect(matches).toHaveLength(3)
  for (const { text: piece, ranges } of matches) {
    expect(piece.length).toBeLessThan(300)
    expect(piece).not.toMatch(/\p{Surrogate}|\n/u)
    expect(ranges.map(([from, to]) => piece.slice(from, to))).toEqual(['needle'])
  }
})

test('[QR5] whatever is searched in whatever text, ranges are in order, in bounds and apart', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', 'A', ' ', '.', '\n', '日', '😀', '(', '\\'),
    maxLength: 80,
  })
  fc.assert(
    fc.property(
      letters,
      letters,
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '日', '(', '\\', '*', '-', '/'), maxLength: 6 }),
      (title, text, query) => {
        for (const { text: piece, ranges } of findMatches(query, title, text)) {
          let last = -1
          for (const [from, to] of ranges) {
            expect(from).toBeGreaterThan(last)
            expect(to).toBeGreaterThan(from)
            last = to
          }
          expect(last).toBeLessThanOrEqual(piece.length)
        }
      },
    ),
  )
})

test('[QR6] scripts without spaces are words of one character', () => {
  expect(wordsOf('東京都 Tokyo３')).toEqual(['東', '京', '都', 'tokyo3'])
  expect(marked('京都', 'x', '東京都')).toEqual(['東[京都]'])
})

test('[PJ3] a search vector stays under the limit, whatever the words, and says where each stands', async () => {
  expect(await searchVector('The art', wordsOf('art of ART'))).toBe("'the':1A 'art':1A,2B 'of':2B")
  const many = Array.from({ length: 400_000 }, (_, i) => `w${i}`)
  expect((await searchVector('', many)).length).toBeLessThan(2_000_000)
})

test('[PJ3] the words of a long text are the same taken piece by piece', async () => {
  const long = Array.from({ length: 40_000 }, (_, i) => `w${i % 9_973}${i % 7 === 0 ? '\n' : ' '}東京 `).join('')
  expect(long.length).toBeGreaterThan(300_000)
  expect(await allWordsOf(long)).toEqual(wordsOf(long))
  expect((await allWordsOf('x'.repeat(120_000))).length).toBe(3)
  // No sign of two units comes apart where a piece ends.
  const spaceless = `東${'𠀋'.repeat(30_000)}`
  expect(await allWordsOf(spaceless)).toEqual(wordsOf(spaceless))
})

test('[QR4] a query is nothing but quoted words, whatever is typed', () => {
  expect(searchQuery(`don't "x" | !y & z:*`)).toBe("'don':* & 't':* & 'x':* & 'y':* & 'z':*")
  expect(searchQuery(' …?! ')).toBeNull()
})
