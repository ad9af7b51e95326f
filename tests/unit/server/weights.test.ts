import { expect, test } from 'vitest'
import { MemoryEventStore } from '@/server/event-store/memory'
import { weightOf } from '@/server/weights'
import { paragraphs, Scribe } from '../../support/scribe'
import { Office } from '../../support/writing'

/** Documents in a log: one of so many characters for each. */
async function stored(store: MemoryEventStore, sizes: readonly number[]): Promise<Scribe[]> {
  const scribes = sizes.map(() => new Scribe(store))
  for (const [i, scribe] of scribes.entries()) await scribe.create(`${i}`, paragraphs('x'.repeat(sizes[i]!)))
  return scribes
}

test('[FP6] documents that nobody has open leave memory, the longest unused first, when all are too heavy together', async () => {
  const store = new MemoryEventStore()
  const scribes = await stored(store, [1_000, 1_000, 1_000, 50_000])
  const [first, second, third, long] = scribes.map(({ documentId }) => documentId) as [string, string, string, string]
  const [light, , , heavy] = scribes.map(({ state }) => weightOf(state!)) as [number, number, number, number]
  const { writers } = new Office(store, { maxBytes: heavy + light * 2 })
  const fresh = async (id: string) => (await writers.fresh(id))!
  const opened = await fresh(first)
  opened.writer.readers++
  const before = await fresh(second)
  await fresh(third)
  expect(writers.size).toBe(3)
  await fresh(second)
  await fresh(long)
  // The first is open and the second was used again, so it's the third that went.
  await expect.poll(() => writers.size).toBe(3)
  expect((await fresh(first)).writer).toBe(opened.writer)
  expect((await fresh(second)).writer).toBe(before.writer)
  opened.writer.readers--
  await fresh(third)
  await expect.poll(() => writers.size).toBe(3)
})

test('[FP6] what a document weighs is counted anew as it grows', async () => {
  const store = new MemoryEventStore()
  const scribes = await stored(store, [1_000, 1_000])
  const [light] = scribes.map(({ state }) => weightOf(state!)) as [number]
  const { writers } = new Office(store, { maxBytes: light * 3 })
  for (const { documentId } of scribes) await writers.fresh(documentId)
  expect(writers.size).toBe(2)
  const grown = scribes[1]!
  await grown.type('y'.repeat(20_000))
  await writers.fresh(grown.documentId)
  const another = new Scribe(store)
  await another.create()
  await writers.fresh(another.documentId)
  await expect.poll(() => writers.size).toBe(1)
})
