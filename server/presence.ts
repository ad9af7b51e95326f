import type { Member, Selection } from '@/lib/protocol/people'
import { Turns } from './promises'

type Present = Member & {
  /** The selection that was last told; the shown one is taken away when it's told no more. */
  said: Selection | null
  spokeAt: number
  workedAt: number
}
type Change = { updates: Set<string>; left: Set<string>; strangers: Set<string> }
export type News = {
  updates: Member[]
  left: string[]
  /** Whose names somebody in the room may not know. */
  authorIds: string[]
}
type Announce = (documentId: string, news: News) => Promise<void>

const gatherMs = 50
const selectionMs = 30_000
const idleMs = 120_000

/** Who is in which document, and where: in memory only, told to the room at most every 50 ms, never an event. */
export class Presence {
  private readonly rooms = new Map<string, Map<string, Present>>()
  private readonly changed = new Map<string, Change>()
  /** What's announced later must not overtake: who has left would be back. */
  private readonly turns = new Turns()

  constructor(
    private readonly announce: Announce,
    private readonly now: () => number,
  ) {}

  members(documentId: string): Member[] {
    return [...(this.rooms.get(documentId)?.values() ?? [])].map(member)
  }

  documentsOf(authorId: string): string[] {
    return [...this.rooms].flatMap(([documentId, room]) =>
      [...room.values()].some(present => present.authorId === authorId) ? [documentId] : [],
    )
  }

  join(documentId: string, who: Pick<Member, 'clientId' | 'authorId' | 'revision'>): void {
    const room = this.rooms.get(documentId) ?? new Map<string, Present>()
    this.rooms.set(documentId, room)
    room.set(who.clientId, {
      ...who,
      selection: null,
      said: null,
      idle: false,
      spokeAt: this.now(),
      workedAt: this.now(),
    })
    this.touch(documentId).updates.add(who.clientId)
  }

  leave(documentId: string, clientId: string): void {
    const room = this.rooms.get(documentId)
    if (!room?.delete(clientId)) return
    const { updates, left } = this.touch(documentId)
    updates.delete(clientId)
    left.add(clientId)
    if (room.size === 0) this.rooms.delete(documentId)
  }

  update(documentId: string, where: Omit<Member, 'idle'>): void {
    const present = this.rooms.get(documentId)?.get(where.clientId)
    if (!present) return
    const { revision, selection } = where
    const moved = !sameSelection(present.said, selection)
    Object.assign(present, { revision, selection, said: selection, spokeAt: this.now() })
    if (moved) this.worked(documentId, where.clientId)
    this.touch(documentId).updates.add(where.clientId)
  }

  /** A changed selection or a command: not idle. */
  worked(documentId: string, clientId: string): void {
    const present = this.rooms.get(documentId)?.get(clientId)
    if (!present) return
    present.workedAt = this.now()
    if (!present.idle) return
    present.idle = false
    this.touch(documentId).updates.add(clientId)
  }

  /** Authors of what the room is told; those who aren't in it are introduced to it. */
  introduce(documentId: string, authorIds: readonly string[]): void {
    const room = this.rooms.get(documentId)
    if (!room) return
    const present = new Set([...room.values()].map(({ authorId }) => authorId))
    for (const authorId of authorIds) if (!present.has(authorId)) this.touch(documentId).strangers.add(authorId)
  }

  /** Takes away the selections of the silent and marks the idle. */
  tick(): void {
    const now = this.now()
    for (const [documentId, room] of this.rooms)
      for (const present of room.values()) {
        const silent = present.selection !== null && now - present.spokeAt > selectionMs
        const idle = !present.idle && now - present.workedAt > idleMs
        if (silent) present.selection = null
        if (idle) present.idle = true
        if (silent || idle) this.touch(documentId).updates.add(present.clientId)
      }
  }

  private touch(documentId: string): Change {
    const known = this.changed.get(documentId)
    if (known) return known
    const change: Change = { updates: new Set(), left: new Set(), strangers: new Set() }
    this.changed.set(documentId, change)
    setTimeout(() => this.flush(documentId), gatherMs).unref()
    return change
  }

  private flush(documentId: string): void {
    const change = this.changed.get(documentId)
    this.changed.delete(documentId)
    if (!change) return
    const room = this.rooms.get(documentId)
    const updates = [...change.updates].flatMap(clientId => {
      const present = room?.get(clientId)
      return present ? [member(present)] : []
    })
    const authorIds = [...new Set([...updates.map(({ authorId }) => authorId), ...change.strangers])]
    // Presence is no truth: what can't be told now is told with the next word.
    this.turns
      .take(documentId, () => this.announce(documentId, { updates, left: [...change.left], authorIds }))
      .catch(() => {})
  }
}

function member({ clientId, authorId, revision, selection, idle }: Present): Member {
  return { clientId, authorId, revision, selection, idle }
}

function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return a === b || (a !== null && b !== null && a.anchor === b.anchor && a.head === b.head)
}
