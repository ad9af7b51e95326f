import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import type { EventFeed, EventStore, NewEvent } from '@/server/event-store/event-store'
import { Random } from '../support/random'

export type StoreUnderTest = { store: EventStore & EventFeed; close(): Promise<void> }

const author = randomUUID()

/** Consecutive events of a document that say which they are. */
export function run(documentId: string, first: number, count = 1, note = ''): NewEvent[] {
  return Array.from({ length: count }, (_, i) => ({
    documentId,
    revision: first + i,
    schemaVersion,
    commandId: randomUUID(),
    baseRevision: first + i - 1,
    authorId: author,
    via: 'api',
    recordedAt: '2026-01-01T10:00:00.000Z',
    type: 'DocumentRenamed',
    data: { title: `${note}${first + i}` },
  }))
}

export const all = (store: EventStore, documentId: string) => store.read(documentId, 1, { events: 100_000 })
const revisions = (events: readonly RecordedEvent[]) => events.map(({ revision }) => revision)
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

/** What every event store promises. The feed is part of it: whatever was appended, a follower gets to see once. */
export function eventStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`the log in ${name}`, () => {
    let tested: StoreUnderTest
    let store: StoreUnderTest['store']
    beforeAll(async () => {
      tested = await make()
      store = tested.store
    })
    afterAll(() => tested.close())

    test('[ES1] gives back what was appended, with a place in the order of all events', async () => {
      const id = randomUUID()
      const data = { steps: [{ stepType: 'replace', from: 1, to: 1 }], origin: 'typed', title: 'ä漢😀"\\\n\u0001' }
      const created = { ...run(id, 1)[0]!, type: 'ContentEdited', data, via: 'seed', baseRevision: 0 } as NewEvent
      const [positions] = await store.append([[created]])
      expect(positions).toHaveLength(1)
      expect(await all(store, id)).toEqual([{ ...created, position: positions![0] }])
      expect(await store.head(id)).toEqual({ revision: 1, historyEpoch: 1 })
    })

    test('[ES1] knows nothing of a document that never was', async () => {
      expect(await store.head(randomUUID())).toBeNull()
      expect(await all(store, randomUUID())).toEqual([])
    })

    test('[FT1] tells the heads of many documents at once', async () => {
      const [two, three, none] = [randomUUID(), randomUUID(), randomUUID()]
      await store.append([run(two, 1, 2), run(three, 1, 3)])
      const heads = await store.heads([two, none, three])
      expect(heads).toEqual(
        new Map([
          [two, 2],
          [three, 3],
        ]),
      )
      expect(await store.heads([])).toEqual(new Map())
    })

    test('[ES2] takes a run only where the head is just before it, and then whole', async () => {
      const id = randomUUID()
      const append = async (events: NewEvent[]) => (await store.append([events]))[0]
      expect(await append(run(id, 2))).toBeNull()
      expect(await store.head(id)).toBeNull()
      expect(await append(run(id, 1, 3))).toHaveLength(3)
      for (const [first, count] of [
        [1, 1],
        [1, 5],
        [3, 1],
        [3, 2],
        [5, 1],
        [6, 2],
      ] as const)
        expect(await append(run(id, first, count))).toBeNull()
      expect(await append([...run(id, 4), ...run(id, 6)])).toBeNull()
      expect(await store.head(id)).toMatchObject({ revision: 3 })
      expect(await append(run(id, 4, 2))).toHaveLength(2)
      expect(revisions(await all(store, id))).toEqual(upTo(5))
    })

    test('[ES3] answers for many documents in their order, each on its own', async () => {
      const [a, b, c, d, e] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const
      await store.append([run(b, 1, 2), run(d, 1)])
      const results = await store.append([run(d, 2), run(b, 2), run(a, 1, 3), run(c, 2), run(e, 1)])
      expect(results.map(positions => positions?.length ?? null)).toEqual([1, null, 3, null, 1])
      expect(revisions(await all(store, b))).toEqual([1, 2])
      expect(revisions(await all(store, d))).toEqual([1, 2])
      expect(await store.head(c)).toBeNull()
      const [stored] = await all(store, d).then(events => events.slice(1))
      expect(stored!.position).toBe(results[0]![0])
    })

    test('[ES4] lets one of many creators win', async () => {
      const id = randomUUID()
      const runs = upTo(20).map(n => run(id, 1, 1 + (n % 3), `${n}:`))
      const results = await Promise.all(runs.map(async events => (await store.append([events]))[0]))
      const winner = results.findIndex(positions => positions !== null)
      expect(results.filter(positions => positions !== null)).toHaveLength(1)
      expect((await all(store, id)).map(({ commandId }) => commandId)).toEqual(
        runs[winner]!.map(({ commandId }) => commandId),
      )
    })

    test('[ES5] stays gapless under 20 writers racing on few documents, and stores what it said', async () => {
      const documents = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
      const stored = new Map<string, string>()
      const write = async (writer: number) => {
        const random = new Random(writer)
        for (let round = 0; round < 15; round++) {
          const mine = documents.filter(() => random.chance(0.6)).sort(() => random.next() - 0.5)
          const heads = await Promise.all(mine.map(id => store.head(id)))
          const runs = mine.map((id, i) => run(id, (heads[i]?.revision ?? 0) + 1, 1 + random.below(3), `${writer}:`))
          const results = await store.append(runs)
          results.forEach((positions, i) => {
            expect(positions === null || positions.length === runs[i]!.length).toBe(true)
            positions?.forEach((position, k) => void stored.set(position, runs[i]![k]!.commandId))
          })
        }
      }
      await Promise.all(upTo(20).map(write))
      const events = (await Promise.all(documents.map(id => all(store, id)))).map(events => {
        expect(revisions(events)).toEqual(upTo(events.length))
        return events
      })
      expect(new Map(events.flat().map(({ position, commandId }) => [position, commandId]))).toEqual(stored)
      for (const id of documents) expect((await store.head(id))!.revision).toBe(events[documents.indexOf(id)]!.length)
    })

    test('[ES6] reads from a revision on, as many events and bytes as were asked for, and at least one', async () => {
      const id = randomUUID()
      const bodies = ['x'.repeat(100), 'ä'.repeat(100), '漢'.repeat(100), 'x'.repeat(1_000), 'x']
      const events = bodies.map((title, i) => ({ ...run(id, 1 + i)[0]!, data: { title } })) as NewEvent[]
      await store.append([events])
      const size = (n: number) => Buffer.byteLength(JSON.stringify(events[n]!.data))
      const read = async (from: number, events: number, bytes?: number) =>
        revisions(await store.read(id, from, { events, ...(bytes !== undefined && { bytes }) }))
      expect(await read(2, 2)).toEqual([2, 3])
      expect(await read(5, 10)).toEqual([5])
      expect(await read(6, 10)).toEqual([])
      expect(await read(1, 10, size(0) + size(1))).toEqual([1, 2])
      expect(await read(1, 10, size(0) + size(1) - 1)).toEqual([1])
      expect(await read(2, 10, size(1) + size(2))).toEqual([2, 3])
      expect(await read(2, 10, size(1) + size(2) - 1)).toEqual([2])
      expect(await read(4, 10, 1)).toEqual([4])
      // Nothing is skipped to fit a smaller one behind.
      expect(await read(3, 10, size(2) + size(4))).toEqual([3])
    })

    test('[ES6] reads the same with less of each event', async () => {
      const id = randomUUID()
      await store.append([run(id, 1, 3)])
      const whole = await store.read(id, 2, { events: 10 })
      const less = whole.map(({ documentId, revision, authorId, recordedAt, type, data }) => ({
        documentId,
        revision,
        authorId,
        recordedAt,
        type,
        data,
      }))
      expect(await store.readRevised(id, 2, { events: 10 })).toEqual(less)
      expect(await store.readRevised(id, 2, { events: 1 })).toEqual(less.slice(0, 1))
    })

    test('[ES7] can be followed from any position to the end: each event once, revisions in order', async () => {
      const documents: string[] = upTo(5).map(() => randomUUID())
      const start = await store.end()
      for (const revision of upTo(7)) await store.append(documents.map(id => run(id, revision)))
      const seen: RecordedEvent[] = []
      for (let after = start; ; ) {
        const page = await store.follow(after, 3)
        if (page.length === 0) break
        expect(page.length).toBeLessThanOrEqual(3)
        seen.push(...page)
        after = page.at(-1)!.position
      }
      const ours = seen.filter(({ documentId }) => documents.includes(documentId))
      expect(ours).toHaveLength(35)
      for (const id of documents) expect(revisions(ours.filter(({ documentId }) => documentId === id))).toEqual(upTo(7))
      const positions = seen.map(({ position }) => position)
      expect(positions).toEqual([...positions].sort())
      expect(new Set(positions).size).toBe(positions.length)
      expect(await store.end()).toBe(positions.at(-1))
      expect(await store.follow(positions.at(-1)!, 10)).toEqual([])
    })

    test('[ES7] begins at the beginning for who has seen nothing', async () => {
      const [first] = await store.follow('', 1)
      const id = randomUUID()
      await store.append([run(id, 1)])
      expect((await store.follow('', 1))[0]).toEqual(first)
      const [position] = (await all(store, id)).map(event => event.position)
      expect(first!.position < position!).toBe(true)
    })
  })
}
