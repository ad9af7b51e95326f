import { clientAddress, isOurOrigin } from '../origin'
import type { HttpApp, HttpDependencies } from './context'
import { errorResponse, Refused } from './errors'
import { readBody } from './input'

const bodyLimit = { bytes: 64 * 1024, tooLarge: 'command_too_large' } as const

/** Sign-in and all that belongs to it: better-auth's own calls and answers, behind our look at Origin and size. */
export function authRoutes(app: HttpApp, { auth, env, log }: HttpDependencies): void {
  app.all('/api/auth/*', async c => {
    try {
      const { method, url, headers } = c.req.raw
      const isRead = method === 'GET' || method === 'HEAD'
      if (!isRead && !isOurOrigin(headers, env))
        throw new Refused('forbidden', 'Writes from pages of other sites are not taken.')
      const body = isRead ? null : await readBody(c.req.raw, bodyLimit)
      const request = new Request(url, { method, headers, ...(body?.byteLength ? { body: Buffer.from(body) } : {}) })
      return await auth.handle(request, clientAddress(c.env.incoming, env))
    } catch (error) {
      return errorResponse(error, log)
    }
  })
}
