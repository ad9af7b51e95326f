import { refuse } from '@/lib/document/refusal'
import type { Author } from '@/lib/protocol/people'
import { isOurOrigin } from '../origin'
import type { HttpApp, HttpContext, HttpDependencies } from './context'
import { errorResponse, Refused, refusalResponse } from './errors'

type Method = 'GET' | 'POST' | 'PATCH'
type Handler = (c: HttpContext) => Promise<Response> | Response
type SignedInHandler = (c: HttpContext, author: Author) => Promise<Response> | Response

export type Routes = {
  /** Routes that anybody may call. */
  open(path: string, handlers: Partial<Record<Method, Handler>>): void
  /** Routes that need a session; the handler gets its author. */
  signedIn(path: string, handlers: Partial<Record<Method, SignedInHandler>>): void
}

/**
 * Puts handlers on an app, each behind the same door: the methods of its path, then for writes the Origin, then the session.
 * Nothing that a handler throws goes further than here.
 */
export function routesOn(app: HttpApp, deps: HttpDependencies): Routes {
  const { env, log, metrics, identity } = deps

  const guarded = (route: string, handler: Handler) => async (c: HttpContext) => {
    const end = metrics.httpSeconds.startTimer({ method: c.req.method, route })
    const response = await answered(c, handler)
    end({ status: response.status })
    return response
  }

  const answered = async (c: HttpContext, handler: Handler) => {
    try {
      if (isWrite(c) && !isOurOrigin(c.req.raw.headers, env))
        throw new Refused('forbidden', 'Writes from pages of other sites are not taken.')
      return await handler(c)
    } catch (error) {
      return errorResponse(error, log)
    }
  }

  const withAuthor =
    (handler: SignedInHandler): Handler =>
    async c => {
      const visitor = await identity.visitorOf(c.req.raw.headers, true)
      if (!visitor) throw new Refused('not_signed_in', 'Sign in first: POST /api/auth/sign-in/anonymous will do.')
      const response = await handler(c, visitor.author)
      for (const cookie of visitor.setCookie) response.headers.append('set-cookie', cookie)
      return response
    }

  const open: Routes['open'] = (path, handlers) => {
    for (const [method, handler] of Object.entries(handlers)) app.on(method, path, guarded(path, handler))
    app.all(path, () => wrongMethod(Object.keys(handlers)))
  }

  return {
    open,
    signedIn: (path, handlers) =>
      open(
        path,
        Object.fromEntries(Object.entries(handlers).map(([method, handler]) => [method, withAuthor(handler)])),
      ),
  }
}

function isWrite(c: HttpContext): boolean {
  return c.req.method !== 'GET' && c.req.method !== 'HEAD'
}

function wrongMethod(methods: string[]): Response {
  const response = refusalResponse(refuse('bad_request', `This address takes ${methods.join(', ')}.`).refusal, 405)
  response.headers.set('allow', methods.join(', '))
  return response
}
