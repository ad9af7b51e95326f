import pg from 'pg'

/** A connection of one's own, to be ended by `end()`: for transactions that are longer than Prisma's. */
export async function openSession(url: string, name: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url, application_name: name })
  // Without a listener the end of an idle connection would end the process; who uses it next hears of it anyway.
  session.on('error', () => {})
  await session.connect()
  return session
}

/** The same for as long as the work takes. */
export async function withSession<T>(url: string, name: string, work: (session: pg.Client) => Promise<T>): Promise<T> {
  const session = await openSession(url, name)
  try {
    return await work(session)
  } finally {
    await session.end()
  }
}
