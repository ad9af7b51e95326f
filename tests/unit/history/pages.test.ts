import { readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { RecordedEvent } from '@/lib/document/events'
import { ByteWriter } from '@/lib/history/pages/bytes'
import { crc32 } from '@/lib/history/pages/crc32'
import { decodePage, PageFault } from '@/lib/history/pages/decode'
import { encodePage } from '@/lib/history/pages/encode'
import { pageVersion } from '@/lib/history/pages/layout'
import { commandIds } from '@/lib/replica/command-ids'
import { toPosition } from '@/server/event-store/position'
import { goldenEvents } from '../../support/golden'
import { Random } from '../../support/random'

type Golden = { page: string; events: RecordedEvent[] }
const golden = (version: number) => JSON.parse(readFileSync(`tests/golden/page-${version}.json`, 'utf8')) as Golden[]

/** A page with a right checksum around whatever is written into it. */
function page(write: (to: ByteWriter) => unknown): Uint8Array {
  const body = new ByteWriter()
  write(body)
  const bytes = Uint8Array.from([pageVersion, 0, 0, 0, 0, ...body.end()])
  new DataView(bytes.buffer).setUint32(1, crc32(bytes.subarray(5)))
  return bytes
}

const numbers = (to: ByteWriter, ...all: number[]) => {
  for (const number of all) to.number(number)
}

describe('packed pages', () => {
  test('[PK4] the golden page of every layout is read as the events that it was made of', () => {
    const versions = readdirSync('tests/golden').flatMap(file => file.match(/^page-(\d+)\.json$/)?.[1] ?? [])
    expect(versions.map(Number)).toContain(pageVersion)
    for (const version of versions)
      for (const { page, events } of golden(Number(version)))
        expect(decodePage(Buffer.from(page, 'base64'))).toEqual(events)
  })

  test('[PK4] the same events pack into the same bytes', () => {
    for (const { page, events } of golden(pageVersion))
      expect(Buffer.from(encodePage(events).page).toString('base64')).toBe(page)
  })

  test('[PK1] texts that encodings like to change come back as they were', () => {
    const [created] = goldenEvents() as [RecordedEvent]
    const letters = ['\ufeff', '\ud83d', '\ude00', '\u0000', '😀', 'e\u0301', '']
    for (const title of letters) {
      const texts = [title, ...letters]
      const steps = texts.map(text => ({
        stepType: 'replace',
        from: 1,
        to: 1,
        slice: { content: [{ type: 'text', text }] },
      }))
      const events = [{ ...created, type: 'ContentEdited', data: { steps, origin: title } } as unknown as RecordedEvent]
      expect(decodePage(encodePage(events).page)).toEqual(events)
    }
  })

  test('[PK5] another layout is refused by its first byte, before anything else is believed', () => {
    const [{ page: text }] = golden(pageVersion) as [Golden]
    const other = Uint8Array.from(Buffer.from(text, 'base64'))
    other[0] = pageVersion + 1
    expect(() => decodePage(other)).toThrow(`version ${pageVersion + 1}`)
    expect(() => decodePage(new Uint8Array())).toThrow(PageFault)
  })

  test('[PK3] a page that promises much is refused before room is made for it', () => {
    const id = new Uint8Array(16)
    const start = (to: ByteWriter, count: number) => {
      to.number(count)
      to.bytes(id)
      to.number(1)
    }
    // One head, of edits by one author, for all events; then no symbols, no times, five columns without exceptions.
    const edits = (to: ByteWriter, count: number) => {
      start(to, count)
      to.number(1)
      to.bytes(id)
      numbers(to, 0, 1, 4, 0, 8, 1, 0, 11, 1, 0, count - 1)
    }
    const bombs: [string, (to: ByteWriter) => unknown][] = [
      ['more events than a page takes', to => start(to, 2 ** 50)],
      ['more events than a page takes', to => start(to, 1_001)],
      ['more than it holds', to => [start(to, 1), to.number(2 ** 40)]],
      ['refers to what it has not', to => [start(to, 1), numbers(to, 0, 0, 1, 4, 0)]],
      ['runs are longer', to => [start(to, 1), numbers(to, 0, 0, 1, 1, 1, 0, 2 ** 40)]],
      [
        'no such steps',
        to => {
          edits(to, 1)
          numbers(to, 0, 1_000_000, 0, 0, 0, 0, 0)
          to.bytes(id)
          numbers(to, 1, 0, 2 ** 41)
        },
      ],
    ]
    for (const [why, write] of bombs) expect(() => decodePage(page(write))).toThrow(why)
  })

  test('[PK3] a small page that would unpack into much more than it is worth is refused', () => {
    const [created] = goldenEvents() as [RecordedEvent]
    const step = { stepType: 'x', filling: 'y'.repeat(500_000) }
    const data = { steps: Array(150).fill(step), origin: 'typed' }
    const { page } = encodePage([{ ...created, type: 'ContentEdited', data } as RecordedEvent])
    expect(page.length).toBeLessThan(600_000)
    expect(() => decodePage(page)).toThrow('more than can be unpacked')
  })

  test('[PK6] a thousand typed letters take less than two bytes and a half each, compressed, with who, when and where', () => {
    const random = new Random(3)
    const newId = commandIds(random.bytes(10))
    const [created] = goldenEvents() as [RecordedEvent]
    let at = Date.UTC(2026, 0, 1)
    const typed = Array.from({ length: 1_000 }, (_, i) => {
      at += 60 + random.below(200)
      const text = random.pick([...'the river heron waits below'])
      const step = { stepType: 'replace', from: 9 + i, to: 9 + i, slice: { content: [{ type: 'text', text }] } }
      const data = { steps: [step], origin: 'typed' }
      const recordedAt = new Date(at).toISOString()
      const position = toPosition({ logEpoch: 1, xid: BigInt(900 + 3 * i), sequence: BigInt(70 + i) })
      const header = { revision: 2 + i, position, baseRevision: 1 + i, commandId: newId(), recordedAt }
      return { ...created, ...header, type: 'ContentEdited', data } as RecordedEvent
    })
    const { page } = encodePage(typed)
    expect(decodePage(page)).toEqual(typed)
    expect(brotliCompressSync(page).length).toBeLessThan(2_500)
  })
})
