import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJSON, schema } from '@/lib/document/schema'
import type { EventStore } from '@/server/event-store/event-store'
import { MemoryEventStore } from '@/server/event-store/memory'
import { History } from '@/server/history'
import { MemorySnapshotStore, snapshotEvery } from '@/server/snapshots'
import { Random } from '../../support/random'
import { paragraphs, Scribe } from '../../support/scribe'
import { Office } from '../../support/writing'

const store = new MemoryEventStore()
const snapshots = new MemorySnapshotStore()
const long = new Scribe(store)

/** What reading takes: statements, and events. */
const asked = { snapshots: 0, reads: 0, events: 0 }
const counting: EventStore = {
  append: runs => store.append(runs),
  head: id => store.head(id),
  heads: ids => store.heads(ids),
  async read(...question) {
    return counted(await store.read(...question))
  },
  async readRevised(...question) {
    return counted(await store.readRevised(...question))
  },
}
function counted<E>(events: E[]): E[] {
  asked.reads++
  asked.events += events.length
  return events
}
const history = new History(counting, {
  save: async () => {},
  nearest(...question) {
    asked.snapshots++
    return snapshots.nearest(...question)
  },
})

async function cost<T>(work: () => Promise<T>): Promise<[T, typeof asked]> {
  Object.assign(asked, { snapshots: 0, reads: 0, events: 0 })
  return [await work(), { ...asked }]
}

const length = snapshotEvery * 6 + 100
const texts: string[] = []

beforeAll(async () => {
  await long.create('Long', paragraphs('One', 'Two', 'Three'))
  texts.push(canonicalJSON(long.doc))
  const random = new Random(5)
  while (texts.length < length) {
    if (texts.length % 200 === 0) await long.record({ type: 'DocumentRenamed', data: { title: `${texts.length}` } })
    else if (texts.length % 300 === 101) await long.restore(texts.length - 40)
    else await long.type(random.text(2), 1 + random.below(3))
    texts.push(canonicalJSON(long.doc))
    if (texts.length % snapshotEvery === 0) await snapshots.save(long.state!)
  }
})

describe('a revision of a long history', () => {
  test('[FP3] takes one snapshot and no more events than lie between two', async () => {
    const random = new Random(1)
    const some = [
      1,
      2,
      snapshotEvery,
      snapshotEvery + 1,
      length,
      ...Array.from({ length: 60 }, () => random.below(length) + 1),
    ]
    for (const revision of some) {
      const [moment, { snapshots, reads, events }] = await cost(() => history.momentAt(long.documentId, revision))
      expect(canonicalJSON(schema.nodeFromJSON(JSON.parse(Buffer.from(moment!.content).toString())))).toBe(
        texts[revision - 1],
      )
      expect(long.events[revision - 1]).toMatchObject(moment!.event)
      expect({ snapshots, reads }).toEqual({ snapshots: 1, reads: 1 })
      expect(events).toBeLessThanOrEqual(snapshotEvery)
      const [document] = await cost(() => history.documentAt(long.documentId, revision))
      expect(canonicalJSON(document!.doc)).toBe(texts[revision - 1])
      expect(asked.events).toBeLessThanOrEqual(snapshotEvery)
    }
  })

  test('[FP3] that there is not is told as such', async () => {
    expect(await history.momentAt(long.documentId, length + 1)).toBeNull()
    expect(await history.momentAt(long.documentId, 0)).toBeNull()
    expect(await history.momentAt('00000000-0000-4000-8000-000000000000', 1)).toBeNull()
  })
})

describe('a document that is not in memory', () => {
  test('[FP4] is opened by one snapshot and the events after it, once', async () => {
    const office = new Office(counting, { history })
    const [loaded, first] = await cost(() => office.writers.fresh(long.documentId))
    expect(canonicalJSON(loaded!.writer.document.doc)).toBe(texts.at(-1))
    expect(first).toEqual({ snapshots: 1, reads: 1, events: length % snapshotEvery })
    const [, again] = await cost(() => office.writers.fresh(long.documentId))
    expect(again).toEqual({ snapshots: 0, reads: 1, events: 0 })
    // Of the past everything is here, and was a moment ago.
    const [, past] = await cost(() => office.writers.fresh(long.documentId, 10))
    expect(past.reads).toBe(0)
  })

  test('[FP4] has all that others had written when it was asked for, also where a revision is asked for that it lacks', async () => {
    const office = new Office(counting, { history })
    const here = new Scribe(store)
    await here.create('Here', paragraphs('One'))
    const revision = async (atLeast?: number) => (await office.writers.current(here.documentId, atLeast))!.revision
    expect(await revision()).toBe(1)
    await here.type('a')
    expect(await revision()).toBe(2)
    await here.type('b')
    expect(await revision(3)).toBe(3)
    await here.type('c')
    expect(await revision(3)).toBe(3)
    await expect.poll(() => revision(3), { timeout: 10_000 }).toBe(4)
  })
})
