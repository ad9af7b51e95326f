import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evolve } from '@/lib/document/document'
import { canonicalJSON } from '@/lib/document/schema'
import { History } from '@/server/history'
import { PostgresSnapshotStore } from '@/server/snapshots'
import { projectionRig, type Rig } from '../support/projections'
import { paragraphs, Scribe } from '../support/scribe'

let rig: Rig
let scribe: Scribe
let damaged: string[] = []
let snapshots: PostgresSnapshotStore

beforeAll(async () => {
  rig = await projectionRig()
  snapshots = new PostgresSnapshotStore(rig.prisma, (_, revision) => void damaged.push(String(revision)))
  scribe = new Scribe(rig.store)
  await scribe.create('Plans', paragraphs('One', 'Two'))
  for (let i = 0; i < 38; i++) {
    if (i % 10 === 9) await scribe.restore(1 + i)
    else if (i % 7 === 6) await scribe.record({ type: 'DocumentRenamed', data: { title: `Plans ${i}` } })
    else await scribe.type(`ä😀${i}`, 1 + (i % 3))
    if (scribe.state!.revision % 10 === 0) await snapshots.save(scribe.state!)
  }
})
afterAll(() => rig.close())

/** Everything that can be asked about a document's past. */
async function answers(): Promise<string[]> {
  const history = new History(rig.store, snapshots)
  const list: string[] = []
  for (let revision = 0; revision <= scribe.events.length + 1; revision++) {
    const at = await history.documentAt(scribe.documentId, revision)
    list.push(at ? `${canonicalJSON(at.doc)} ${JSON.stringify({ ...at, doc: 0 })}` : 'none')
  }
  const head = await history.documentAt(scribe.documentId)
  return [...list, canonicalJSON(head!.doc)]
}

const rows = () =>
  rig.prisma.snapshot.findMany({ where: { streamId: scribe.documentId }, orderBy: { revision: 'asc' } })
const at = (revision: number) => ({ streamId_revision: { streamId: scribe.documentId, revision } })

describe('snapshots', () => {
  test('[ES11] are a cache: damaged, from another version or gone, they change no answer', async () => {
    expect(await rows()).toHaveLength(3)
    const full = await answers()
    expect(full[0]).toBe('none')
    expect(full.at(-2)).toBe('none')
    let state = null as Scribe['state']
    for (const [i, event] of scribe.events.entries()) {
      state = evolve(state, event)
      expect(full[i + 1]).toContain(canonicalJSON(state.doc))
    }
    expect(damaged).toEqual([])

    for (const { revision, payload } of await rows()) {
      const flipped = Uint8Array.from(payload)
      flipped[flipped.length >> 1]! ^= 1
      await rig.prisma.snapshot.update({ where: at(revision), data: { payload: flipped } })
      expect(await answers()).toEqual(full)
      expect(damaged).toContain(String(revision))
      damaged = []
      await rig.prisma.snapshot.update({ where: at(revision), data: { payload } })
    }
    await rig.prisma.snapshot.update({ where: at(20), data: { schemaVersion: 0 } })
    expect(await answers()).toEqual(full)
    await rig.prisma.snapshot.update({ where: at(30), data: { codec: 77 } })
    expect(await answers()).toEqual(full)
    await rig.prisma.snapshot.deleteMany({ where: { streamId: scribe.documentId } })
    expect(await answers()).toEqual(full)
  })

  test('[ES12] spare reading what they stand for', async () => {
    await snapshots.save(scribe.state!)
    const history = new History(
      {
        read: async () => [],
        readRevised: async () => [],
        append: async () => [],
        head: async () => null,
        heads: async () => new Map(),
      },
      snapshots,
    )
    const head = await history.documentAt(scribe.documentId)
    expect(canonicalJSON(head!.doc)).toBe(canonicalJSON(scribe.doc))
    expect(await history.documentAt(scribe.documentId, 5)).toBeNull()
  })
})
