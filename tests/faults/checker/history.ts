import { createHash } from 'node:crypto'
import type { RecordedEvent } from '@/lib/document/events'
import { canonicalJSON, type NodeJSON, schema } from '@/lib/document/schema'

/**
 * What became of a command, as its client knows it: nothing yet; stored at a revision; never stored and never will be; or
 * unknown, because no answer came or one that says so.
 */
export type Outcome = 'open' | 'ok' | 'fail' | 'info'

export type Op = {
  client: string
  authorId: string
  documentId: string
  commandId: string
  /** Text that stands nowhere else; some commands carry none. */
  tokens: string[]
  outcome: Outcome
  /** The revisions that acknowledgements of it have named, copies of it included. */
  revisions: number[]
  invokedAt: number
  answeredAt: number | null
  /** Whether its client gave it up without knowing; otherwise it's sent until it's known. */
  abandoned: boolean
}

type Who = Pick<Op, 'client' | 'authorId' | 'documentId' | 'commandId'>

/** Somebody saw this at this revision. */
export type Sighting = { documentId: string; revision: number; hash: string; by: string }

/** What all clients of one run did, were told and saw. */
export class History {
  readonly ops = new Map<string, Op>()
  /** Events and whole documents, each version of one once. */
  readonly events: Sighting[] = []
  readonly documents: Sighting[] = []
  /** What the wire did that it never may. */
  readonly wireFaults: string[] = []
  /** When somebody was acknowledged, in ms. */
  readonly acknowledgements: number[] = []
  /** When a room told something new. */
  readonly broadcasts: number[] = []
  private readonly known = new Set<string>()

  /** Somebody wants a token stored by this command. */
  invoked(who: Who, token: string): Op {
    const op = this.sent(who)
    op.tokens.push(token)
    return op
  }

  /** A command is on the wire; of one that carries no token too it's known what became of it. */
  sent({ client, authorId, documentId, commandId }: Who): Op {
    const key = keyOf({ authorId, commandId })
    const known = this.ops.get(key)
    if (known) return known
    const fresh = { tokens: [], outcome: 'open' as const, revisions: [], answeredAt: null, abandoned: false }
    const op = { client, authorId, documentId, commandId, ...fresh, invokedAt: Date.now() }
    this.ops.set(key, op)
    return op
  }

  /** An answer came, or none. What's known stays known. */
  answered(authorId: string, commandId: string, outcome: Outcome, revision?: number): void {
    if (outcome === 'ok') this.acknowledgements.push(Date.now())
    const op = this.ops.get(keyOf({ authorId, commandId }))
    if (!op) return
    if (revision !== undefined) op.revisions.push(revision)
    if (op.outcome === 'ok') return
    op.outcome = outcome
    op.answeredAt = Date.now()
  }

  sawEvents(by: string, events: readonly RecordedEvent[]): void {
    for (const event of events) this.saw(this.events, 'event', { ...event, hash: eventHash(event), by })
  }

  sawDocument(by: string, documentId: string, revision: number, doc: NodeJSON): void {
    this.saw(this.documents, 'document', { documentId, revision, hash: documentHash(doc), by })
  }

  private saw(list: Sighting[], kind: string, { documentId, revision, hash, by }: Sighting): void {
    const key = `${kind} ${documentId} ${revision} ${hash}`
    if (this.known.has(key)) return
    this.known.add(key)
    list.push({ documentId, revision, hash, by })
  }
}

export const keyOf = ({ authorId, commandId }: { authorId: string; commandId: string }) => `${authorId} ${commandId}`

/** Of all that an event says. */
export function eventHash(event: RecordedEvent): string {
  return hash(JSON.stringify(event, sorted))
}

export const documentHash = (doc: NodeJSON) => hash(canonicalJSON(schema.nodeFromJSON(doc)))

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')
