import { randomUUID } from 'node:crypto'
import { line } from '@/lib/document/commands'
import type { Author } from '@/lib/protocol/people'
import type { Account, Auth } from './auth'
import { Cache } from './cache'
import type { Prisma } from './database/client'
import { anyColor, friendlyName } from './names'

export type IdentityDependencies = {
  prisma: Prisma
  auth: Pick<Auth, 'session' | 'sessionCookie'>
  now?: () => number
}

/** Who a request comes from. `sessionId` tells the sockets of one session from another's of the same author. */
export type Visitor = { author: Author; sessionId: string; setCookie: string[] }

export type ProfileChange = { name?: string | undefined; color?: string | undefined }

type Known = { authorId: string; sessionId: string; until: number }

/** For so long a session isn't looked up again. Ended here it's forgotten at once; ended on another node, after this. */
const rememberMs = 30_000

/** Authors: our own opaque ids, which events carry, and the sessions that they come by. */
export class Identity {
  private readonly sessions = new Cache<Known>(20_000)
  private readonly authors = new Cache<Author>(50_000)
  private readonly changeListeners = new Set<(author: Author) => void>()
  private readonly endListeners = new Set<(sessionId: string) => void>()
  /** Goes up when sessions end, so that a lookup that was under way meanwhile isn't remembered. */
  private ended = 0
  private readonly now: () => number

  constructor(private readonly deps: IdentityDependencies) {
    this.now = deps.now ?? (() => performance.now())
  }

  /** The cookie that stands for the session, as it was sent: not yet checked. */
  sessionCookie(headers: Headers): string | undefined {
    return this.deps.auth.sessionCookie(headers)
  }

  /** The author whose session cookie this is; null without a session. */
  async authorOf(headers: Headers): Promise<Author | null> {
    return (await this.visitorOf(headers))?.author ?? null
  }

  /**
   * The author and the session. On first sight the author gets a row, a friendly name and a colour.
   * @param roll whether the answer can carry the session's cookie, so that its year may begin anew
   */
  async visitorOf(headers: Headers, roll = false): Promise<Visitor | null> {
    const cookie = this.deps.auth.sessionCookie(headers)
    if (!cookie) return null
    const known = this.sessions.get(cookie)
    if (known && known.until > this.now()) {
      const [author] = await this.authorsByIds([known.authorId])
      return { author: author!, sessionId: known.sessionId, setCookie: [] }
    }
    const ended = this.ended
    const session = await this.deps.auth.session(headers, roll)
    if (!session) return null
    const { sessionId, setCookie } = session
    const author = await this.authorFor(session.account)
    if (ended === this.ended)
      this.sessions.set(cookie, { authorId: author.authorId, sessionId, until: this.now() + rememberMs })
    return { author, sessionId, setCookie }
  }

  /** One author for every different id. Who isn't known here, erased or from another installation, gets a stand-in. */
  async authorsByIds(ids: Iterable<string>): Promise<Author[]> {
    const wanted = [...new Set(ids)]
    const unknown = wanted.filter(id => !this.authors.get(id))
    if (unknown.length > 0) {
      const rows = await this.deps.prisma.author.findMany({ where: { authorId: { in: unknown } } })
      for (const row of rows) this.remember(row)
    }
    return wanted.map(id => this.authors.get(id) ?? { authorId: id, name: 'Somebody', color: 'blue' })
  }

  /** Changes how an author appears, and tells everyone who listens. */
  async change(authorId: string, { name, color }: ProfileChange): Promise<Author> {
    const row = await this.deps.prisma.author.update({
      where: { authorId },
      data: { ...(name === undefined ? {} : { name }), ...(color === undefined ? {} : { color }) },
    })
    const author = this.remember(row)
    for (const listener of this.changeListeners) listener(author)
    return author
  }

  /** @returns a function that ends the listening */
  onChange(listener: (author: Author) => void): () => void {
    this.changeListeners.add(listener)
    return () => this.changeListeners.delete(listener)
  }

  /** Hears the ids of sessions that have ended on this node. */
  onSessionEnded(listener: (sessionId: string) => void): () => void {
    this.endListeners.add(listener)
    return () => this.endListeners.delete(listener)
  }

  /** Forgets a session that was ended. */
  sessionEnded(sessionId: string): void {
    this.ended++
    this.sessions.deleteWhere(known => known.sessionId === sessionId)
    for (const listener of this.endListeners) listener(sessionId)
  }

  /**
   * A guest got an account: the author stays the same, so that all they wrote stays theirs. Where the account already
   * has an author (a guest signs in on a second device) both stay, and what the guest has opened moves to the account's.
   */
  async link(guestId: string, account: Account): Promise<void> {
    const { prisma } = this.deps
    const guest = await prisma.author.findUnique({ where: { userId: guestId } })
    if (!guest) return
    const own = await prisma.author.findUnique({ where: { userId: account.id } })
    if (!own) {
      const { authorId } = await prisma.author.update({ where: { userId: guestId }, data: { userId: account.id } })
      await this.change(authorId, { name: displayName(account.name) })
      return
    }
    await prisma.$executeRaw`
      INSERT INTO visit (author_id, document_id, revision, visited_at, hidden)
      SELECT ${own.authorId}::uuid, document_id, revision, visited_at, hidden FROM visit WHERE author_id = ${guest.authorId}::uuid
      ON CONFLICT (author_id, document_id) DO UPDATE SET revision = greatest(visit.revision, excluded.revision)`
    await prisma.author.update({ where: { authorId: guest.authorId }, data: { userId: null } })
  }

  private async authorFor({ id: userId, name, isAnonymous }: Account): Promise<Author> {
    const { author } = this.deps.prisma
    const known = await author.findUnique({ where: { userId } })
    if (known) return this.remember(known)
    const shown = (isAnonymous ? undefined : displayName(name)) ?? friendlyName()
    // Two first requests at once: one of them makes the row, both read it.
    await author.createMany({
      data: [{ authorId: randomUUID(), userId, name: shown, color: anyColor() }],
      skipDuplicates: true,
    })
    return this.remember(await author.findUniqueOrThrow({ where: { userId } }))
  }

  private remember({ authorId, name, color }: Author): Author {
    const author = { authorId, name, color }
    this.authors.set(authorId, author)
    return author
  }
}

const shownName = line(60)

/** A name that may be shown to others; undefined where nothing of it may. */
export function displayName(name: string): string | undefined {
  const { success, data } = shownName.safeParse(name.trim())
  return (success && data.trim()) || undefined
}
