import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { refuse } from '@/lib/document/refusal'
import { securityHeaders } from '../headers'
import { authRoutes } from './auth'
import type { HttpApp, HttpDependencies, HttpEnv } from './context'
import { documentRoutes } from './documents'
import { compressed } from './encoding'
import { errorResponse, refusalResponse } from './errors'
import { filmRoutes } from './film'
import { historyRoutes } from './history'
import { operationRoutes } from './operations'
import { pastRoutes } from './past'
import { peopleRoutes } from './people'
import { routesOn } from './routes'

/** All of /api and /metrics (docs/protocol.md). */
export function createApp(deps: HttpDependencies): HttpApp {
  const app: HttpApp = new Hono<HttpEnv>()
  const headers = Object.entries(securityHeaders(deps.env))
  app.use(async (c, next) => {
    await next()
    await compressed(c)
    for (const [name, value] of headers) c.res.headers.set(name, value)
  })
  authRoutes(app, deps)
  const routes = routesOn(app, deps)
  operationRoutes(routes, deps)
  peopleRoutes(routes, deps)
  documentRoutes(routes, deps)
  historyRoutes(routes, deps)
  filmRoutes(routes)
  pastRoutes(routes, deps)
  app.notFound(() => refusalResponse(refuse('not_found', 'There is nothing at this address.').refusal))
  app.onError(error => errorResponse(error, deps.log))
  return app
}

/** The same as a handler for Node's own server. It never throws and never rejects. */
export function httpHandler(deps: HttpDependencies): (request: IncomingMessage, response: ServerResponse) => void {
  const app = createApp(deps)
  const badRequest = () => refusalResponse(refuse('bad_request', 'The request cannot be read.').refusal)
  const listener = getRequestListener(app.fetch, {
    // Next has its own idea of Request and Response.
    overrideGlobalObjects: false,
    errorHandler: error => {
      deps.log.warn({ err: error }, 'A request could not be read')
      return badRequest()
    },
  })
  return (request, response) => {
    listener(request, response).catch(error => {
      deps.log.error({ err: error }, 'An answer could not be sent')
      response.destroy()
    })
  }
}
