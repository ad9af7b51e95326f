import type { Node } from '@tiptap/pm/model'
import type { Step } from '@tiptap/pm/transform'
import type { Document } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import type { Refusal } from '@/lib/document/refusal'
import { schema } from '@/lib/document/schema'
import type { Author } from '@/lib/protocol/people'
import type { EventsMessage, Opened, PresenceMessage, Snapshot } from '@/lib/protocol/socket'
import type { Batch, Wish } from '@/lib/replica/batch'
import type { Change } from '@/lib/replica/change'
import { commandIds } from '@/lib/replica/command-ids'
import type { Making } from '@/lib/replica/making'
import { Replica } from '@/lib/replica/replica'
import { Keeping } from './outbox/keeping'
import type { Draft } from './outbox/outbox-store'
import { atOnce, byTimer, commandLimits, type DocumentView, type SessionOptions } from './session-options'
import {
  initialState,
  isFinal,
  lastRestored,
  type SessionState,
  standing,
  withAuthors,
  withMembers,
} from './session-state'
import { Sync } from './sync'
import type { TransportListener } from './transport'

/** One open document, as a page or a script sees it: its state to show, its view to edit, and what can be wished of it. */
export class DocumentSession implements TransportListener {
  replica: Replica | null = null
  private view: DocumentView | null = null
  private current: SessionState
  private sync: Sync | null = null
  private readonly keeping: Keeping
  private stop: (() => void) | null = null
  private readonly listeners = new Set<() => void>()

  constructor(private readonly options: SessionOptions) {
    const { transport, documentId, now = Date.now, outbox: store = null } = options
    this.current = initialState(documentId, options.me instanceof Promise ? null : options.me)
    this.keeping = new Keeping({ store, transport, documentId, now }, this)
  }

  /** Opens the document, and opens it again whenever the wire comes back. After `close` it begins anew, from what's kept. */
  start(): void {
    if (this.stop) return
    const { transport, documentId, schedule = byTimer, pace = atOnce, patience, limits = commandLimits } = this.options
    this.sync = new Sync(this, { transport, documentId, schedule, pace, patience, maxBytes: limits.maxBytes })
    this.stop = transport.listen(this)
    if (transport.connected) this.connected()
  }

  close(): void {
    const { transport, documentId } = this.options
    if (!this.stop) return
    this.sync?.close()
    this.stop()
    this.stop = null
    void this.keeping.close()
    this.replica = null
    this.update({ phase: 'opening', connected: false, members: [], unconfirmed: 0, inFlight: null })
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

  /** The commands that an edit travels in. @param commandId the one that `edit` told */
  commandsOf(commandId: string): string[] {
    return this.replica?.commandsOf(commandId) ?? [commandId]
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
    // Who goes on writing has seen what wasn't accepted; its words are among the drafts.
    if (this.current.refusal && isFinal(this.current.refusal)) this.current = { ...this.current, refusal: null }
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

  /** Forgets words that were offered back. */
  letGo(draftId: string): void {
    this.keeping.letGo(draftId)
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
    if (role) {
      this.update({ role })
      // What goes with the new rights (another end of the document, perhaps) comes with opening it.
      void this.sync?.open()
    } else this.gone()
  }

  // What the synchronisation asks and tells.

  get historyEpoch(): number {
    return this.current.historyEpoch
  }

  async ready(): Promise<void> {
    const me = await this.options.me
    this.current = withAuthors({ ...this.current, me }, [me])
    const taken = await this.keeping.takeUp(me)
    if (!taken || !this.stop) return
    this.current = { ...this.current, historyEpoch: taken.historyEpoch }
    this.show(taken.document, taken.batches)
  }

  kept(kept: number, notKept: string | null): void {
    this.update({ kept, notKept })
  }

  drafts(drafts: readonly Draft[]): void {
    this.update({ drafts })
  }

  taken(): void {
    this.replica = null
    this.update({ phase: 'opening' })
    void this.sync?.open(true)
  }

  whenKept(): Promise<void> {
    return this.keeping.written()
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
    this.update({ phase: this.replica ? this.current.phase : 'failed', refusal })
    if (refusal.code === 'not_found' || refusal.code === 'forbidden') this.gone()
  }

  applied(changes: readonly Change[], events: readonly RecordedEvent[]): void {
    try {
      for (const change of changes) this.view?.apply(change)
    } catch (error) {
      // A fault of ours in the view costs the view's undo, and nobody's words: the replica is right.
      console.error(error)
      if (this.replica) this.view?.reset(this.replica.doc)
    }
    this.current = { ...this.current, ...lastRestored(events) }
    this.changed()
  }

  refused(refusal: Refusal, dropped: Batch | null): void {
    if (dropped) this.keeping.dropped([dropped], refusal.code)
    this.update({ refusal })
  }

  private wish(wish: Wish): void {
    if (!this.replica) return
    this.replica.wish(wish)
    this.changed()
    void this.sync?.send()
  }

  private reset({ revision, title, trashed, doc }: Snapshot): void {
    this.keeping.dropped(this.unconfirmed, 'replaced')
    const { documentId } = this.options
    const status = trashed ? 'trashed' : 'live'
    this.show({ documentId, revision, ownerId: '', title, doc: schema.nodeFromJSON(doc), status, recordedAt: '' })
  }

  private show(document: Document, batches: Batch[] = []): void {
    const { now = Date.now, newCommandId = commandIds(), limits = commandLimits } = this.options
    const { authorId } = this.current.me!
    const onLost = (steps: Step[]) => this.keeping.lost(steps)
    this.replica = new Replica(document, { authorId, newCommandId, now, ...limits, onLost }, batches)
    this.view?.reset(this.replica.doc)
    this.changed()
  }

  private changed(): void {
    const { replica } = this
    if (!replica) return
    this.update(standing(replica, this.current))
    this.keeping.save()
    if (replica.confirmed.status === 'deleted') this.gone()
  }

  private gone(): void {
    this.keeping.offer(this.unconfirmed)
    this.update({ role: null, phase: 'gone' })
  }

  private update(change: Partial<SessionState>): void {
    this.current = { ...this.current, ...change }
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}
