import type { Document } from '@/lib/document/document'
import { authorshipQuery, comparisonQuery, lifeQuery, pastSearchQuery, withoutQuery } from '@/lib/protocol/past'
import type { Author } from '@/lib/protocol/people'
import { costs } from '../budget'
import { DamagedLog } from '../damage'
import { Turns } from '../promises'
import type { Question } from '../weaving/answer'
import type { HttpContext, HttpDependencies } from './context'
import { readable, versionOf, work } from './documents'
import { Refused } from './errors'
import { documentIdOf, readQuery } from './input'
import { type ReplyOptions, reply, unchangedReply } from './reply'
import type { Routes } from './routes'

/** What's asked about all of a document's past at once: who wrote what, what differs, what came and went, what if not. */
export function pastRoutes({ signedIn }: Routes, deps: HttpDependencies): void {
  signedIn('/api/documents/:id/history/authorship', {
    GET: (c, author) => {
      const { revision, v } = readQuery(c, authorshipQuery)
      return told(c, author, deps, { ask: 'authorship', revision }, { fixed: `authorship.${revision}`, v })
    },
  })
  signedIn('/api/documents/:id/history/compare', {
    GET: (c, author) => {
      const { from, to, v } = readQuery(c, comparisonQuery)
      inOrder(from, to)
      return told(c, author, deps, { ask: 'compare', from, to }, { fixed: `compare.${from}-${to}`, v })
    },
  })
  signedIn('/api/documents/:id/history/life', {
    GET: (c, author) => {
      const query = readQuery(c, lifeQuery)
      inOrder(query.from, query.to)
      return told(c, author, deps, { ask: 'life', ...query })
    },
  })
  signedIn('/api/documents/:id/history/search', {
    GET: (c, author) => {
      const { query, caseSensitive } = readQuery(c, pastSearchQuery)
      return told(c, author, deps, { ask: 'search', query, caseSensitive: caseSensitive === 'true' })
    },
  })
  signedIn('/api/documents/:id/history/without', {
    GET: (c, author) => {
      const { from, to, author: authorId } = readQuery(c, withoutQuery)
      inOrder(from, to)
      return told(c, author, deps, { ask: 'without', from, to, ...(authorId && { author: authorId }) })
    },
  })
}

const turns = new Turns()

/** @param fixed of an answer that never changes: what stands for the question, and the version that the asker knows */
async function told(
  c: HttpContext,
  { authorId }: Author,
  deps: HttpDependencies,
  question: Question,
  { fixed, v }: { fixed?: string; v?: string | undefined } = {},
) {
  const documentId = documentIdOf(c)
  const asked = Math.max(...['revision', 'from', 'to'].map(name => numberOf(question, name)))
  const document = await readable(deps, documentId, asked)
  if (asked > document.revision) throw new Refused('not_found', 'The document has no such revision yet.')
  const version = versionOf(document)
  const caching: ReplyOptions = fixed ? { tag: `${version}.${fixed}`, immutable: v === version } : {}
  const unchanged = caching.tag === undefined ? null : unchangedReply(c, { ...caching, tag: caching.tag })
  if (unchanged) return unchanged
  // One after the other: who asks for much at once holds up themselves.
  const { json, authorIds } = await turns.take(authorId, () => {
    work(deps, authorId, costs.weaving(document.revision))
    return answered(deps, document, question)
  })
  deps.budget.owe({ authorId }, costs.told(json.length))
  const authors = await deps.identity.authorsByIds(authorIds)
  return reply(c, `${json.slice(0, -1)},"authors":${JSON.stringify(authors)}}`, caching)
}

async function answered(
  { weaving }: HttpDependencies,
  document: Document & { historyEpoch: number },
  question: Question,
) {
  const { documentId, historyEpoch, revision: head } = document
  const answer = await weaving.ask({ documentId, historyEpoch, head, question })
  if (answer === 'busy') throw new Refused('busy', 'Many ask about the past just now.', { retryInMs: 500 })
  if (answer === 'too much') throw new Refused('bad_request', 'That takes too long to find out. Ask for less.')
  if (answer === 'unavailable') throw new Refused('busy', 'Try again in a moment.', { retryInMs: 1_000 })
  if ('damagedFrom' in answer) throw new DamagedLog(documentId, answer.damagedFrom, answer.reason)
  return answer
}

/** Positions aren't revisions. */
function numberOf(question: Question, name: string): number {
  if (question.ask === 'life' && name !== 'revision') return 0
  return Number((question as Record<string, unknown>)[name] ?? 0)
}

function inOrder(from: number, to: number): void {
  if (from > to) throw new Refused('bad_request', 'from must not be beyond to.')
}
