import { expect, it } from 'vitest'
import { MemoryEventStore } from '@/server/event-store/memory'
import { History } from '@/server/history'
import { MemorySnapshotStore } from '@/server/snapshots'
import { Scribe } from '../../support/scribe'

it('[ES12] where there was no snapshot for long, whoever comes there leaves one', async () => {
  const store = new MemoryEventStore()
  const snapshots = new MemorySnapshotStore()
  const history = new History(store, snapshots)
  const scribe = new Scribe(store)
  await scribe.create()
  for (let i = 1; i < 1_300; i++) await scribe.type('x')
  const { documentId } = scribe
  await history.documentAt(documentId, 900)
  expect(await snapshots.nearest(documentId, 1_300)).toBeNull()
  await history.documentAt(documentId, 1_200)
  expect(await snapshots.nearest(documentId, 1_300)).toMatchObject({ revision: 1_200 })
  await history.documentAt(documentId)
  expect(await snapshots.nearest(documentId, 1_300)).toMatchObject({ revision: 1_200 })
})
