import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ListQuery, listQuery, type SessionsQuery, sessionsQuery, timelineQuery } from '@/lib/protocol/http'
import { documentProjection } from '@/server/projections/document'
import { timelineProjection } from '@/server/projections/timeline'
import { type Queries, queries } from '@/server/queries'
import { catchUp, projectionRig, type Rig } from '../support/projections'
import { paragraphs, Scribe } from '../support/scribe'

let rig: Rig
let ask: Queries
beforeAll(async () => {
  rig = await projectionRig()
  ask = queries(rig.prisma)
})
afterAll(() => rig.close())

const settle = () => catchUp(rig, documentProjection, timelineProjection)
const visit = (authorId: string, documentId: string) =>
  rig.prisma.visit.create({ data: { authorId, documentId, revision: 1, visitedAt: new Date() } })

async function made(author: string, title: string, ...texts: string[]): Promise<Scribe> {
  const scribe = new Scribe(rig.store, undefined, author)
  await scribe.create(title, paragraphs(...(texts.length > 0 ? texts : [''])))
  return scribe
}

async function titles(authorId: string, query: Partial<Record<keyof ListQuery, string>> = {}): Promise<string[]> {
  const { documents } = await ask.listDocuments(authorId, listQuery.parse(query))
  return documents.map(document => document.title)
}

describe('the list', () => {
  test('[QR1] holds one’s own documents and those one has opened, and no others', async () => {
    const [anna, ben] = [randomUUID(), randomUUID()]
    await made(anna, 'Mine', 'secret plan')
    const opened = await made(ben, 'Opened', 'secret plan')
    const foreign = await made(ben, 'Foreign', 'secret plan')
    await visit(ben, foreign.documentId)
    await visit(anna, opened.documentId)
    await rig.prisma.author.create({ data: { authorId: ben, name: 'Ben', color: 'red' } })
    await settle()
    expect((await titles(anna)).sort()).toEqual(['Mine', 'Opened'])
    expect((await titles(anna, { query: 'secret' })).sort()).toEqual(['Mine', 'Opened'])
    expect(await titles(anna, { query: 'Foreign' })).toEqual([])
    const { documents, authors } = await ask.listDocuments(anna, listQuery.parse({ sort: 'title' }))
    expect(documents).toEqual([
      expect.objectContaining({ title: 'Mine', role: 'owner', revision: 1, excerpt: 'secret plan', lastAuthor: anna }),
      expect.objectContaining({ documentId: opened.documentId, role: 'editor', lastAuthor: ben }),
    ])
    expect(authors).toEqual([{ authorId: ben, name: 'Ben', color: 'red' }])
  })

  test('[QR2] shows trashed documents in the trash only, and only to their owner', async () => {
    const [anna, ben] = [randomUUID(), randomUUID()]
    const scribe = await made(anna, 'Old')
    await visit(ben, scribe.documentId)
    await scribe.record({ type: 'DocumentTrashed', data: {} })
    await settle()
    expect(await titles(anna)).toEqual([])
    expect(await titles(ben)).toEqual([])
    expect(await titles(anna, { trashed: 'true' })).toEqual(['Old'])
    expect(await titles(ben, { trashed: 'true' })).toEqual([])
  })

  test('[QR3] pages through every sort order, each document once, ties included', async () => {
    const anna = randomUUID()
    const names = ['b', 'A', 'c', 'B', 'a', 'B', '']
    const scribes = await Promise.all(names.map(name => made(anna, name)))
    scribes[2]!.now += 60_000
    await scribes[2]!.type('later')
    await settle()
    const paged = async (sort: string) => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await ask.listDocuments(anna, listQuery.parse({ sort, limit: 2, cursor }))
        seen.push(...page.documents.map(document => document.title))
        cursor = page.cursor
      } while (cursor)
      return seen
    }
    expect((await paged('title')).map(title => title.toLowerCase())).toEqual(['', 'a', 'a', 'b', 'b', 'b', 'c'])
    expect((await paged('updated'))[0]).toBe('c')
    for (const sort of ['updated', 'created']) expect((await paged(sort)).sort()).toEqual([...names].sort())
    const { cursor } = await ask.listDocuments(anna, listQuery.parse({ sort: 'title', limit: 1 }))
    for (const foreign of [
      { sort: 'updated', cursor },
      { sort: 'title', cursor: 'nonsense' },
    ])
      await expect(ask.listDocuments(anna, listQuery.parse(foreign))).rejects.toThrow(RangeError)
  })

  test('[QR4] finds words by their beginning, all of them, and any part of a title', async () => {
    const anna = randomUUID()
    await made(anna, 'Holiday plans', 'We drive to Ljubljana', 'in summer')
    await made(anna, 'Budget', 'Ljubljana costs 1.250 €', 'well-known')
    await settle()
    expect((await titles(anna, { query: 'LJUB' })).sort()).toEqual(['Budget', 'Holiday plans'])
    expect(await titles(anna, { query: 'ljub sum' })).toEqual(['Holiday plans'])
    expect(await titles(anna, { query: 'holi ljub' })).toEqual(['Holiday plans'])
    expect(await titles(anna, { query: 'iday pl' })).toEqual(['Holiday plans'])
    expect(await titles(anna, { query: 'ummer' })).toEqual([])
    expect(await titles(anna, { query: '1.250' })).toEqual(['Budget'])
    expect(await titles(anna, { query: 'well-kn' })).toEqual(['Budget'])
    expect(await titles(anna, { query: 'known-well' })).toEqual([])
    for (const query of [`' | 'x`, '%', '_', '\\', ':*', '& !', "'; drop"])
      expect(await titles(anna, { query })).toEqual([])
  })

  test('[QR5] says in each hit where it is', async () => {
    const anna = randomUUID()
    await made(anna, 'Needles', `${'hay '.repeat(200)}needle ${'hay '.repeat(200)}`)
    await settle()
    const { documents } = await ask.listDocuments(anna, listQuery.parse({ query: 'needle' }))
    const found = documents[0]!.matches!.map(({ text, ranges }) => ranges.map(([from, to]) => text.slice(from, to)))
    expect(found).toEqual([['Needle'], ['needle']])
  })

  test('[QR6] finds any run of characters in a script without spaces', async () => {
    const anna = randomUUID()
    await made(anna, '旅', '東京都に行きます')
    await made(anna, '宿', '都の京')
    await settle()
    expect(await titles(anna, { query: '京都' })).toEqual(['旅'])
  })
})

/** A document with some hundred revisions by three authors, with pauses. */
async function busy(): Promise<Scribe> {
  const scribe = new Scribe(rig.store)
  const authors = [randomUUID(), randomUUID(), randomUUID()]
  await scribe.create()
  for (let i = 0; i < 620; i++) {
    scribe.author = authors[i % 7 === 0 ? 2 : Math.floor(i / 100) % 2]!
    if (i % 97 === 0) scribe.now += 30 * 60_000
    if (i % 5 === 4) await scribe.edit(transform => transform.delete(1, 2 + (i % 3)))
    else await scribe.type('abcd'.slice(i % 3))
  }
  await scribe.name(300, 'Good')
  await settle()
  return scribe
}

describe('the timeline', () => {
  let scribe: Scribe
  beforeAll(async () => {
    scribe = await busy()
  })
  const timeline = async (query: object) => (await ask.timeline(scribe.documentId, timelineQuery.parse(query)))!

  test('[QR7] adds up to what the log holds, for any stretch, by revision and by time', async () => {
    const lengths = new Map<number, number>()
    let length = 0
    for (const event of scribe.events) {
      if (event.type === 'ContentEdited')
        for (const step of event.data.steps as unknown as {
          from: number
          to: number
          slice?: { content: { text: string }[] }
        }[])
          length += (step.slice?.content[0]?.text.length ?? 0) - (step.to - step.from)
      lengths.set(event.revision, length)
    }
    const last = scribe.events.length
    const revision = fc.integer({ min: 1, max: last })
    await fc.assert(
      fc.asyncProperty(
        revision,
        revision,
        fc.integer({ min: 1, max: 700 }),
        fc.boolean(),
        async (x, y, count, byTime) => {
          const [from, to] = [Math.min(x, y), Math.max(x, y)]
          const at = (n: number) => scribe.events[n - 1]!.recordedAt
          const query = byTime ? { by: 'time', from: at(from), to: at(to) } : { from: String(from), to: String(to) }
          const { buckets } = await timeline({ ...query, buckets: count })
          const sums = buckets.flatMap(({ by }) => by)
          const grown = sums.reduce((sum, { inserted, deleted }) => sum + inserted - deleted, 0)
          expect(grown).toBe(lengths.get(to)! - (lengths.get(from - 1) ?? 0))
          const edits = scribe.events.slice(from - 1, to).filter(event => event.type === 'ContentEdited').length
          expect(sums.reduce((sum, part) => sum + part.edits, 0)).toBe(edits)
          expect([buckets[0]!.from, buckets.at(-1)!.to]).toEqual([from, to])
        },
      ),
      { numRuns: 60 },
    )
  })

  test('[QR8] goes down to single revisions, at most as many buckets as asked for, side by side', async () => {
    const { buckets } = await timeline({ from: '250', to: '260' })
    expect(buckets.map(({ from, to }) => [from, to])).toEqual(Array.from({ length: 11 }, (_, i) => [250 + i, 250 + i]))
    expect(buckets.map(({ start }) => start)).toEqual(scribe.events.slice(249, 260).map(event => event.recordedAt))
    const slices = await timeline({ by: 'time', buckets: 50 })
    expect(slices.buckets.length).toBeLessThanOrEqual(50)
    for (const [i, bucket] of slices.buckets.slice(1).entries()) {
      expect(bucket.from).toBe(slices.buckets[i]!.to + 1)
      expect(bucket.start >= slices.buckets[i]!.end).toBe(true)
    }
    expect((await timeline({ from: '700', to: '900' })).buckets).toEqual([])
  })

  test('[RV1] tells the breaks between sessions in a stretch', async () => {
    const at = (revision: number) => scribe.events[revision - 1]!.recordedAt
    const breaks = (...afters: number[]) => afters.map(after => ({ after, start: at(after), end: at(after + 1) }))
    expect((await timeline({})).pauses).toEqual(breaks(1, 98, 195, 292, 389, 486, 583))
    expect((await timeline({ from: '150', to: '300' })).pauses).toEqual(breaks(195, 292))
    expect((await timeline({ by: 'time', from: at(150), to: at(300) })).pauses).toEqual(breaks(195, 292))
    expect((await timeline({ from: '100', to: '120' })).pauses).toEqual([])
  })

  test('[QR9] names authors, versions and restores, and answers null where there is no document', async () => {
    const [first] = scribe.events
    await rig.prisma.author.create({ data: { authorId: first!.authorId, name: 'First', color: 'blue' } })
    const answer = await timeline({ buckets: 10 })
    expect(answer).toMatchObject({ head: 622, historyEpoch: 1, schemaVersion: 1, restores: [] })
    expect(answer.pages).toEqual([{ n: 1, from: 1, to: 622, bytes: expect.any(Number) }])
    expect(answer.authors).toEqual([{ authorId: first!.authorId, name: 'First', color: 'blue' }])
    expect(answer.versions).toEqual([
      { revision: 300, name: 'Good', authorId: scribe.author, at: scribe.events.at(-1)!.recordedAt },
    ])
    expect(await ask.timeline(randomUUID(), timelineQuery.parse({}))).toBeNull()
  })

  test('[QR10] lists sessions newest first, page by page, of one author, or with a named version', async () => {
    const sessions = async (query: object): Promise<SessionsQuery & { froms: number[]; next: string | undefined }> => {
      const parsed = sessionsQuery.parse(query)
      const answer = (await ask.sessions(scribe.documentId, parsed))!
      return { ...parsed, froms: answer.sessions.map(({ from }) => from), next: answer.cursor }
    }
    const all = (await sessions({})).froms
    expect(all).toEqual([...Array.from({ length: 7 }, (_, i) => i * 97 + 2), 1].sort((a, b) => b - a))
    const first = await sessions({ limit: 5 })
    const second = await sessions({ limit: 5, cursor: first.next })
    expect([...first.froms, ...second.froms]).toEqual(all)
    expect(second.next).toBeUndefined()
    expect((await sessions({ author: scribe.events[0]!.authorId })).froms).toEqual([1])
    expect((await sessions({ named: 'true' })).froms).toEqual([293])
    await expect(sessions({ cursor: 'x' })).rejects.toThrow(RangeError)
    expect(await ask.sessions(randomUUID(), sessionsQuery.parse({}))).toBeNull()
  })
})

test('[QR11] the first paint needs one row', async () => {
  const scribe = await made(randomUUID(), 'Seen', 'first', 'paint')
  await settle()
  expect(await ask.documentView(scribe.documentId)).toEqual({
    damagedFrom: null,
    documentId: scribe.documentId,
    title: 'Seen',
    html: '<p>first</p><p>paint</p>',
    trashed: false,
    revision: 1,
    updatedAt: scribe.events[0]!.recordedAt,
  })
  expect(await ask.documentView(randomUUID())).toBeNull()
})

test('[QR12] a million revisions are summed up in a fraction of a second', async () => {
  const [documentId, author] = [randomUUID(), randomUUID()]
  await rig.prisma.$executeRaw`
    INSERT INTO timeline_activity (document_id, from_revision, to_revision, start_at, end_at, authors, by, entries)
    SELECT ${documentId}::uuid, n * 256 + 1, n * 256 + 256, to_timestamp(1.7e9 + n * 256), to_timestamp(1.7e9 + n * 256 + 255),
      ARRAY[${author}::uuid], '[[256, 512, 256]]',
      (SELECT jsonb_agg(jsonb_build_array(0, i * 1000, 1, 2, 1) ORDER BY i) FROM generate_series(0, 255) i)
    FROM generate_series(0, 3906) n`
  await rig.prisma.stream.create({ data: { streamId: documentId, type: 1, revision: 3_907 * 256 } })
  for (const by of ['revision', 'time'] as const) {
    const began = performance.now()
    const { buckets } = (await ask.timeline(documentId, timelineQuery.parse({ by })))!
    const took = performance.now() - began
    expect(buckets.reduce((sum, { by: [part] }) => sum + part!.inserted, 0)).toBe(3_907 * 512)
    expect(took).toBeLessThan(1_000)
  }
  const { buckets } = (await ask.timeline(documentId, timelineQuery.parse({ from: '500000', to: '500009' })))!
  expect(buckets.map(({ from }) => from)).toEqual(Array.from({ length: 10 }, (_, i) => 500_000 + i))
})
