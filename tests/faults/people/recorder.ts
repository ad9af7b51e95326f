import type { Payload, Reply, RequestName, Transport, TransportListener } from '@/lib/client/transport'
import type { Command } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import type { RefusalCode } from '@/lib/document/refusal'
import type { Accepted, Answer, Opened, PresenceUpdate } from '@/lib/protocol/socket'
import type { History } from '../checker/history'

/** This command isn't stored and never will be (docs/protocol.md); after any other refusal its outcome is unknown. */
const never: RefusalCode[] = [
  'bad_request',
  'invalid_steps',
  'future_revision',
  'document_too_large',
  'command_too_large',
]

/** What a room has told over one connection: consecutive revisions from the one at which it was joined. */
type Room = { early: number[]; next: number | null }

/** Stands on the wire and writes down what is sent, answered and told, before anybody makes something of it. */
export class Recorder implements Transport {
  private rooms = new Map<string, Room>()

  constructor(
    private readonly inner: Transport,
    private readonly who: string,
    private readonly authorId: string,
    private readonly history: History,
  ) {}

  get connected(): boolean {
    return this.inner.connected
  }

  async request<N extends RequestName>(name: N, payload: Payload<N>): Promise<Reply<N>> {
    const rooms = this.rooms
    const command = name === 'document:command' ? (payload as Command) : null
    if (command && this.inner.connected) this.history.sent({ ...command, client: this.who, authorId: this.authorId })
    try {
      const answer = await this.inner.request(name, payload)
      if (command) this.answered(command, answer as Answer<Accepted>)
      if (name === 'document:open' && (answer as Answer<Opened>).ok)
        this.opened(rooms, (payload as { documentId: string }).documentId, answer as unknown as Opened)
      return answer
    } catch (error) {
      if (command) this.history.answered(this.authorId, command.commandId, 'info')
      throw error
    }
  }

  presence(update: PresenceUpdate): void {
    this.inner.presence(update)
  }

  async events(documentId: string, from: number) {
    const page = await this.inner.events(documentId, from)
    this.history.sawEvents(this.who, page.events)
    return page
  }

  documentAt(documentId: string, revision: number) {
    return this.inner.documentAt(documentId, revision)
  }

  listen(listener: TransportListener): () => void {
    return this.inner.listen({
      connected: () => {
        this.rooms = new Map()
        listener.connected()
      },
      disconnected: () => {
        this.rooms = new Map()
        listener.disconnected()
      },
      events: message => {
        this.history.broadcasts.push(Date.now())
        this.history.sawEvents(this.who, message.events)
        this.told(this.roomOf(this.rooms, message.documentId), message.documentId, message.events)
        listener.events(message)
      },
      presence: message => listener.presence(message),
      authorChanged: author => listener.authorChanged(author),
      access: message => listener.access(message),
    })
  }

  private answered({ commandId }: Command, answer: Answer<Accepted>): void {
    if (answer.ok) this.history.answered(this.authorId, commandId, 'ok', answer.revision)
    else this.history.answered(this.authorId, commandId, never.includes(answer.error.code) ? 'fail' : 'info')
  }

  private opened(rooms: Map<string, Room>, documentId: string, { revision, snapshot, events }: Opened): void {
    this.history.sawEvents(this.who, events)
    if (snapshot) this.history.sawDocument(this.who, documentId, snapshot.revision, snapshot.doc)
    const room = this.roomOf(rooms, documentId)
    if (room.next !== null) return
    room.next = revision + 1
    for (const early of room.early) this.follows(room, documentId, early)
  }

  private told(room: Room, documentId: string, events: readonly RecordedEvent[]): void {
    for (const { revision } of events)
      if (room.next === null) room.early.push(revision)
      else this.follows(room, documentId, revision)
  }

  private follows(room: Room, documentId: string, revision: number): void {
    if (revision !== room.next)
      this.history.wireFaults.push(`${this.who} was told ${revision} of ${documentId} where ${room.next} was due`)
    room.next = revision + 1
  }

  private roomOf(rooms: Map<string, Room>, documentId: string): Room {
    const room = rooms.get(documentId) ?? { early: [], next: null }
    rooms.set(documentId, room)
    return room
  }
}
