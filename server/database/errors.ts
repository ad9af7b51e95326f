/** Codes of Prisma, of Node and of PostgreSQL, and kinds of Prisma's adapter: not there, not any more, not yet, full. */
const away = new RegExp(
  `^(?:${[
    ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024'],
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'],
    ...['08...', '53300', '57P0[123]'],
    ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TlsConnectionError', 'TooManyConnections'],
  ].join('|')})$`,
)
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/
/** PostgreSQL's for a value that can't be read as what it should be: a number, a time, text. */
const unreadable = /^(22003|22007|22008|22021|22P02|22P05)$/

/** Was it a value in a question that the database couldn't read? */
export function isUnreadable(error: unknown): boolean {
  return causes(error).some(({ codes }) => codes.some(code => unreadable.test(code)))
}

/** Is the database away, or so slow that it counts as away? */
export function isUnavailable(error: unknown): boolean {
  return causes(error).some(({ codes, message }) => codes.some(code => away.test(code)) || lostConnection.test(message))
}

/** An error and what lies under it, as deep as Prisma puts the database's own. */
function causes(error: unknown, depth = 0): { codes: string[]; message: string }[] {
  if (typeof error !== 'object' || error === null || depth > 5) return []
  const { code, originalCode, kind, message, cause, meta } = error as Record<string, unknown>
  const codes = [code, originalCode, kind].filter(value => typeof value === 'string')
  const below = [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError]
  return [{ codes, message: String(message ?? '') }, ...below.flatMap(inner => causes(inner, depth + 1))]
}
