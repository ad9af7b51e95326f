import { z } from 'zod'
import { sessionsQuery, type TimelineQuery, timelineQuery } from '@/lib/protocol/http'
import type { HttpContext, HttpDependencies } from './context'
import { readable } from './documents'
import { notFound, Refused } from './errors'
import { asked, documentIdOf, readQuery } from './input'
import { packedPage } from './pages'
import { reply } from './reply'
import type { Routes } from './routes'

/** What the history's slider and list draw, and the packed past itself. */
export function historyRoutes({ signedIn }: Routes, deps: HttpDependencies): void {
  signedIn('/api/documents/:id/history/timeline', { GET: c => timeline(c, deps) })
  signedIn('/api/documents/:id/history/sessions', { GET: c => sessions(c, deps) })
  signedIn('/api/documents/:id/history/pages/:n', { GET: (c, author) => packedPage(c, author, deps) })
}

async function timeline(c: HttpContext, deps: HttpDependencies) {
  const query = readQuery(c, timelineQuery)
  checkBounds(query)
  const { documentId } = await readable(deps, documentIdOf(c))
  const answer = await asked(deps.readModels.timeline(documentId, query))
  if (!answer) throw notFound()
  return reply(c, answer)
}

async function sessions(c: HttpContext, deps: HttpDependencies) {
  const query = readQuery(c, sessionsQuery)
  const { documentId } = await readable(deps, documentIdOf(c))
  const answer = await asked(deps.readModels.sessions(documentId, query))
  if (!answer) throw notFound()
  return reply(c, answer)
}

const revision = z.string().regex(/^\d{1,10}$/)
const time = z.iso.datetime({ offset: true })

function checkBounds({ by, from, to }: TimelineQuery): void {
  const bound = by === 'time' ? time : revision
  for (const value of [from, to])
    if (value !== undefined && !bound.safeParse(value).success)
      throw new Refused('bad_request', `from and to must be ${by === 'time' ? 'ISO 8601 times' : 'revisions'}.`)
}
