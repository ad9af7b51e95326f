import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { documentNodes } from '@/lib/document/check'
import { command } from '@/lib/document/commands'
import type { Document } from '@/lib/document/document'
import { schemaVersion } from '@/lib/document/schema'
import {
  type CommandAnswer,
  type CreateDocument,
  type CurrentDocument,
  createDocument,
  type DocumentAt,
  type DocumentMade,
  type EventsPage,
  eventsQuery,
  listQuery,
  type VisitChange,
  visitChange,
} from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { charge, costs } from '../budget'
import type { NewDocument } from '../documents'
import { roleOf } from '../policy'
import { fewAtATime, Turns } from '../promises'
import { sizeOf } from '../size'
import type { HttpContext, HttpDependencies } from './context'
import { notFound, Refused, refusalResponse } from './errors'
import { asked, documentIdOf, readJSON, readQuery, revisionOf } from './input'
import { reply } from './reply'
import type { Routes } from './routes'

const noQuery = z.strictObject({})
export const fixedQuery = z.strictObject({ v: z.string().max(40).optional() })
const longestWaitMs = 2_000
const pageBytes = 4 * 1024 * 1024
/** Making a document is as dear as so many commands. */
const creationCost = 10

/**
 * A document that may be read; answers the same where there's none, and where it was deleted.
 * @param revision the revision that's asked for, where it's one
 */
export async function readable({ documents }: HttpDependencies, documentId: string, revision?: number) {
  const document = await documents.current(documentId, revision)
  if (!document) throw notFound()
  return document
}

/** Whatever can't change for good can't change under this version: the schema's, and the history's epoch. */
export function versionOf({ historyEpoch }: { historyEpoch: number }): string {
  return `${schemaVersion}.${historyEpoch}`
}

export function documentRoutes({ signedIn }: Routes, deps: HttpDependencies): void {
  signedIn('/api/documents', {
    GET: (c, author) => list(c, author, deps),
    POST: (c, author) => create(c, author, deps),
  })
  signedIn('/api/documents/:id', { GET: (c, author) => read(c, author, deps) })
  signedIn('/api/documents/:id/at/:revision', { GET: (c, author) => readAt(c, author, deps) })
  signedIn('/api/documents/:id/events', { GET: (c, author) => readEvents(c, author, deps) })
  signedIn('/api/documents/:id/commands', { POST: (c, author) => submit(c, author, deps) })
  signedIn('/api/documents/:id/visit', { PATCH: (c, author) => changeVisit(c, author, deps) })
}

async function list(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const { progress, visits, readModels, budget } = deps
  const query = readQuery(c, listQuery)
  if (query.after !== undefined && !(await progress.waitFor(query.after, longestWaitMs)))
    throw new Refused('busy', 'The list has not come so far yet.', { retryInMs: 500 })
  await visits.flush()
  const searched = (characters: number) => budget.owe({ authorId }, costs.searching(characters))
  const cost = query.query ? costs.search(query.limit) : costs.list(query.limit)
  return inTurn(deps, authorId, cost, async () =>
    reply(c, await asked(readModels.listDocuments(authorId, query, searched))),
  )
}

async function create(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  spend(deps, authorId, creationCost)
  const { bodyBytes, jsonDepth } = deps.env.limits
  const limit = { bytes: bodyBytes, depth: jsonDepth, tooLarge: 'document_too_large' } as const
  const wish = await readJSON(c, createDocument, limit, bytes => work(deps, authorId, costs.making(bytes)))
  const cost = wish.from ? costs.copying(0) : costs.making(wish.content ? limit.bytes : 0)
  const made = await newDocument(wish, authorId, deps)
  const outcome = await deps.lane.run(authorId, cost, () => deps.documents.create(made, { authorId, via: 'api' }))
  if ('refusal' in outcome) return refusalResponse(outcome.refusal)
  const { documentId, revision, position } = outcome.event
  return reply(c, { documentId, revision, position } satisfies DocumentMade, { status: 201 })
}

async function newDocument(
  { documentId = randomUUID(), title, content, from }: CreateDocument,
  authorId: string,
  deps: HttpDependencies,
): Promise<NewDocument> {
  if (!from) return { documentId, title: title ?? '', ...(content && { content }) }
  if (content) throw new Refused('bad_request', 'Either content or from, not both.')
  const { revision, doc } = await readable(deps, from.documentId)
  if (from.revision > revision) throw new Refused('future_revision', `The document's last revision is ${revision}.`)
  const cost = costs.past(documentNodes(doc)) + costs.copying(documentNodes(doc))
  return inTurn(deps, authorId, cost, async () => {
    const original = await existing(deps, from.documentId, from.revision)
    return { documentId, title: title ?? original.title, content: original.doc.toJSON(), source: from }
  })
}

async function read(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  readQuery(c, noQuery)
  const document = await readable(deps, documentIdOf(c))
  const { documentId, title, revision, historyEpoch, quarantinedFrom, status, doc } = document
  const role = roleOf(document, authorId)
  deps.visits.record(authorId, documentId, revision)
  return inTurn(deps, authorId, costs.reading(doc), async () => {
    const answer: CurrentDocument = {
      documentId,
      title,
      role,
      revision,
      schemaVersion,
      historyEpoch,
      ...(quarantinedFrom !== undefined && { quarantinedFrom }),
      trashed: status === 'trashed',
      doc: doc.toJSON(),
    }
    return reply(c, answer, { tag: `${versionOf(document)}.${revision}.${role}` })
  })
}

async function readAt(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const { v } = readQuery(c, fixedQuery)
  const documentId = documentIdOf(c)
  const revision = revisionOf(c)
  const now = await readable(deps, documentId, revision)
  if (revision > now.revision) throw new Refused('not_found', 'The document has no such revision yet.')
  const cost = costs.reading(now.doc) + (revision === now.revision ? 0 : costs.past(documentNodes(now.doc)))
  const version = versionOf(now)
  return inTurn(deps, authorId, cost, async () => {
    const body = await momentAt(deps, documentId, revision)
    return reply(c, body, { tag: `${version}.${revision}`, immutable: v === version })
  })
}

/** @returns the answer's JSON in UTF-8, whose content was never made into nodes */
async function momentAt(deps: HttpDependencies, documentId: string, revision: number): Promise<Buffer<ArrayBuffer>> {
  const then = await deps.history.momentAt(documentId, revision)
  if (!then) throw notFound()
  const { event, title, content } = then
  const answer: Omit<DocumentAt, 'doc'> = {
    revision,
    recordedAt: event.recordedAt,
    author: event.authorId,
    title,
    authors: await deps.identity.authorsByIds([event.authorId]),
  }
  const body = [Buffer.from('{"doc":'), content, Buffer.from(`,${JSON.stringify(answer).slice(1)}`)]
  return Buffer.concat(body)
}

async function readEvents(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const { from, limit, v } = readQuery(c, eventsQuery)
  const documentId = documentIdOf(c)
  const document = await readable(deps, documentId)
  const cost = costs.page(Math.max(0, Math.min(limit, document.revision - from + 1)))
  const events = await inTurn(deps, authorId, cost, async () => {
    const read = await deps.store.read(documentId, from, { events: limit, bytes: pageBytes })
    deps.budget.owe({ authorId }, costs.told(sizeOf(read)))
    return read
  })
  const last = events.at(-1)?.revision ?? from - 1
  // The writer's revision may be behind what was read meanwhile.
  const more = last < document.revision && events.length > 0
  const answer: Omit<EventsPage, 'events'> = {
    authors: await deps.identity.authorsByIds(events.map(({ authorId }) => authorId)),
    ...(more ? { next: last + 1 } : {}),
  }
  const version = versionOf(document)
  const texts = await fewAtATime(events, event => JSON.stringify(event))
  const body = `{"events":[${texts.join(',')}],${JSON.stringify(answer).slice(1)}`
  return reply(c, body, { tag: `${version}.${from}-${last}${more ? '+' : ''}`, immutable: more && v === version })
}

async function submit(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const documentId = documentIdOf(c)
  spend(deps, authorId)
  const endTimer = deps.metrics.ackSeconds.startTimer({ via: 'api' })
  const { frameBytes, jsonDepth } = deps.env.limits
  const limit = { bytes: frameBytes, depth: jsonDepth, tooLarge: 'command_too_large' } as const
  let bytes = 0
  const wish = await readJSON(c, command, limit, size => {
    bytes = size
    work(deps, authorId, 0)
    deps.budget.owe({ authorId }, costs.message(size))
  })
  const pay = deps.budget.payFor({ authorId }, bytes)
  if (wish.documentId !== documentId) throw new Refused('bad_request', 'The command is for another document.')
  const outcome = await deps.documents.submit(wish, { authorId, via: 'api', pay })
  deps.metrics.commands.inc({ via: 'api', outcome: 'refusal' in outcome ? outcome.refusal.code : 'ok' })
  if ('refusal' in outcome) return refusalResponse(outcome.refusal)
  endTimer()
  const { event } = outcome
  return reply(c, { revision: event.revision, position: event.position, event } satisfies CommandAnswer)
}

async function changeVisit(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const { documentId, ownerId } = await readable(deps, documentIdOf(c))
  spend(deps, authorId)
  const { jsonDepth: depth } = deps.env.limits
  const { listed } = await readJSON(c, visitChange, { bytes: 1_024, depth, tooLarge: 'bad_request' })
  if (ownerId === authorId)
    throw new Refused('bad_request', 'Your own documents are in your list; move it to the trash.')
  await deps.visits.list(authorId, documentId, listed)
  return reply(c, { listed } satisfies VisitChange)
}

/** A document at a revision that it has. */
export async function existing({ history }: HttpDependencies, documentId: string, revision: number): Promise<Document> {
  const document = await history.documentAt(documentId, revision)
  if (!document) throw notFound()
  return document
}

/** @throws Refused when an author has written more than they may for the moment */
export function spend({ rate }: HttpDependencies, authorId: string, cost = 1): void {
  const retryInMs = rate.take(authorId, cost)
  if (retryInMs > 0) throw new Refused('rate_limited', 'Too much at once. Go on in a moment.', { retryInMs })
}

const turns = new Turns()

/**
 * Does what an author asks for, one after the other: who asks for much at once holds up themselves.
 * @throws Refused when it's too heavy for the moment
 */
export function inTurn<T>(deps: HttpDependencies, authorId: string, cost: number, read: () => Promise<T>): Promise<T> {
  return turns.take(authorId, async () => {
    work(deps, authorId, cost)
    return deps.lane.run(authorId, cost, read)
  })
}

/** @throws Refused when what an author asks for is too heavy for the moment */
export function work({ budget }: HttpDependencies, authorId: string, cost: number): void {
  const dear = charge({ pay: budget.payFor({ authorId }) }, cost)
  if (dear) throw new Refused(dear.refusal.code, dear.refusal.message, dear.refusal)
}
