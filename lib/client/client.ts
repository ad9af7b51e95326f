import type { Command } from '@/lib/document/commands'
import type { RecordedEvent } from '@/lib/document/events'
import type { Refusal } from '@/lib/document/refusal'
import { decodePage } from '@/lib/history/pages/decode'
import type {
  CommandAnswer,
  CreateDocument,
  CurrentDocument,
  DocumentAt,
  DocumentMade,
  EventsPage,
} from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { DocumentSession } from './document-session'
import type { SessionOptions } from './session-options'
import { SocketTransport } from './socket-transport'

/** What the server refused, as an exception for scripts. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(`${refusal.code}: ${refusal.message}`)
  }
}

/** A typed client for scripts, load generators and tests: one person's session with one server. For Node. */
export class EverdraftClient {
  private constructor(
    readonly origin: string,
    /** The session's: given to `connect`, it makes another client of the same person. */
    readonly cookie: string,
    readonly me: Author,
    readonly transport: SocketTransport,
  ) {}

  /**
   * Signs in as a new guest and connects.
   * @param origin the server's address, such as http://localhost:3000
   */
  static async connect(origin: string, cookie?: string): Promise<EverdraftClient> {
    const session = cookie ?? (await guestCookie(origin))
    const me = await readJSON<Author>(await fetch(`${origin}/api/me`, { headers: { cookie: session } }))
    const transport = new SocketTransport({
      origin,
      headers: { cookie: session },
      signIn: () => Promise.reject(new Error('The session has ended')),
    })
    transport.connect()
    return new EverdraftClient(origin, session, me, transport)
  }

  /** Opens a document with a full replica. */
  open(documentId: string, options: Partial<SessionOptions> = {}): DocumentSession {
    const session = new DocumentSession({ transport: this.transport, documentId, me: this.me, ...options })
    session.start()
    return session
  }

  create(wish: CreateDocument = {}): Promise<DocumentMade> {
    return this.call('POST', '/documents', wish)
  }

  document(documentId: string): Promise<CurrentDocument> {
    return this.call('GET', `/documents/${documentId}`)
  }

  documentAt(documentId: string, revision: number): Promise<DocumentAt> {
    return this.call('GET', `/documents/${documentId}/at/${revision}`)
  }

  events(documentId: string, from = 1, limit = 1_000): Promise<EventsPage> {
    return this.call('GET', `/documents/${documentId}/events?from=${from}&limit=${limit}`)
  }

  /** A page of packed history: which revisions it holds, the timeline's `pages` say. */
  async page(documentId: string, n: number): Promise<RecordedEvent[]> {
    const answer = await fetch(`${this.origin}/api/documents/${documentId}/history/pages/${n}`, {
      headers: { cookie: this.cookie },
    })
    return answer.ok ? decodePage(new Uint8Array(await answer.arrayBuffer())) : readJSON(answer)
  }

  /** Sends a command over HTTP. */
  command(command: Command): Promise<CommandAnswer> {
    return this.call('POST', `/documents/${command.documentId}/commands`, command)
  }

  /**
   * Any call under /api.
   * @throws RefusedError where the server refuses
   */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.origin}/api${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return readJSON<T>(answer)
  }

  close(): void {
    this.transport.close()
  }
}

async function guestCookie(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: '{}',
  })
  if (!answer.ok) throw new Error(`Signing in as a guest failed: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map(cookie => cookie.split(';', 1)[0])
    .join('; ')
}

async function readJSON<T>(answer: Response): Promise<T> {
  const body = (await answer.json()) as T & { error?: Refusal }
  if (!answer.ok) throw new RefusedError(body.error ?? { code: 'internal', message: `Status ${answer.status}` })
  return body
}
