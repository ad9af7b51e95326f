import { Fragment } from '@tiptap/pm/model'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { describe, expect, it } from 'vitest'
import { Layers } from '@/app/_components/history/drawing/layers'
import { schema } from '@/lib/document/schema'
import { covers, differing, onTheWay, type Span, wider } from '@/lib/history/pieces'
import { Player, type Source } from '@/lib/history/player'
import { sharing } from '@/lib/history/sharing'
import { packedSpells, spellsOf, unpackedSpells } from '@/lib/history/told/spells'
import type { DocumentAt } from '@/lib/protocol/http'
import { Random } from '../../support/random'
import { paragraphs } from '../../support/scribe'

const numbered = (count: number, name: string) => paragraphs(...Array.from({ length: count }, (_, i) => `${name} ${i}`))
const textsOf = (doc: ReturnType<typeof paragraphs>) => doc.content.content.map(({ textContent }) => textContent)

describe('on the way from one document to another', () => {
  it.each([
    ['a longer', 200, 500, { from: 40, to: 70 }],
    ['a shorter', 500, 90, { from: 60, to: 90 }],
    ['one as long', 300, 300, { from: 0, to: 30 }],
  ])('[SB1] what is in sight is %s one’s at once, and at last all is', (_, before, after, sight: Span) => {
    const next = numbered(after, 'new')
    let now = numbered(before, 'old')
    const old = textsOf(now)
    let drawn = 0
    for (let span: Span | null = sight; span; span = wider(span, after, 64)) {
      now = onTheWay(now, next, span)
      const texts = textsOf(now)
      expect(texts.slice(span.from, span.to)).toEqual(textsOf(next).slice(span.from, span.to))
      expect(texts.slice(0, span.from)).toEqual(old.slice(0, span.from))
      expect(span.to - span.from - drawn).toBeLessThanOrEqual(64)
      drawn = span.to - span.from
      expect(covers(span, sight)).toBe(true)
    }
    expect(now.eq(next)).toBe(true)
  })

  it('[SB2] a block that another document has as well is the same one, wherever it stands', () => {
    const one = numbered(100, 'a')
    const [texts, blocks] = [textsOf(one), one.content.content]
    const other = paragraphs('first', ...texts.slice(0, 30), 'another', ...texts.slice(32, 60), '', ...texts.slice(60))
    expect(differing(one, other)).toBe(101)
    const shared = sharing(other, one)
    expect(shared.eq(other)).toBe(true)
    expect(differing(one, shared)).toBe(3)
    expect(shared.child(1)).toBe(blocks[0])
    expect(differing(shared, shared)).toBe(0)
    const bold = schema.node('paragraph', null, [schema.text('a 7', [schema.mark('bold')])])
    const formed = one.copy(Fragment.fromArray(blocks.map((block, i) => (i === 7 ? bold : block))))
    expect(sharing(formed, one).eq(formed)).toBe(true)
  })
})

describe('what is laid over a document', () => {
  const doc = numbered(1_000, 'block')
  const size = doc.child(0).nodeSize
  const over = (every: number) =>
    Array.from({ length: Math.floor(900 / every) }, (_, i) =>
      Decoration.inline(i * every * size + 1, i * every * size + 3, {}),
    )

  it('[SB3] is drawn in and around what is in sight where it is much, else everywhere', () => {
    const much = new Layers(DecorationSet.empty, over(1))
    const found = much.drawn(doc, { from: 100, to: 120 }).find()
    expect(found.length).toBeGreaterThanOrEqual(20)
    expect(found.length).toBeLessThan(30)
    const start = textsOf(doc)
      .slice(0, 100)
      .reduce((sum, text) => sum + text.length + 2, 0)
    for (const { from } of found) expect(from).toBeGreaterThanOrEqual(start - 2 * size)
    expect(new Layers(DecorationSet.empty, over(9)).drawn(doc, { from: 100, to: 120 }).find()).toHaveLength(100)
  })
})

it('[SB4] spells are told in few numbers, and are the same', () => {
  const random = new Random(3)
  let [revision, at] = [0, Date.UTC(2026, 0, 1)]
  const touches = Array.from({ length: 5_000 }, () => {
    revision += 1 + random.below(4)
    at += random.below(200_000)
    const [born, died, formed] = [random.below(9), random.below(3), random.below(2)]
    return { revision, authorId: `author ${random.below(3)}`, at, born, died, formed }
  })
  const spells = spellsOf(touches)
  const packed = packedSpells(spells)
  const iso = (ms: number) => new Date(ms).toISOString()
  const told = spells.map(spell => ({ ...spell, start: iso(spell.start), end: iso(spell.end) }))
  expect(unpackedSpells(JSON.parse(JSON.stringify(packed)))).toEqual(told)
  expect(JSON.stringify(packed).length * 4).toBeLessThan(JSON.stringify(told).length)
})

it('[SB5] while one drags through a long past only so many whole documents are kept', async () => {
  const asked: number[] = []
  const document = (revision: number) => numbered(3, `at ${revision}`)
  const source: Source = {
    keyframe: async (revision): Promise<DocumentAt> => {
      asked.push(revision)
      const doc = document(revision).toJSON()
      return { revision, doc, title: '', recordedAt: '2026-01-01T00:00:00.000Z', author: 'a', authors: [] }
    },
    events: async () => ({ events: [], authors: [] }),
  }
  const player = new Player(source, 1_000_000)
  for (let i = 0; i < 60; i++) expect((await player.load(1 + i * 10_000)).doc.eq(document(1 + i * 10_000))).toBe(true)
  expect(asked).toHaveLength(60)
  await player.load(1 + 59 * 10_000)
  expect(asked).toHaveLength(60)
  await player.load(1)
  expect(asked).toHaveLength(61)
})
