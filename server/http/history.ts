import { z } from 'zod'
import { sessionsQuery, type TimelineQuery, timelineQuery } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { costs } from '../budget'
import type { HttpContext, HttpDependencies } from './context'
import { inTurn, readable } from './documents'
import { notFound, Refused } from './errors'
import { exported } from './export'
import { asked, documentIdOf, readQuery } from './input'
import { packedPage } from './pages'
import { reply } from './reply'
import type { Routes } from './routes'

/** What the history's slider and list draw, and the packed past itself. */
export function historyRoutes({ signedIn }: Routes, deps: HttpDependencies): void {
  signedIn('/api/documents/:id/history/timeline', { GET: (c, author) => timeline(c, author, deps) })
  signedIn('/api/documents/:id/history/sessions', { GET: (c, author) => sessions(c, author, deps) })
  signedIn('/api/documents/:id/export', { GET: (c, author) => exported(c, author, deps) })
  signedIn('/api/documents/:id/history/pages/:n', { GET: (c, author) => packedPage(c, author, deps) })
}

async function timeline(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const query = readQuery(c, timelineQuery)
  checkBounds(query)
  const { documentId, revision } = await readable(deps, documentIdOf(c))
  return inTurn(deps, authorId, costs.timeline(revision, query.buckets), async () => {
    const answer = await asked(deps.readModels.timeline(documentId, query))
    if (!answer) throw notFound()
    return reply(c, answer)
  })
}

async function sessions(c: HttpContext, { authorId }: Author, deps: HttpDependencies) {
  const query = readQuery(c, sessionsQuery)
  const { documentId } = await readable(deps, documentIdOf(c))
  return inTurn(deps, authorId, costs.sessions(query.limit), async () => {
    const answer = await asked(deps.readModels.sessions(documentId, query))
    if (!answer) throw notFound()
    return reply(c, answer)
  })
}

const revisionText = z.string().regex(/^\d{1,10}$/)
const time = z.iso.datetime({ offset: true })

function checkBounds({ by, from, to }: TimelineQuery): void {
  const bound = by === 'time' ? time : revisionText
  for (const value of [from, to])
    if (value !== undefined && !bound.safeParse(value).success)
      throw new Refused('bad_request', `from and to must be ${by === 'time' ? 'ISO 8601 times' : 'revisions'}.`)
}
