import { describe, expect, it } from 'vitest'
import { schema } from '@/lib/document/schema'
import { newsFor } from '@/lib/history/told/news'
import { placesOf } from '@/lib/history/told/phrase'
import { sharesOf, withText } from '@/lib/history/told/shares'
import { spellsOf } from '@/lib/history/told/spells'
import { amountsOf, stopsOf } from '@/lib/history/told/stops'
import type { Difference } from '@/lib/protocol/past'

const text = (...lines: string[]) =>
  schema.node(
    'doc',
    null,
    lines.map(line => schema.node('paragraph', null, line ? [schema.text(line)] : [])),
  )
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString()

describe('who wrote how much', () => {
  // <p>abcd</p><p></p><p>ef</p>: a at 1, e at 9.
  const doc = text('abcd', '', 'ef')
  const runs = [
    { authorId: 'ada', from: 0, to: 2 },
    { authorId: 'ben', from: 2, to: 4 },
    { authorId: 'ada', from: 4, to: 6 },
    { authorId: 'cleo', from: 6, to: 9 },
    { authorId: 'ben', from: 9, to: 12 },
  ]

  it('[WW1] is told in characters, the most first', () => {
    expect(sharesOf(doc, runs)).toEqual([
      { authorId: 'ben', characters: 4, share: 4 / 6 },
      { authorId: 'ada', characters: 2, share: 2 / 6 },
    ])
    expect(sharesOf(text(''), [{ authorId: 'ada', from: 0, to: 2 }])).toEqual([])
  })

  it('[WW1] passes over blocks without text', () => {
    expect(withText(doc, runs)).toEqual(runs.filter(({ authorId }) => authorId !== 'cleo'))
  })
})

describe('the life of a selection', () => {
  it('[WW5] is told by what somebody did in one go', () => {
    const touch = (revision: number, authorId: string, seconds: number, born = 1, died = 0, formed = 0) => ({
      revision,
      authorId,
      at: seconds * 1_000,
      born,
      died,
      formed,
    })
    const touches = [
      touch(3, 'ada', 0),
      touch(4, 'ada', 100),
      touch(9, 'ada', 220, 0, 2),
      touch(10, 'ben', 221, 0, 0, 5),
      touch(11, 'ada', 222),
      touch(12, 'ada', 343),
    ]
    const spells = spellsOf(touches)
    expect(spells.map(({ from, to, authorId }) => [from, to, authorId])).toEqual([
      [3, 9, 'ada'],
      [10, 10, 'ben'],
      [11, 11, 'ada'],
      [12, 12, 'ada'],
    ])
    expect(spells[0]).toMatchObject({ born: 2, died: 2, formed: 0, start: 0, end: 220_000 })
  })
})

describe('differences', () => {
  const doc = text('one two three')
  const deleted = (at: number, gone: string): Difference => ({
    kind: 'deleted',
    at,
    from: at,
    to: at + gone.length,
    slice: { content: [{ type: 'text', text: gone }] },
    runs: [],
  })
  const inserted = (from: number, to: number): Difference => ({ kind: 'inserted', from, to, runs: [] })
  const formatted = (from: number, to: number): Difference => ({ kind: 'formatted', from, to, changes: [] })

  it('[CM2] that touch are one place to stop at', () => {
    const all = [deleted(1, 'none'), inserted(1, 4), inserted(5, 7), formatted(7, 8), deleted(14, 'x')]
    expect(stopsOf(all).map(({ from, to, differences }) => [from, to, differences.length])).toEqual([
      [1, 4, 2],
      [5, 8, 2],
      [14, 14, 1],
    ])
  })

  it('[CM2] are counted in characters', () => {
    const all = [deleted(1, 'none'), inserted(1, 4), formatted(7, 8), deleted(14, 'x')]
    expect(amountsOf(doc, all)).toEqual({ inserted: 3, deleted: 5, formatted: 1 })
  })
})

describe('news', () => {
  const by = (authorId: string, edits: number) => ({ authorId, edits, inserted: 9, deleted: 0 })
  const bucket = (...all: ReturnType<typeof by>[]) => ({ from: 1, to: 9, start: at(0), end: at(1), by: all })

  it('[CM6] are what others did, who did the most first', () => {
    const buckets = [bucket(by('ada', 40), by('ben', 2)), bucket(by('cleo', 3), by('ben', 2))]
    expect(newsFor('ada', buckets)).toEqual({ changes: 7, authorIds: ['ben', 'cleo'] })
    expect(newsFor(null, buckets)?.authorIds).toEqual(['ada', 'ben', 'cleo'])
    expect(newsFor('ada', [bucket(by('ada', 40), by('ben', 0))])).toBe(null)
  })
})

describe('a phrase in a document', () => {
  const found = (doc: ReturnType<typeof text>, phrase: string, caseSensitive = false) =>
    placesOf(doc, phrase, caseSensitive).map(({ from, to }) => [from, doc.textBetween(from, to)])

  it('[TS1] is found within one line, each letter once', () => {
    const doc = text('aaaa ab', 'ab', 'a')
    expect(found(doc, 'aa')).toEqual([
      [1, 'aa'],
      [3, 'aa'],
    ])
    expect(found(doc, 'ab')).toEqual([
      [6, 'ab'],
      [10, 'ab'],
    ])
    expect(found(doc, 'ba')).toEqual([])
    expect(found(doc, '')).toEqual([])
    const broken = schema.node('doc', null, [
      schema.node('paragraph', null, [schema.text('on'), schema.node('hardBreak'), schema.text('one')]),
    ])
    expect(found(broken, 'one')).toEqual([[4, 'one']])
  })

  it('[TS1] is found in either case, unless the case matters, also behind letters that grow in the other case', () => {
    const doc = text('İstanbul, ISTANBUL')
    expect(found(doc, 'istanbul')).toEqual([[11, 'ISTANBUL']])
    expect(found(doc, 'Stanbul')).toEqual([
      [2, 'stanbul'],
      [12, 'STANBUL'],
    ])
    expect(found(doc, 'Stanbul', true)).toEqual([])
  })
})
