import type { Node } from '@tiptap/pm/model'
import type { Step } from '@tiptap/pm/transform'
import type { RecordedEvent } from '@/lib/document/events'
import type { Refusal } from '@/lib/document/refusal'
import { schema } from '@/lib/document/schema'
import type { Author } from '@/lib/protocol/people'
import type { EventsMessage, Opened, PresenceMessage, Snapshot } from '@/lib/protocol/socket'
import type { Change } from '@/lib/replica/change'
import { commandIds } from '@/lib/replica/command-ids'
import { type Batch, type Making, Replica, type Wish } from '@/lib/replica/replica'
import { initialState, type SessionState, withAuthors, withMembers } from './session-state'
import { Sync } from './sync'
import type { Transport, TransportListener } from './transport'

/** An editor that shows the session's document. */
export interface DocumentView {
  /** Whether these events would disturb what the writer is composing right now; then they wait (`resume`). */
  mustWait(events: readonly RecordedEvent[]): boolean
  apply(change: Change): void
  /** Shows another document altogether: after opening, or when only a snapshot helps. */
  reset(doc: Node): void
}

export type SessionOptions = {
  transport: Transport
  documentId: string
  /** Who we are; where that's still being asked, opening waits for it. */
  me: Author | Promise<Author>
  now?: () => number
  newCommandId?: () => string
  maxSteps?: number
  /** Does something later; answers how to call it off. The default is the machine's timer. */
  schedule?: (action: () => void, ms: number) => () => void
  /** How long to wait before asking for what's missing, in ms. */
  patience?: number
  /** What won't be stored: kept for its author by who listens. */
  onDropped?: (batch: Batch, refusal: Refusal) => void
}

/** One open document, as a page or a script sees it: its state to show, its view to edit, and what can be wished of it. */
export class DocumentSession implements TransportListener {
  replica: Replica | null = null
  private view: DocumentView | null = null
  private current: SessionState
  private sync: Sync | null = null
  private stop: (() => void) | null = null
  private readonly listeners = new Set<() => void>()

  constructor(private readonly options: SessionOptions) {
    this.current = initialState(options.documentId, options.me instanceof Promise ? null : options.me)
  }

  /** Opens the document, and opens it again whenever the wire comes back. After `close` it may be started again. */
  start(): void {
    if (this.stop) return
    const { transport, documentId, schedule = byTimer, patience } = this.options
    this.sync = new Sync(this, { transport, documentId, schedule, patience })
    this.stop = transport.listen(this)
    if (transport.connected) this.connected()
  }

  close(): void {
    const { transport, documentId } = this.options
    this.sync?.close()
    this.stop?.()
    this.stop = null
    if (transport.connected) transport.request('document:close', { documentId }).catch(() => {})
  }

  get state(): SessionState {
    return this.current
  }

  /** @returns how to stop listening */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The document that the writer sees; null before it's open. */
  get doc(): Node | null {
    return this.replica?.doc ?? null
  }

  get unconfirmed(): readonly Batch[] {
    return this.replica?.unconfirmed ?? []
  }

  /** Attaches an editor. @returns how to detach it */
  attach(view: DocumentView): () => void {
    this.view = view
    return () => {
      if (this.view === view) this.view = null
    }
  }

  /** Takes in what the writer did. @returns the id of its command; null where nothing may be written */
  edit(steps: readonly { step: Step; before: Node }[], after: Node, making: Making): string | null {
    if (!this.replica) return null
    const commandId = this.replica.edit(steps, after, making)
    this.changed()
    void this.sync?.send()
    return commandId
  }

  rename(title: string): void {
    this.wish({ type: 'RenameDocument', title })
  }
  nameVersion(revision: number, name: string | null): void {
    this.wish({ type: 'NameVersion', revision, name })
  }
  restore(revision: number): void {
    this.wish({ type: 'RestoreRevision', revision })
  }
  trash(): void {
    this.wish({ type: 'TrashDocument' })
  }
  untrash(): void {
    this.wish({ type: 'UntrashDocument' })
  }
  delete(): void {
    this.wish({ type: 'DeleteDocument' })
  }

  /** Tells the others where we are; positions of the view. */
  select(selection: { anchor: number; head: number } | null): void {
    const { replica } = this
    if (!replica || !this.current.connected) return
    const { documentId, transport } = this.options
    const place = selection && {
      anchor: replica.toConfirmed(selection.anchor),
      head: replica.toConfirmed(selection.head),
    }
    transport.presence({ documentId, revision: replica.confirmed.revision, selection: place })
  }

  /** Goes on with events that had to wait for the writer. */
  resume(): void {
    this.sync?.drain()
  }

  // What the transport tells.

  connected(): void {
    void this.sync?.open()
  }

  disconnected(): void {
    this.update({ connected: false, members: [] })
  }

  events({ documentId, events, authors }: EventsMessage): void {
    if (documentId !== this.options.documentId) return
    this.current = withAuthors(this.current, authors)
    this.sync?.take(events)
  }

  presence({ documentId, updates, left, authors }: PresenceMessage): void {
    if (documentId !== this.options.documentId) return
    this.current = withMembers(withAuthors(this.current, authors), updates, left)
    this.notify()
  }

  authorChanged(author: Author): void {
    if (!this.current.authors.has(author.authorId)) return
    this.current = withAuthors(this.current, [author])
    this.notify()
  }

  access({ documentId, role }: Parameters<TransportListener['access']>[0]): void {
    if (documentId !== this.options.documentId) return
    this.update(role ? { role } : { role, phase: 'gone' })
    // What goes with the new rights (another end of the document, perhaps) comes with opening it.
    if (role) void this.sync?.open()
  }

  // What the synchronisation asks and tells.

  get historyEpoch(): number {
    return this.current.historyEpoch
  }

  async ready(): Promise<void> {
    const me = await this.options.me
    this.current = withAuthors({ ...this.current, me }, [me])
  }

  mustWait(events: readonly RecordedEvent[]): boolean {
    return this.view?.mustWait(events) ?? false
  }

  opened({ role, clientId, historyEpoch, quarantinedFrom, members, authors, snapshot }: Opened): void {
    const standing = { role, clientId, historyEpoch, quarantinedFrom: quarantinedFrom ?? null }
    this.current = withAuthors({ ...this.current, ...standing, members }, authors)
    if (snapshot) this.reset(snapshot)
  }

  live(): void {
    this.update({ phase: 'open', connected: true, refusal: null })
  }

  notOpened(refusal: Refusal): void {
    const gone = refusal.code === 'not_found' || refusal.code === 'forbidden'
    this.update({ phase: gone ? 'gone' : this.replica ? this.current.phase : 'failed', refusal })
  }

  applied(changes: readonly Change[]): void {
    for (const change of changes) this.view?.apply(change)
    this.changed()
  }

  refused(refusal: Refusal, dropped: Batch | null): void {
    if (dropped) this.options.onDropped?.(dropped, refusal)
    this.update({ refusal })
  }

  private wish(wish: Wish): void {
    if (!this.replica) return
    this.replica.wish(wish)
    this.changed()
    void this.sync?.send()
  }

  private reset({ revision, title, trashed, doc }: Snapshot): void {
    const { documentId, now = Date.now, newCommandId = commandIds(), maxSteps = 500 } = this.options
    const refusal: Refusal = { code: 'too_far_behind', message: 'The document was replaced while these edits waited.' }
    for (const batch of this.unconfirmed) this.options.onDropped?.(batch, refusal)
    const status = trashed ? 'trashed' : 'live'
    const document = {
      documentId,
      revision,
      ownerId: '',
      title,
      doc: schema.nodeFromJSON(doc),
      status,
      recordedAt: '',
    } as const
    const { authorId } = this.current.me!
    this.replica = new Replica(document, { authorId, newCommandId, now, maxSteps })
    this.view?.reset(this.replica.doc)
    this.changed()
  }

  private changed(): void {
    const { replica } = this
    if (!replica) return
    const { title, status, revision } = replica.confirmed
    const settled = replica.unconfirmed.length === 0 && this.current.refusal?.retryInMs !== undefined
    this.update({
      title: replica.wishedTitle ?? title,
      trashed: status === 'trashed',
      revision,
      unconfirmed: replica.unconfirmed.length,
      ...(status === 'deleted' && { phase: 'gone' as const }),
      ...(settled && { refusal: null }),
    })
  }

  private update(change: Partial<SessionState>): void {
    this.current = { ...this.current, ...change }
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}

function byTimer(action: () => void, ms: number): () => void {
  const timer = setTimeout(action, ms)
  return () => clearTimeout(timer)
}
