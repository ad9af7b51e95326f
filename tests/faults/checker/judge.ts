import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { canonicalJSON } from '@/lib/document/schema'
import { tokensIn } from '../people/writer'
import { documentHash, eventHash, type History, keyOf, type Op } from './history'

/** What there is, once all faults are healed and everybody has come to rest. */
export type Truth = {
  /** The log of each document, in order. */
  logs: ReadonlyMap<string, readonly RecordedEvent[]>
  /** Canonical JSON of a document by whoever holds one: replicas, servers, snapshot and tail. */
  held: { by: string; documentId: string; json: string }[]
  /** What replicas still hold that isn't confirmed. */
  unconfirmed: { by: string; count: number }[]
  /** Rows of projections that aren't what the log makes, and projections that never came to its end. */
  projections: string[]
  /** Milliseconds from each healing to the next acknowledgement, and how many there may be. */
  recoveries: number[]
  patience: number
}

/**
 * Compares what people were told and saw with what there is.
 * @returns every breach, by the name of the invariant: I1 durable, I2 exactly once, I3 gapless, I4 one value a revision,
 * I5 convergence, I6 order, I7 read models, I9 recovery. (I8, what a page says, is the browser's tests'.)
 */
export function judge(history: History, truth: Truth): string[] {
  const ops = [...history.ops.values()]
  const folds = new Map(
    [...truth.logs].map(([documentId, events]) => {
      const seen = history.documents.filter(sighting => sighting.documentId === documentId)
      return [documentId, fold(events, new Set(seen.map(({ revision }) => revision)))]
    }),
  )
  return [
    ...durable(ops, truth),
    ...exactlyOnce(ops, truth, folds),
    ...gapless(truth),
    ...oneValue(history, truth, folds),
    ...converged(truth, folds),
    ...inOrder(ops, truth),
    ...history.wireFaults.map(fault => `I6 ${fault}`),
    ...truth.projections.map(fault => `I7 ${fault}`),
    ...truth.recoveries
      .filter(ms => ms > truth.patience)
      .map(ms => `I9 the first acknowledgement after the healing came after ${ms} ms`),
  ]
}

function durable(ops: Op[], { logs }: Truth): string[] {
  return ops.flatMap(op =>
    op.revisions.flatMap(revision => {
      const event = logs.get(op.documentId)?.[revision - 1]
      const same = event && keyOf(event) === keyOf(op)
      const text = event ? insertedText(event) : ''
      const missing = op.tokens.filter(token => !text.includes(token))
      if (!same)
        return [`I1 ${op.client} was told that ${nameOf(op)} is revision ${revision}; that is ${event?.commandId}`]
      return missing.map(token => `I1 ${token} of ${op.client} is not in revision ${revision}, though acknowledged`)
    }),
  )
}

function exactlyOnce(ops: Op[], { logs }: Truth, folds: Map<string, Fold>): string[] {
  const faults: string[] = []
  const stored = new Set<string>()
  const words = new Set<string>()
  for (const [documentId, events] of logs)
    for (const event of events) {
      if (stored.has(keyOf(event))) faults.push(`I2 command ${event.commandId} stands twice in ${documentId}`)
      stored.add(keyOf(event))
      for (const token of tokensIn(insertedText(event))) words.add(`${event.authorId} ${token}`)
    }
  const counts = new Map<string, number>()
  for (const { text } of folds.values())
    for (const token of tokensIn(text)) counts.set(token, (counts.get(token) ?? 0) + 1)
  for (const op of ops) {
    // A replica that was too far behind sends under a new id what it knows not to be stored under the old one.
    const isStored =
      stored.has(keyOf(op)) || (op.tokens.length > 0 && op.tokens.every(token => words.has(`${op.authorId} ${token}`)))
    if (op.outcome === 'fail' && isStored) faults.push(`I2 ${nameOf(op)} was refused for good, and is stored`)
    if (!op.abandoned && op.outcome !== 'fail' && !isStored)
      faults.push(`I2 ${nameOf(op)} of ${op.client} was sent until its end, and is not stored`)
    for (const token of op.tokens) {
      const count = counts.get(token) ?? 0
      if (count !== (isStored ? 1 : 0)) faults.push(`I2 ${token} of ${op.client} stands ${count} times in the document`)
    }
  }
  return faults
}

function gapless({ logs }: Truth): string[] {
  return [...logs].flatMap(([documentId, events]) =>
    events.flatMap(({ revision }, i) =>
      revision === i + 1 ? [] : [`I3 revision ${revision} of ${documentId} at place ${i + 1}`],
    ),
  )
}

function oneValue({ events, documents }: History, { logs }: Truth, folds: Map<string, Fold>): string[] {
  const seenEvents = events.flatMap(({ documentId, revision, hash, by }) => {
    const event = logs.get(documentId)?.[revision - 1]
    if (event && eventHash(event) === hash) return []
    return [`I4 ${by} saw another revision ${revision} of ${documentId} than the log has`]
  })
  const seenDocuments = documents.flatMap(({ documentId, revision, hash, by }) =>
    folds.get(documentId)?.hashes.get(revision) === hash
      ? []
      : [`I4 ${by} was given another document ${documentId} at ${revision} than the log makes`],
  )
  return [...seenEvents, ...seenDocuments]
}

function converged({ held, unconfirmed }: Truth, folds: Map<string, Fold>): string[] {
  return [
    ...[...folds].flatMap(([documentId, { fault }]) => (fault ? [`I5 ${documentId} cannot be folded ${fault}`] : [])),
    ...held
      .filter(({ documentId, json }) => json !== folds.get(documentId)?.json)
      .map(({ by, documentId }) => `I5 ${by} holds another ${documentId} than the log makes`),
    ...unconfirmed.filter(({ count }) => count > 0).map(({ by, count }) => `I5 ${by} still holds ${count} unconfirmed`),
  ]
}

// Of one that was given up before the next one was sent, a copy may still have been on its way. Tokens count in the order in
// which they were typed, commands without any in the order in which they were first sent.
function inOrder(ops: Op[], { logs }: Truth): string[] {
  const revisions = new Map<string, number>()
  for (const events of logs.values())
    for (const event of events) {
      revisions.set(keyOf(event), event.revision)
      for (const token of tokensIn(insertedText(event))) revisions.set(token, event.revision)
    }
  const last = new Map<string, { revision: number; op: Op }>()
  const faults: string[] = []
  for (const op of ops) {
    const [token] = op.tokens
    const revision = revisions.get(keyOf(op)) ?? revisions.get(token ?? '')
    if (revision === undefined || op.abandoned) continue
    const lane = `${op.client} ${token ? 'tokens' : 'commands'}`
    const before = last.get(lane)
    if (before && before.revision > revision) faults.push(`I6 ${nameOf(op)} overtook ${nameOf(before.op)}`)
    last.set(lane, { revision, op })
  }
  return faults
}

/** What a log makes, and at which of its events it makes nothing. */
type Fold = { json: string; text: string; hashes: Map<number, string>; fault: string | null }

function fold(events: readonly RecordedEvent[], seen: ReadonlySet<number>): Fold {
  let document: Document | null = null
  let fault: string | null = null
  const hashes = new Map<number, string>()
  try {
    for (const event of events) {
      document = evolve(document, event)
      if (seen.has(event.revision)) hashes.set(event.revision, documentHash(document.doc.toJSON()))
    }
    document?.doc.check()
  } catch (error) {
    fault = `after ${document?.revision ?? 0}: ${error instanceof Error ? error.message : error}`
  }
  return { json: document ? canonicalJSON(document.doc) : '', text: document?.doc.textContent ?? '', hashes, fault }
}

const nameOf = ({ tokens, commandId }: Op) => tokens[0] ?? commandId

function insertedText(event: RecordedEvent): string {
  return 'steps' in event.data ? event.data.steps.map(step => textOf(step.slice)).join('') : ''
}

function textOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return ''
  const { text, content } = node as { text?: string; content?: unknown[] }
  return (text ?? '') + (content ?? []).map(textOf).join('')
}
