import type { Bucket } from '@/lib/protocol/http'
import { chunkSize, type Entry, type Sum } from '@/server/projections/timeline'

/** What is known of a chunk without its entries. */
export type ChunkSum = {
  fromRevision: number
  toRevision: number
  startAt: number
  endAt: number
  authors: readonly string[]
  by: readonly Sum[]
}

/** How a stretch of the past is cut: by revisions or by time (ms), both ends included. */
export type Cut = { by: 'revision' | 'time'; from: number; to: number; width: number }

/**
 * Cuts a stretch into at most so many equal buckets. Wider ones than a chunk are whole chunks wide, so that nearly
 * everything is answered from sums.
 */
export function cutInto(by: Cut['by'], from: number, to: number, buckets: number): Cut {
  const width = Math.max(1, Math.ceil((to - from + 1) / buckets))
  const wide = by === 'revision' && width > chunkSize
  return { by, from, to, width: wide ? Math.ceil(width / chunkSize) * chunkSize : width }
}

/** Whether a chunk lies in the stretch and in one bucket, so that its sums will do. */
export function isWhole(cut: Cut, chunk: ChunkSum): boolean {
  const [first, last] = cut.by === 'revision' ? [chunk.fromRevision, chunk.toRevision] : [chunk.startAt, chunk.endAt]
  return first >= cut.from && last <= cut.to && indexOf(cut, first) === indexOf(cut, last)
}

function indexOf({ from, width }: Cut, place: number): number {
  return Math.floor((place - from) / width)
}

type Filling = { from: number; to: number; start: number; end: number; by: Map<string, Sum> }

/**
 * Adds up activity by bucket and author. Buckets in which nothing happened are left out.
 * @param entriesOf the entries of those chunks that aren't whole
 */
export function fillBuckets(
  cut: Cut,
  chunks: readonly ChunkSum[],
  entriesOf: (chunk: ChunkSum) => readonly Entry[],
): Bucket[] {
  const buckets = new Map<number, Filling>()
  const add = (place: number, from: number, to: number, start: number, end: number): Filling => {
    const index = indexOf(cut, place)
    const bucket = buckets.get(index) ?? { from, to, start, end, by: new Map<string, Sum>() }
    buckets.set(index, bucket)
    bucket.to = to
    bucket.end = end
    return bucket
  }
  for (const chunk of chunks) {
    const { fromRevision, toRevision, startAt, endAt, authors, by } = chunk
    if (isWhole(cut, chunk)) {
      const bucket = add(cut.by === 'revision' ? fromRevision : startAt, fromRevision, toRevision, startAt, endAt)
      by.forEach((sum, i) => {
        count(bucket.by, authors[i]!, sum)
      })
      continue
    }
    entriesOf(chunk).forEach(([author, ms, ...sum], i) => {
      const [revision, at] = [fromRevision + i, startAt + ms]
      const place = cut.by === 'revision' ? revision : at
      if (place < cut.from || place > cut.to || revision > toRevision) return
      count(add(place, revision, revision, at, at).by, authors[author]!, sum)
    })
  }
  return [...buckets].map(([index, bucket]) => answer(cut, index, bucket))
}

function count(
  by: Map<string, Sum>,
  authorId: string,
  [edits, inserted, deleted]: readonly [number, number, number],
): void {
  const sum = by.get(authorId)
  if (!sum) {
    by.set(authorId, [edits, inserted, deleted])
    return
  }
  sum[0] += edits
  sum[1] += inserted
  sum[2] += deleted
}

// A slice of time says where it begins and ends, a run of revisions when its first and its last were recorded.
function answer(cut: Cut, index: number, { from, to, start, end, by }: Filling): Bucket {
  const slice = cut.from + index * cut.width
  const [first, last] = cut.by === 'time' ? [slice, slice + cut.width] : [start, end]
  return {
    from,
    to,
    start: new Date(first).toISOString(),
    end: new Date(last).toISOString(),
    by: [...by].map(([authorId, [edits, inserted, deleted]]) => ({ authorId, edits, inserted, deleted })),
  }
}
