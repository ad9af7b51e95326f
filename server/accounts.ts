import { type Auth, type AuthDependencies, createAuth } from './auth'
import { Identity } from './identity'

export type AccountsDependencies = Pick<AuthDependencies, 'prisma' | 'secret' | 'env' | 'log'>

/** Accounts and authors, tied together: auth says whose session a cookie is, identity which author that is. */
export function createAccounts(deps: AccountsDependencies): { auth: Auth; identity: Identity } {
  const auth: Auth = createAuth({
    ...deps,
    onLinked: (guestId, account) => identity.link(guestId, account),
    onSessionEnded: sessionId => identity.sessionEnded(sessionId),
  })
  const identity = new Identity({ prisma: deps.prisma, auth })
  return { auth, identity }
}
