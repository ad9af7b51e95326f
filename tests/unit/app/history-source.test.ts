import { afterEach, expect, test, vi } from 'vitest'
import { historySource } from '@/app/_client/history-source'
import type { RecordedEvent } from '@/lib/document/events'
import { encodePage } from '@/lib/history/pages/encode'
import { someHistory } from '../../support/pages'
import { Random } from '../../support/random'

afterEach(() => vi.unstubAllGlobals())

const all = someHistory(new Random(4), 60).map((event, i) => ({ ...event, revision: i + 1 }) as RecordedEvent)
const pages = [
  { n: 1, from: 1, to: 20, bytes: 9 },
  { n: 2, from: 21, to: 50, bytes: 9 },
  { n: 3, from: 51, to: 60, bytes: 9 },
]

/** A server that counts what it's asked; `page` is what it answers for a page. */
function serve(page: (n: number) => Response) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path.replace(/^.*\/(history\/pages|events)/, '$1'))
    const url = new URL(path, 'http://localhost')
    const n = Number(/pages\/(\d+)$/.exec(url.pathname)?.[1] ?? 0)
    if (n > 0) return page(n)
    const from = Number(url.searchParams.get('from'))
    return Response.json({ events: all.slice(from - 1, from - 1 + Number(url.searchParams.get('limit'))), authors: [] })
  })
  return asked
}

const source = () =>
  historySource(
    'a',
    '1.1',
    () => {},
    () => pages,
  )
const revisions = async (from: number, to: number) =>
  (await source().events(from, to)).events.map(({ revision }) => revision)
const fromTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('[UI9] the slider takes the past in packed pages, as far as each goes, and what is newer as events', async () => {
  const asked = serve(n => new Response(encodePage(all.slice(pages[n - 1]!.from - 1, pages[n - 1]!.to)).page))
  expect(await revisions(1, 40)).toEqual(fromTo(1, 20))
  expect(await revisions(25, 30)).toEqual(fromTo(25, 30))
  expect(await revisions(51, 60)).toEqual(fromTo(51, 60))
  expect(await revisions(58, 60)).toEqual(fromTo(58, 60))
  expect(asked).toEqual([
    ...[1, 2, 3].map(n => `history/pages/${n}?v=1.1`),
    // The last one is still open.
    'events?from=58&limit=3&v=1.1',
  ])
  expect((await source().events(30, 31)).events).toEqual(all.slice(29, 31))
})

test.each([
  ['is none', () => new Response('x')],
  ['is refused', () => Response.json({ error: { code: 'not_found', message: '' } }, { status: 404 })],
  ['begins elsewhere', () => new Response(encodePage(all.slice(40, 50)).page)],
])('[UI9] where a page %s, the events are asked for', async (_, page) => {
  const asked = serve(page)
  expect(await revisions(22, 24)).toEqual([22, 23, 24])
  expect(asked).toEqual(['history/pages/2?v=1.1', 'events?from=22&limit=3&v=1.1'])
})
