import type { Command } from '@/lib/document/commands'
import { nameIn } from '@/lib/export/file'
import type {
  CommandAnswer,
  CreateDocument,
  DocumentAt,
  DocumentList,
  DocumentMade,
  EventsPage,
  ExportFormat,
  ListQuery,
  Sessions,
  Timeline,
  VisitChange,
} from '@/lib/protocol/http'
import type { Authorship, Comparison, LifeInSpells, PastSearch, Without } from '@/lib/protocol/past'
import type { Author } from '@/lib/protocol/people'
import { randomUuid } from './ids'
import { type Result, request } from './request'

export type { Failure, Result } from './request'

type Signal = AbortSignal | undefined
type WithoutEnvelope<C> = C extends unknown
  ? Omit<C, 'documentId' | 'baseRevision' | 'schemaVersion' | 'commandId'>
  : never
/** What is wished, without the envelope that says of which document and when. */
export type Wish = WithoutEnvelope<Command>

// How far in the order of all events this page's own writes have come. Lists wait for it, so that one reads one's own writes.
let written = ''

function noteWritten<T extends { position: string }>(result: Result<T>): Result<T> {
  if (result.ok && result.value.position > written) written = result.value.position
  return result
}

function query(values: Record<string, string | number | undefined>): string {
  const filled = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString()
}

/** Makes a document, or a copy of one, under an id of ours, so that asking again can't make two. */
export async function createDocument(more: Pick<CreateDocument, 'title' | 'from'> = {}): Promise<Result<DocumentMade>> {
  const body = { documentId: randomUuid(), ...more }
  return noteWritten(await request<DocumentMade>('/documents', { method: 'POST', body }))
}

/** Documents of mine and those that I've opened; waits until it holds what this page has written. */
export function listDocuments(
  { query: text, sort, trashed, cursor, limit }: Partial<Omit<ListQuery, 'after'>>,
  signal?: Signal,
): Promise<Result<DocumentList>> {
  return request(`/documents?${query({ query: text, sort, trashed, cursor, limit, after: written })}`, { signal })
}

/** Takes a document of others out of my list, or puts it back. */
export function keepInList(documentId: string, listed: boolean): Promise<Result<VisitChange>> {
  return request(`/documents/${documentId}/visit`, { method: 'PATCH', body: { listed } })
}

/** One command to a document that isn't open here. */
export async function sendCommand(
  { documentId, revision }: { documentId: string; revision: number },
  wish: Wish,
): Promise<Result<CommandAnswer>> {
  // Loaded when first needed: the schema brings the whole editor's extensions, which the list does without.
  const { schemaVersion } = await import('@/lib/document/schema')
  const body = { documentId, baseRevision: revision, schemaVersion, commandId: randomUuid(), ...wish }
  return noteWritten(await request<CommandAnswer>(`/documents/${documentId}/commands`, { method: 'POST', body }))
}

/** Who I am; makes me a guest where I'm nobody yet. */
export function getMe(): Promise<Result<Author>> {
  return request('/me')
}

export function changeMe(change: { name?: string; color?: string }): Promise<Result<Author>> {
  return request('/me', { method: 'PATCH', body: change })
}

/** A document as it was at a revision. `version` makes the answer cacheable for ever (docs/protocol.md). */
export function documentAt(
  id: string,
  revision: number,
  version: string,
  signal?: Signal,
): Promise<Result<DocumentAt>> {
  return request(`/documents/${id}/at/${revision}?${query({ v: version })}`, { signal })
}

/** Recorded events from a revision on, at most `limit`. */
export function documentEvents(
  id: string,
  { from, limit, version }: { from: number; limit: number; version?: string | undefined },
  signal?: Signal,
): Promise<Result<EventsPage>> {
  return request(`/documents/${id}/events?${query({ from, limit, v: version })}`, { signal })
}

/** The bytes of a page of packed history. */
export function documentPage(id: string, n: number, version: string, signal?: Signal): Promise<Result<Uint8Array>> {
  const read = async (response: Response) => new Uint8Array(await response.arrayBuffer())
  return request(`/documents/${id}/history/pages/${n}?${query({ v: version })}`, { signal, read })
}

/** A document as a file. @param revision the latest, where none is asked for */
export function exportDocument(
  id: string,
  wanted: { format: ExportFormat; revision?: number | undefined },
): Promise<Result<{ name: string; content: Blob }>> {
  const read = async (response: Response) => ({
    name: nameIn(response.headers.get('content-disposition')) ?? id,
    content: await response.blob(),
  })
  return request(`/documents/${id}/export?${query(wanted)}`, { read })
}

/** Activity of a stretch of revisions, both ends included, or of all of them, then with marks and pages. */
export function timeline(
  id: string,
  stretch: { buckets: number; from?: number; to?: number },
  signal?: Signal,
): Promise<Result<Timeline>> {
  const only = stretch.from === undefined ? undefined : 'buckets'
  return request(`/documents/${id}/history/timeline?${query({ by: 'revision', ...stretch, only })}`, { signal })
}

/** What a document would be now without what an author, or everybody, did in a stretch of revisions. */
export function documentWithout(
  id: string,
  stretch: { from: number; to: number; author?: string | undefined },
  signal?: Signal,
): Promise<Result<Without>> {
  return request(`/documents/${id}/history/without?${query(stretch)}`, { signal })
}

/** The script that a film plays itself with. */
export function filmPlayer(signal?: Signal): Promise<Result<string>> {
  return request('/film.js', { signal, read: response => response.text() })
}

/** Which sessions of work are listed: those of one author, or with a named version in them. */
export type SessionFilter = { author?: string; named?: boolean }

/** Sessions of work, newest first. */
export function sessions(
  id: string,
  { author, named, cursor, limit }: SessionFilter & { cursor?: string | undefined; limit: number },
  signal?: Signal,
): Promise<Result<Sessions>> {
  const wanted = { cursor, author, named: named ? 'true' : undefined, limit }
  return request(`/documents/${id}/history/sessions?${query(wanted)}`, { signal })
}

/** Who wrote what of the document at a revision. */
export function authorship(id: string, revision: number, v: string, signal?: Signal): Promise<Result<Authorship>> {
  return request(`/documents/${id}/history/authorship?${query({ revision, v })}`, { signal })
}

/** What differs between two revisions, the earlier one first. */
export function comparison(
  id: string,
  { from, to }: { from: number; to: number },
  v: string,
  signal?: Signal,
): Promise<Result<Comparison>> {
  return request(`/documents/${id}/history/compare?${query({ from, to, v })}`, { signal })
}

/** What touched what stands between two positions of the document at a revision, in spells. */
export function lifeOf(
  id: string,
  { revision, from, to }: { revision: number; from: number; to: number },
  signal?: Signal,
): Promise<Result<LifeInSpells>> {
  return request(`/documents/${id}/history/life?${query({ revision, from, to, as: 'spells' })}`, { signal })
}

/** Where a phrase ever stood. */
export function searchPast(
  id: string,
  { phrase, caseSensitive }: { phrase: string; caseSensitive: boolean },
  signal?: Signal,
): Promise<Result<PastSearch>> {
  const wanted = { query: phrase, caseSensitive: String(caseSensitive) }
  return request(`/documents/${id}/history/search?${query(wanted)}`, { signal })
}
