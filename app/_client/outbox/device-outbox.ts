import {
  type Draft,
  type KeptBatch,
  type OutboxHeader,
  type OutboxRecord,
  type OutboxStore,
  OutboxTaken,
} from '@/lib/client/outbox/outbox-store'
import { device } from './device'
import { hold, page } from './holds'

/** The outbox in this browser's IndexedDB, shared by all its pages. */
export const deviceOutbox: OutboxStore = {
  hold,

  async write(header: OutboxHeader, changed: ReadonlyMap<number, KeptBatch>, count: number): Promise<void> {
    const tx = (await device()).transaction(['outboxes', 'batches', 'leases'], 'readwrite')
    const { replicaId } = header
    const lease = await tx.objectStore('leases').get(replicaId)
    if (lease && lease.owner !== page) {
      await tx.done
      throw new OutboxTaken()
    }
    const batches = tx.objectStore('batches')
    const writes: Promise<unknown>[] = [
      batches.delete(IDBKeyRange.bound([replicaId, count], [replicaId, Number.POSITIVE_INFINITY])),
    ]
    if (count === 0) writes.push(tx.objectStore('outboxes').delete(replicaId))
    else writes.push(tx.objectStore('outboxes').put(header))
    for (const [place, batch] of changed) writes.push(batches.put({ replicaId, place, batch }))
    await Promise.all([...writes, tx.done])
  },

  async records(): Promise<OutboxRecord[]> {
    const tx = (await device()).transaction(['outboxes', 'batches'])
    const [headers, rows] = await Promise.all([tx.objectStore('outboxes').getAll(), tx.objectStore('batches').getAll()])
    return headers
      .sort((a, b) => a.savedAt - b.savedAt)
      .map(header => ({
        ...header,
        batches: rows.filter(({ replicaId }) => replicaId === header.replicaId).map(({ batch }) => batch),
      }))
  },

  async remove(replicaId: string): Promise<void> {
    const tx = (await device()).transaction(['outboxes', 'batches'], 'readwrite')
    await Promise.all([
      tx.objectStore('outboxes').delete(replicaId),
      tx.objectStore('batches').delete(IDBKeyRange.bound([replicaId, 0], [replicaId, Number.POSITIVE_INFINITY])),
      tx.done,
    ])
  },

  async saveDraft(draft: Draft): Promise<void> {
    await (await device()).put('drafts', draft)
  },

  async drafts(documentId: string): Promise<Draft[]> {
    return (await device()).getAllFromIndex('drafts', 'documentId', documentId)
  },

  async removeDraft(id: string): Promise<void> {
    await (await device()).delete('drafts', id)
  },
}
