import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { RecordedEvent } from '@/lib/document/events'
import { type Refusal, refuse } from '@/lib/document/refusal'
import { canonicalJSON, schemaVersion } from '@/lib/document/schema'
import type { Opened } from '@/lib/protocol/socket'
import { type Batch, bytesIn } from '@/lib/replica/batch'
import type { Change } from '@/lib/replica/change'
import type { Replica } from '@/lib/replica/replica'
import { Incoming } from './incoming'
import type { Transport } from './transport'

/** Whose document is kept in step, and who hears of it. */
export type SyncHost = {
  readonly replica: Replica | null
  readonly historyEpoch: number
  /** Whether these events have to wait for the writer. */
  mustWait(events: readonly RecordedEvent[]): boolean
  /** Before the first request: who we are has to be known. */
  ready(): Promise<void>
  /** The document was opened; with a snapshot the replica is made anew. */
  opened(opened: Opened): void
  /** It's open, and everything up to the head of that moment is here. */
  live(): void
  notOpened(refusal: Refusal): void
  /** @param events those that are recorded and made the changes */
  applied(changes: readonly Change[], events: readonly RecordedEvent[]): void
  /** Resolves when the device holds what's unconfirmed as it is now, or can't. */
  whenKept(): Promise<void>
  /** A command wasn't accepted: `dropped` where it never will be, otherwise it's kept. */
  refused(refusal: Refusal, dropped: Batch | null): void
}

export type SyncOptions = {
  transport: Transport
  documentId: string
  schedule: (action: () => void, ms: number) => () => void
  /** When to apply what has come. */
  pace: (work: () => void) => void
  /** How long to wait before asking for what's missing, in ms; the default depends on what it is. */
  patience?: number | undefined
  /** A command with more isn't sent: a server might end the connection over it. */
  maxBytes: number
}

/** How much a command may have besides its steps. */
const envelopeBytes = 100_000
/** A device that doesn't answer is waited for so long. */
const keepingMs = 2_000

/** Every so many revisions a replica with nothing unconfirmed compares itself with the server, */
const checkEvery = 50
/** but where many write at once no sooner than so many ms later: it hashes the whole document. */
const checkPauseMs = 2_000

/**
 * Keeps a replica in step with the log over a bad line: opens and reopens, holds back what came too early, asks for what
 * was lost, sends one command at a time and sends it again, identical, until its event has come.
 */
export class Sync {
  private readonly incoming = new Incoming()
  private opening: Promise<void> | null = null
  private sending = false
  private closed = false
  private checkedAt = 0
  /** Ends the pause between two comparisons; null where there's none. */
  private endPause: (() => void) | null = null
  private callOff: (() => void) | null = null

  constructor(
    private readonly host: SyncHost,
    private readonly options: SyncOptions,
  ) {}

  close(): void {
    this.closed = true
    this.callOff?.()
    this.endPause?.()
  }

  /**
   * Opens the document: with the events since what's here, or from a snapshot.
   * @param fresh a snapshot in any case: what's here and what's recorded don't belong together
   */
  open(fresh = false): Promise<void> {
    this.opening ??= this.tryOpen(fresh).finally(() => {
      this.opening = null
      this.drain()
      void this.send()
    })
    return this.opening
  }

  /** Takes in events as they come, in whatever order. */
  take(events: readonly RecordedEvent[]): void {
    this.incoming.hold(events, this.revision)
    this.options.pace(() => {
      if (!this.opening) this.drain()
    })
  }

  /** Applies what can be applied by now. */
  drain(): void {
    const { replica } = this.host
    if (!replica || this.closed) return
    const next = this.incoming.following(replica.confirmed.revision)
    if (next.length > 0 && !this.host.mustWait(next)) {
      this.incoming.forget(next)
      try {
        this.host.applied(replica.receive(next), next)
      } catch (error) {
        // Never to be expected: a replica or a view of ours is at fault, and whoever looks must see it.
        console.error(error)
        void this.open(true)
        return
      }
      void this.send()
      this.compare()
    }
    if (this.incoming.hasHole(replica.confirmed.revision)) this.later(() => this.askForMissing(), 250)
  }

  /** Sends the next command, unless one is under way. */
  async send(): Promise<void> {
    if (this.sending || this.opening || this.closed || !this.options.transport.connected) return
    const command = this.host.replica?.sendable()
    if (!command) return
    this.sending = true
    let again = 0
    try {
      const fits = bytesIn(command) <= this.options.maxBytes + envelopeBytes
      const answer = fits ? await this.options.transport.request('document:command', command) : tooLarge()
      if (!answer.ok) again = await this.notAccepted(answer.error, command.commandId)
      // Saved; confirmed only by the event, which may have been lost with the connection.
      else if (this.isInFlight(command.commandId)) again = this.options.patience ?? 2_000
    } catch {
      again = this.options.patience ?? 1_000
    }
    this.sending = false
    if (!this.isInFlight(command.commandId)) void this.send()
    else if (again > 0) this.later(() => void this.open(), again)
  }

  private get revision(): number {
    return this.host.replica?.confirmed.revision ?? 0
  }

  private isInFlight(commandId: string): boolean {
    return this.host.replica?.inFlight?.commandId === commandId
  }

  private async tryOpen(fresh: boolean): Promise<void> {
    const { documentId, transport } = this.options
    try {
      await this.host.ready()
      const { replica, historyEpoch } = this.host
      const since = replica && !fresh ? { since: replica.confirmed.revision, historyEpoch } : {}
      const answer = await transport.request('document:open', { documentId, schemaVersion, ...since })
      if (this.closed) return
      if (!answer.ok) return this.notOpened(answer.error)
      if (answer.snapshot) this.checkedAt = answer.snapshot.revision
      this.host.opened(answer)
      this.incoming.hold(answer.events, this.revision)
      await this.fetchRest(answer)
      this.host.live()
    } catch {
      this.later(() => void this.open(fresh), 1_000)
    }
  }

  private async fetchRest({ next, revision }: Opened): Promise<void> {
    for (let from = next; from !== undefined && from <= revision; ) {
      const page = await this.options.transport.events(this.options.documentId, from)
      this.incoming.hold(page.events, this.revision)
      from = page.next
    }
  }

  private notOpened(refusal: Refusal): void {
    if (refusal.code === 'future_revision') this.later(() => void this.open(true), 1_000)
    else if (refusal.damagedFrom !== undefined) {
      this.host.notOpened(refusal)
      this.later(() => void this.open(), 10_000)
    } else if (refusal.retryInMs !== undefined || refusal.code === 'internal')
      this.later(() => void this.open(), refusal.retryInMs ?? 1_000)
    else this.host.notOpened(refusal)
  }

  /** @returns after how many ms to look and send again; 0 where the matter is settled or waits for somebody */
  private async notAccepted(refusal: Refusal, commandId: string): Promise<number> {
    const { replica } = this.host
    if (!replica || !this.isInFlight(commandId)) return 0
    if (refusal.code === 'command_too_large' && replica.split()) {
      await this.renewed()
      return 0
    }
    switch (refusal.code) {
      case 'bad_request':
      case 'invalid_steps':
      case 'future_revision':
      case 'document_too_large':
      case 'command_too_large': {
        const rejected = replica.reject()
        this.host.applied(rejected?.changes ?? [], [])
        this.host.refused(refusal, rejected?.batch ?? null)
        return 0
      }
      case 'too_far_behind':
        void this.open().then(async () => {
          // All events are here: had it been stored, it would be confirmed by now.
          if (this.isInFlight(commandId) && !this.closed) {
            replica.renew()
            this.sending = true
            await this.renewed()
            this.sending = false
          }
          void this.send()
        })
        return 0
      case 'forbidden':
      case 'not_found':
      case 'client_too_old':
        // Not stored, and not as things are: kept, and looked for when events can be read again.
        this.host.refused(refusal, null)
        return 0
      default:
        this.host.refused(refusal, null)
        return refusal.retryInMs ?? 1_000
    }
  }

  // Who opens the document after a crash must not find the old command: they'd send it beside the new one.
  private async renewed(): Promise<void> {
    this.host.applied([], [])
    let late: (() => void) | undefined
    const waited = new Promise<void>(resolve => {
      late = this.options.schedule(resolve, keepingMs)
    })
    await Promise.race([this.host.whenKept(), waited])
    late?.()
  }

  private askForMissing(): void {
    if (this.incoming.hasHole(this.revision)) void this.open()
  }

  private compare(): void {
    const { replica } = this.host
    if (!replica || this.endPause || replica.unconfirmed.length > 0 || !this.options.transport.connected) return
    const { revision, doc } = replica.confirmed
    if (Math.floor(revision / checkEvery) === Math.floor(this.checkedAt / checkEvery)) return
    this.checkedAt = revision
    const { documentId, schedule, transport } = this.options
    this.endPause = schedule(() => {
      this.endPause = null
    }, checkPauseMs)
    const hash = bytesToHex(sha256(utf8ToBytes(canonicalJSON(doc))))
    transport
      .request('document:check', { documentId, revision, hash })
      .then(answer => {
        if (answer.ok && answer.resync) void this.open(true)
      })
      // Not answered: the next fifty revisions will tell.
      .catch(() => {})
  }

  private later(action: () => void, ms: number): void {
    this.callOff?.()
    this.callOff = this.options.schedule(() => {
      this.callOff = null
      if (!this.closed && this.options.transport.connected) action()
    }, this.options.patience ?? ms)
  }
}

function tooLarge(): { ok: false; error: Refusal } {
  const message = 'This is too large to be saved in one piece. Put it in by parts.'
  return { ok: false, error: refuse('command_too_large', message).refusal }
}
