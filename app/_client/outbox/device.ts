import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Draft, KeptBatch, OutboxHeader } from '@/lib/client/outbox/outbox-store'

/** Who has an outbox where the browser has no locks: whose it is, and until when unless they say more. */
export type Lease = { replicaId: string; owner: string; until: number }

export interface DeviceSchema extends DBSchema {
  outboxes: { key: string; value: OutboxHeader }
  batches: { key: [replicaId: string, place: number]; value: { replicaId: string; place: number; batch: KeptBatch } }
  drafts: { key: string; value: Draft; indexes: { documentId: string } }
  leases: { key: string; value: Lease }
}
export type Device = IDBPDatabase<DeviceSchema>

// A browser that neither opens nor refuses (seen in private windows) counts as one that refuses.
const patience = 4_000

let opened: Promise<Device> | null = null

/**
 * This browser's own store for our pages.
 * @throws where the browser forbids it, has no room, or doesn't answer
 */
export function device(): Promise<Device> {
  opened ??= Promise.race([open(), late()]).catch(error => {
    opened = null
    throw error
  })
  return opened
}

async function open(): Promise<Device> {
  if (typeof indexedDB === 'undefined') throw new Error('this browser offers no storage to this page')
  return openDB<DeviceSchema>('everdraft', 1, {
    upgrade(db) {
      db.createObjectStore('outboxes', { keyPath: 'replicaId' })
      db.createObjectStore('batches', { keyPath: ['replicaId', 'place'] })
      db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('documentId', 'documentId')
      db.createObjectStore('leases', { keyPath: 'replicaId' })
    },
    // A later version of the page wants to change the store: it must not wait for this one.
    blocking(_current, _next, event) {
      ;(event.target as IDBDatabase).close()
      opened = null
    },
    terminated() {
      opened = null
    },
  })
}

function late(): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error('the browser’s storage does not answer')), patience),
  )
}
