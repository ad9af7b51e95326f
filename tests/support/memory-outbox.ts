import {
  type Draft,
  type KeptBatch,
  type OutboxHeader,
  type OutboxRecord,
  type OutboxStore,
  OutboxTaken,
} from '@/lib/client/outbox/outbox-store'

/** A device of the tests: its pages share it, and it outlives them. */
export class Device {
  readonly records = new Map<string, OutboxRecord>()
  readonly drafts = new Map<string, Draft>()
  readonly holders = new Map<string, object>()
  /** Ids of all commands that ever rested here after they had been sent. */
  readonly sent = new Set<string>()
  /** While set, nothing can be written. */
  fault: Error | null = null
  /** While set, nothing is written before this. */
  ready: Promise<void> | null = null
}

/** One page's access to a device. */
export class MemoryOutbox implements OutboxStore {
  private dead = false

  constructor(readonly device: Device) {}

  async hold(replicaId: string): Promise<(() => void) | null> {
    const { holders } = this.device
    if (holders.has(replicaId)) return null
    holders.set(replicaId, this)
    return () => {
      if (holders.get(replicaId) === this) holders.delete(replicaId)
    }
  }

  async write(header: OutboxHeader, changed: ReadonlyMap<number, KeptBatch>, count: number): Promise<void> {
    if (this.dead) return new Promise(() => {})
    if (this.device.ready) await this.device.ready
    if (this.device.fault) throw this.device.fault
    if (this.device.holders.get(header.replicaId) !== this) throw new OutboxTaken()
    if (count === 0) return void this.device.records.delete(header.replicaId)
    const batches = [...(this.device.records.get(header.replicaId)?.batches ?? [])]
    // As a real device does it: what's kept is a copy of what was.
    for (const [i, batch] of changed) {
      batches[i] = structuredClone(batch)
      if (batch.sent) this.device.sent.add(batch.commandId)
    }
    this.device.records.set(header.replicaId, { ...header, batches: batches.slice(0, count) })
  }

  async records(): Promise<OutboxRecord[]> {
    return structuredClone([...this.device.records.values()])
  }

  async remove(replicaId: string): Promise<void> {
    this.device.records.delete(replicaId)
  }

  async saveDraft(draft: Draft): Promise<void> {
    if (this.dead) return
    if (this.device.fault) throw this.device.fault
    this.device.drafts.set(draft.id, draft)
  }

  async drafts(documentId: string): Promise<Draft[]> {
    return [...this.device.drafts.values()].filter(draft => draft.documentId === documentId)
  }

  async removeDraft(id: string): Promise<void> {
    this.device.drafts.delete(id)
  }

  /** The page is gone, whatever it was doing: its locks go with it. */
  die(): void {
    this.dead = true
    for (const [replicaId, holder] of this.device.holders) if (holder === this) this.device.holders.delete(replicaId)
  }
}
