import { defaultLimits, type Limits } from '@/lib/document/limits'
import type { ServerToClient } from '@/lib/protocol/socket'
import type { EventStore } from '@/server/event-store/event-store'
import { MemoryEventStore } from '@/server/event-store/memory'
import { GroupCommit } from '@/server/group-commit'
import { History } from '@/server/history'
import { policy, roleOf } from '@/server/policy'
import { type Peer, Rooms } from '@/server/rooms'
import { MemorySnapshotStore } from '@/server/snapshots'
import { Writers } from '@/server/writers'
import type { Clock } from './wire'

export type Sink = (name: keyof ServerToClient, payload: unknown) => void

/** A server without sockets: writers and rooms over a log. A restart is another one over the same log. */
export class WorldServer {
  readonly writers: Writers
  readonly rooms: Rooms
  readonly history: History
  readonly errors: unknown[] = []
  private readonly members = new Map<string, Set<string>>()
  private readonly sinks = new Map<string, Sink>()

  constructor(
    readonly store: EventStore = new MemoryEventStore(),
    readonly clock: Clock,
    snapshots = new MemorySnapshotStore(),
    limits: Limits = defaultLimits,
  ) {
    this.history = new History(store, snapshots)
    const onError = (error: unknown) => this.errors.push(error)
    this.writers = new Writers({
      store,
      snapshots,
      history: this.history,
      commit: new GroupCommit(store),
      limits,
      now: () => new Date(clock.now),
      allows: (document, authorId, type) => policy(roleOf(document, authorId), type),
      onCommitted: (document, events) => this.rooms.committed(document, events),
      onError,
      snapshotEvery: 50,
      maxDocuments: 100,
    })
    this.rooms = new Rooms({
      writers: this.writers,
      store,
      broadcast: (room, name, payload) => {
        // It's told by a real timer, which no seed knows.
        if (name === 'presence') return
        for (const id of this.members.get(room) ?? []) this.sinks.get(id)?.(name, payload)
      },
      authorsByIds: async ids => [...new Set(ids)].map(authorId => ({ authorId, name: authorId, color: 'blue' })),
      roleOf,
      maxOpen: 100,
      onVisit: () => {},
      now: () => clock.now,
    })
  }

  connect(id: string, authorId: string, sink: Sink): Peer {
    this.sinks.set(id, sink)
    return {
      id,
      authorId,
      isGone: () => !this.sinks.has(id),
      join: room => void this.members.set(room, (this.members.get(room) ?? new Set()).add(id)),
      leave: room => void this.members.get(room)?.delete(id),
    }
  }

  disconnect(peer: Peer): void {
    this.sinks.delete(peer.id)
    this.rooms.leave(peer)
  }
}
