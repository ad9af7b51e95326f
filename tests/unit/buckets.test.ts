import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunkSize, type Entry, type Sum } from '@/server/projections/timeline'
import { type ChunkSum, cutInto, fillBuckets, isWhole } from '@/server/queries/buckets'

type Done = { revision: number; at: number; author: string; sum: Sum }

const history = fc
  .array(
    fc.record({
      author: fc.constantFrom('a', 'b', 'c'),
      pause: fc.oneof(fc.nat(2_000), fc.nat(5_000_000)),
      sum: fc.tuple(fc.nat(1), fc.nat(9), fc.nat(9)),
    }),
    { minLength: 1, maxLength: 900, size: 'max' },
  )
  .map(events => {
    let at = 1_700_000_000_000
    return events.map(({ author, pause, sum }, i): Done => {
      at += pause
      return { revision: i + 1, at, author, sum }
    })
  })

function chunked(events: readonly Done[]): { chunk: ChunkSum; entries: Entry[] }[] {
  const chunks = []
  for (let from = 0; from < events.length; from += chunkSize) {
    const part = events.slice(from, from + chunkSize)
    const authors = [...new Set(part.map(({ author }) => author))]
    const [first, last] = [part[0]!, part.at(-1)!]
    const by = authors.map(author => total(part.filter(event => event.author === author)))
    const entries = part.map(({ author, at, sum }): Entry => [authors.indexOf(author), at - first.at, ...sum])
    const chunk: ChunkSum = {
      fromRevision: first.revision,
      toRevision: last.revision,
      startAt: first.at,
      endAt: last.at,
      authors,
      by,
    }
    chunks.push({ chunk, entries })
  }
  return chunks
}

function total(sums: readonly { sum: Sum }[]): Sum {
  return sums.reduce<Sum>(([e, i, d], { sum }) => [e + sum[0], i + sum[1], d + sum[2]], [0, 0, 0])
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const mode = fc.constantFrom('revision' as const, 'time' as const)

test('[QR7] buckets add up to what happened in the stretch, author by author', () => {
  fc.assert(
    fc.property(history, mode, fraction, fraction, fc.integer({ min: 1, max: 300 }), (events, by, x, y, count) => {
      const place = (event: Done) => (by === 'revision' ? event.revision : event.at)
      const [low, high] = [place(events[0]!), place(events.at(-1)!)]
      const [from, to] = [x, y].sort((a, b) => a - b).map(share => Math.round(low + (high - low) * share)) as [
        number,
        number,
      ]
      const cut = cutInto(by, from, to, count)
      const chunks = chunked(events)
      const entriesOf = new Map(chunks.map(({ chunk, entries }) => [chunk, entries]))
      const near = chunks.map(({ chunk }) => chunk)
      const buckets = fillBuckets(cut, near, chunk => {
        if (isWhole(cut, chunk)) throw new Error('A whole chunk needs no entries')
        return entriesOf.get(chunk)!
      })
      const inside = events.filter(event => place(event) >= from && place(event) <= to)
      for (const author of ['a', 'b', 'c']) {
        const parts = buckets.flatMap(bucket => bucket.by.filter(({ authorId }) => authorId === author))
        const sums = parts.map(({ edits, inserted, deleted }) => ({ sum: [edits, inserted, deleted] as Sum }))
        expect(total(sums)).toEqual(total(inside.filter(event => event.author === author)))
      }
      expect(buckets.length).toBeLessThanOrEqual(count)
      expect(buckets.reduce((sum, bucket) => sum + bucket.to - bucket.from + 1, 0)).toBe(inside.length)
      for (const [i, bucket] of buckets.entries()) {
        if (i > 0) expect(bucket.from).toBe(buckets[i - 1]!.to + 1)
        expect(bucket.start <= bucket.end).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('[QR8] few revisions are shown one by one; many in runs of whole chunks', () => {
  expect(cutInto('revision', 1, 10, 200).width).toBe(1)
  expect(cutInto('revision', 1, 1_000_000, 200).width % chunkSize).toBe(0)
  expect(cutInto('revision', 5, 204, 100).width).toBe(2)
})
