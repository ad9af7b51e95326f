import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { anonymous } from 'better-auth/plugins'
import { parse } from 'hono/utils/cookie'
import type { Prisma } from './database/client'
import type { Env } from './env'
import type { Logger } from './log'
import { isHttps, requestOrigin } from './origin'

export type Account = { id: string; name: string; isAnonymous: boolean }

export type AuthDependencies = {
  prisma: Prisma
  secret: string
  env: Pick<Env, 'publicUrl' | 'trustProxy'>
  log: Pick<Logger, 'warn' | 'error'>
  /** A guest has signed up or in: what was theirs becomes the account's. Runs before the guest's row is deleted. */
  onLinked: (guestId: string, account: Account) => Promise<void>
  /** A session was ended: by signing out, by being revoked, or because its guest got an account. */
  onSessionEnded: (sessionId: string) => void
}

export type Session = {
  sessionId: string
  account: Account
  /** To be sent with the answer: the session's new end. */
  setCookie: string[]
}

const day = 24 * 60 * 60
const year = 365 * day
const cookiePrefix = 'everdraft'

/** The header by which the client's address reaches better-auth; whatever a client sends under it is replaced. */
const addressHeader = 'x-everdraft-address'

/**
 * Accounts and sessions. Everybody has one: visitors become guests, and a guest who signs up keeps their authorship.
 * Handles `/api/auth/*`; who a request comes from is asked by `session`.
 */
export function createAuth(deps: AuthDependencies) {
  const auth = betterAuthFor(deps)
  const cookieName = `${isHttps(deps.env) ? '__Secure-' : ''}${cookiePrefix}.session_token`
  return {
    /** The cookie that stands for the session, as it was sent: signed, and not yet checked. */
    sessionCookie(headers: Headers): string | undefined {
      return parse(headers.get('cookie') ?? '', cookieName)[cookieName]
    },

    /** Answers a request under /api/auth. The caller has checked its Origin and its size. */
    handle(request: Request, clientAddress: string): Promise<Response> {
      const headers = new Headers(request.headers)
      headers.set(addressHeader, clientAddress)
      const { method, body } = request
      return auth.handler(new Request(request.url, { method, headers, ...(body ? { body, duplex: 'half' } : {}) }))
    },

    /**
     * The session that a request's cookie belongs to; null where there's none, or it has ended.
     * @param roll whether the session's end may move on: only where the answer can carry the cookie
     */
    async session(headers: Headers, roll: boolean): Promise<Session | null> {
      const { response, headers: answered } = await auth.api.getSession({
        headers,
        query: { disableRefresh: !roll },
        returnHeaders: true,
      })
      if (!response) return null
      const { id, name, isAnonymous } = response.user
      const account = { id, name, isAnonymous: isAnonymous ?? false }
      return { sessionId: response.session.id, account, setCookie: roll ? answered.getSetCookie() : [] }
    },
  }
}
export type Auth = ReturnType<typeof createAuth>

function betterAuthFor({ prisma, secret, env, log, onLinked, onSessionEnded }: AuthDependencies) {
  return betterAuth({
    appName: 'Everdraft',
    basePath: '/api/auth',
    // Only for links in messages, of which there are none without PUBLIC_URL. Left out, better-auth would look for
    // BASE_URL and the like in the environment.
    baseURL: env.publicUrl ?? 'http://localhost',
    trustedOrigins: async request => {
      const origin = request && requestOrigin(request.headers, env)
      return origin ? [origin] : []
    },
    secret,
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    databaseHooks: { session: { delete: { after: async session => onSessionEnded(session.id) } } },
    session: { expiresIn: year, updateAge: day },
    emailAndPassword: { enabled: true },
    plugins: [
      anonymous({
        onLinkAccount: ({ anonymousUser, newUser }) =>
          onLinked(anonymousUser.user.id, { id: newUser.user.id, name: newUser.user.name, isAnonymous: false }),
      }),
    ],
    rateLimit: {
      enabled: true,
      storage: 'memory',
      customRules: {
        // A class of sixty behind one address comes at once. Whoever wants more guests than this waits a minute.
        '/sign-in/anonymous': { window: 60, max: 200 },
        '/get-session': { window: 10, max: 1_000 },
      },
    },
    advanced: {
      cookiePrefix,
      useSecureCookies: isHttps(env),
      ipAddress: { ipAddressHeaders: [addressHeader] },
      // Said aloud, because better-auth turns these checks off by itself where NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      // Its further arguments hold e-mail addresses and the like, so only the text is kept.
      log: (level, message) =>
        level === 'error' ? log.error({ from: 'auth' }, message) : log.warn({ from: 'auth' }, message),
    },
  })
}
