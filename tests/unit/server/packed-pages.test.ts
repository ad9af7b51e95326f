import { brotliDecompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { RecordedEvent } from '@/lib/document/events'
import { decodePage } from '@/lib/history/pages/decode'
import { encodePage } from '@/lib/history/pages/encode'
import { mostBytes } from '@/lib/history/pages/layout'
import { compressed, type PackAnswer, type PackJob } from '@/server/packing/pack'
import { PackedPages } from '@/server/packing/packed-pages'
import { addToPages, type Page } from '@/server/projections/timeline-pages'
import { deferred } from '@/server/promises'
import { someHistory, uuidOf } from '../../support/pages'
import { Random } from '../../support/random'

const megabyte = 1024 * 1024

/** A history of titles that nothing makes smaller, of so many bytes each in turn. */
function heavyHistory(random: Random, count: number, sizes: readonly number[]): RecordedEvent[] {
  const [created] = someHistory(random, 1) as [RecordedEvent]
  return Array.from({ length: count }, (_, i) => {
    const title = Buffer.from(random.bytes(sizes[i % sizes.length]!)).toString('base64')
    return { ...created, revision: i + 1, commandId: uuidOf(random), type: 'DocumentRenamed', data: { title } }
  })
}

describe('the table of pages', () => {
  test('[PK12] a page ends at a thousand revisions or a megabyte, and what is larger comes alone', () => {
    const random = new Random(5)
    const events = heavyHistory(random, 40, [10, 300_000, 20, 900_000, 400_000, 30])
    const pages = addToPages([], events)
    expect(pages.flatMap(({ fromRevision, toRevision }) => toRevision - fromRevision)).toContain(0)
    let next = 1
    for (const [i, { n, fromRevision, toRevision, bytes }] of pages.entries()) {
      expect([n, fromRevision]).toEqual([i + 1, next])
      const held = events.slice(fromRevision - 1, toRevision)
      expect(bytes).toBe(held.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0))
      if (held.length > 1) expect(bytes).toBeLessThanOrEqual(mostBytes)
      next = toRevision + 1
    }
    expect(next).toBe(41)
    const light = addToPages([], heavyHistory(random, 2_001, [3]))
    expect(light.map(page => page.toRevision)).toEqual([1_000, 2_000, 2_001])
  })

  test('[PK12] is the same however the events come', () => {
    const random = new Random(6)
    const events = heavyHistory(random, 300, [9_000, 20, 40_000])
    let [open, rest, finished]: [Page[], typeof events, Page[]] = [[], events, []]
    while (rest.length > 0) {
      const some = 1 + random.below(40)
      const pages = addToPages(open, rest.slice(0, some))
      finished = [...finished, ...pages.slice(0, -1)]
      open = pages.slice(-1)
      rest = rest.slice(some)
    }
    expect([...finished, ...open]).toEqual(addToPages([], events))
  })

  test('[PK12] packed, a page is a megabyte at most, whatever is in it', async () => {
    const random = new Random(8)
    for (const size of [0, 300, 20_000, 230_000]) {
      const events = heavyHistory(random, Math.min(1_000, Math.ceil(megabyte / (size + 1))), [size])
      const { toRevision } = addToPages([], events)[0]!
      const encoded = encodePage(events.slice(0, toRevision))
      const page = await compressed(encoded)
      expect([size, Math.max(page.length, encoded.page.length) <= megabyte]).toEqual([size, true])
      expect(decodePage(brotliDecompressSync(page))).toHaveLength(toRevision)
    }
  })
})

describe('pages that are kept', () => {
  const page = (n: number, more: object = {}) => ({
    documentId: 'a',
    historyEpoch: 1,
    from: n,
    to: n,
    full: true,
    ...more,
  })
  const rig = (most?: number) => {
    const asked: PackJob[] = []
    const pack = async (job: PackJob): Promise<PackAnswer> => {
      asked.push(job)
      return { page: new Uint8Array(10), to: job.to }
    }
    return { asked, pages: new PackedPages(pack, most) }
  }

  test('[PK13] a full page is made once, an open one each time, and each history has its own', async () => {
    const { asked, pages } = rig()
    await Promise.all([pages.get(page(1)), pages.get(page(1))])
    await pages.get(page(1))
    expect(asked).toHaveLength(1)
    expect([pages.keptBytes(page(1)), pages.keptBytes(page(1, { historyEpoch: 2 }))]).toEqual([10, null])
    for (let i = 0; i < 2; i++) await pages.get(page(2, { full: false }))
    await pages.get(page(1, { historyEpoch: 2 }))
    await pages.get(page(1, { documentId: 'b' }))
    expect(asked).toHaveLength(5)
  })

  test('[PK13] no more bytes are kept than may be; the longest unused goes first', async () => {
    const { asked, pages } = rig(25)
    await pages.get(page(1))
    await pages.get(page(2))
    await pages.get(page(1))
    await pages.get(page(3))
    expect([1, 2, 3].map(n => pages.keptBytes(page(n)))).toEqual([10, null, 10])
    expect(asked).toHaveLength(3)
  })

  test('[PK13] what is forgotten is made anew, also what was being made meanwhile', async () => {
    const waiting = deferred<PackAnswer>()
    const pages = new PackedPages(() => waiting.promise)
    const answer = pages.get(page(1))
    pages.forget('a')
    waiting.resolve({ page: new Uint8Array(10), to: 1 })
    await answer
    expect(pages.keptBytes(page(1))).toBeNull()
    await pages.get(page(1))
    expect(pages.keptBytes(page(1))).toBe(10)
    pages.forget('b')
    expect(pages.keptBytes(page(1))).toBe(10)
    pages.forget('a')
    expect(pages.keptBytes(page(1))).toBeNull()
  })

  test('[PK13] nothing is kept of a page that is shorter than it should be, or that could not be made', async () => {
    const answers: (PackAnswer | 'busy')[] = [{ page: new Uint8Array(9), to: 0 }, 'busy', 'unavailable']
    const pages = new PackedPages(async () => answers.shift() ?? { damagedFrom: 1, reason: '' })
    for (let i = 0; i < 4; i++) {
      await pages.get(page(1))
      expect(pages.keptBytes(page(1))).toBeNull()
    }
  })
})
