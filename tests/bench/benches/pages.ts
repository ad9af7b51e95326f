import { brotliDecompressSync } from 'node:zlib'
import { decodePage } from '@/lib/history/pages/decode'
import { encodePage } from '@/lib/history/pages/encode'
import { compressed } from '@/server/packing/pack'
import { quantile } from '../../support/quantiles'
import type { Bench, Round } from '../bench'
import { asRecorded, paper } from '../paper'

const pageSize = 1_000
const count = 100

export const bench: Bench = {
  about: `Packing and unpacking ${count} pages of automerge-paper, ${pageSize} revisions each, on one thread`,
  rounds: 5,
  figures: [
    { name: 'decode', unit: 'events/s', goal: { atLeast: 500_000 } },
    { name: 'decode a page p50', unit: 'ms' },
    { name: 'decode a page p99', unit: 'ms', goal: { atMost: 5 } },
    { name: 'unpack brotli before it p50', unit: 'ms' },
    { name: 'parse the same as JSON p50', unit: 'ms' },
    { name: 'encode a page p50', unit: 'ms' },
    { name: 'encode a page p99', unit: 'ms' },
    { name: 'compress a page p50', unit: 'ms' },
  ],
  async open(stage) {
    const events = asRecorded(Array.from(paper(stage.say, pageSize * count), ({ event }) => event))
    const pages = Array.from({ length: Math.ceil(events.length / pageSize) }, (_, i) =>
      events.slice(i * pageSize, (i + 1) * pageSize),
    )
    const encoded = pages.map(page => encodePage(page).page)
    const json = pages.map(page => JSON.stringify(page))
    const measure = (): Round => {
      const encoding = timed(pages, encodePage)
      const decoding = timed(encoded, decodePage)
      const parsing = timed(json, text => JSON.parse(text))
      return {
        decode: events.length / (decoding.reduce((sum, time) => sum + time, 0) / 1_000),
        'decode a page p50': quantile(decoding, 0.5),
        'decode a page p99': quantile(decoding, 0.99),
        'parse the same as JSON p50': quantile(parsing, 0.5),
        'encode a page p50': quantile(encoding, 0.5),
        'encode a page p99': quantile(encoding, 0.99),
      }
    }
    measure()
    return {
      async round() {
        const packed: Uint8Array[] = []
        const times: number[] = []
        for (const page of pages) {
          const encoded = encodePage(page)
          const began = performance.now()
          packed.push(await compressed(encoded))
          times.push(performance.now() - began)
        }
        const unpacking = timed(packed, brotliDecompressSync)
        return {
          ...measure(),
          'compress a page p50': quantile(times, 0.5),
          'unpack brotli before it p50': quantile(unpacking, 0.5),
        }
      },
    }
  },
}

/** Times some work on each item. What it makes is let go of at once, as a reader does who looks at one page after another. */
function timed<T>(items: readonly T[], work: (item: T) => unknown): number[] {
  return items.map(item => {
    const began = performance.now()
    work(item)
    return performance.now() - began
  })
}
