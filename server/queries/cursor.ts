import type { z } from 'zod'

/** Where a list goes on: opaque to clients, which hand it back as it is. */
export function writeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** @throws RangeError where the text is no cursor of this list */
export function readCursor<Values>(text: string, values: z.ZodType<Values>): Values {
  try {
    return values.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new RangeError('Not a cursor of this list')
  }
}

/** A page of `limit` rows out of one row more, and the cursor of the next one where there is one. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  values: (last: Row) => (string | number)[],
): { page: Row[]; cursor?: string } {
  const page = rows.slice(0, limit)
  return rows.length > limit ? { page, cursor: writeCursor(values(page.at(-1)!)) } : { page }
}
