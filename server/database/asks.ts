import pg from 'pg'
import { type ClientOptions, poolOptions, statementName } from './client'

/** All that the hot paths ask of a database: a statement's rows. Prisma's client is one of these. */
export interface Asks {
  $queryRawUnsafe<Rows>(statement: string, ...values: unknown[]): Promise<Rows>
}

/**
 * The same by Prisma's own driver alone, statements named as there: Prisma looks at each value of each row, which is more work
 * than the database has with them.
 */
export function pgPool(url: string, options: ClientOptions = {}): Asks & { close(): Promise<void> } {
  const pool = new pg.Pool(poolOptions(url, options))
  pool.on('error', options.onError ?? (() => {}))
  return {
    async $queryRawUnsafe<Rows>(text: string, ...values: unknown[]): Promise<Rows> {
      const { rows } = await pool.query({ name: statementName(text), text, values })
      return rows as Rows
    },
    close: () => pool.end(),
  }
}
