import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../prisma/generated/client'

export type ClientOptions = {
  /** Connections at most. */
  max?: number
  /** Shown in PostgreSQL's list of sessions. */
  name?: string
  /**
   * Milliseconds after which an answer isn't waited for any more and its connection is given up. A network that
   * vanishes without a word would otherwise hold it for a quarter of an hour.
   */
  patience?: number
  /** Hears of connections that broke while idle; the next query opens another. */
  onError?: (error: Error) => void
}

/** A Prisma client with a connection pool of its own and named statements, which PostgreSQL parses and plans once. */
export function prismaClient(url: string, options: ClientOptions = {}) {
  const { onError = () => {} } = options
  const adapter = new PrismaPg(poolOptions(url, options), {
    statementNameGenerator: ({ sql }) => statementName(sql),
    onPoolError: onError,
    onConnectionError: onError,
  })
  return new PrismaClient({ adapter })
}

export function poolOptions(url: string, { max = 10, name = 'everdraft', patience }: ClientOptions) {
  return {
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    ...(patience && { query_timeout: patience }),
  }
}

export type Prisma = ReturnType<typeof prismaClient>

const names = new Map<string, string>()
const MOST_NAMES = 1000

/** Names are kept per text; texts that come without end (lists spelt into the query) must not fill the memory. */
export function statementName(sql: string): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22)
  if (names.size < MOST_NAMES) names.set(sql, name)
  return name
}
