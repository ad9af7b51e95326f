import type { z } from 'zod'
import { revisionNumber, uuid } from '@/lib/document/commands'
import type { RefusalCode } from '@/lib/document/refusal'
import { isUnreadable } from '../database/errors'
import { textWithinDepth } from '../depth'
import { breath } from '../promises'
import type { HttpContext } from './context'
import { notFound, Refused } from './errors'

/** A body of so many characters is looked at in several goes. */
const large = 1_000_000

export type BodyLimit = { bytes: number; depth: number; tooLarge: RefusalCode }

/**
 * The request's JSON body, checked in this order: type, size, depth, shape.
 * @param pay is told the size before the body is parsed, and throws where that's more than may be asked for
 */
export async function readJSON<T>(
  c: HttpContext,
  schema: z.ZodType<T>,
  limit: BodyLimit,
  pay: (bytes: number) => void = () => {},
): Promise<T> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i.test(type))
    throw new Refused('bad_request', 'The body must be application/json in UTF-8.')
  if (!/^(identity)?$/i.test(c.req.header('content-encoding') ?? ''))
    throw new Refused('bad_request', 'The body must not be compressed.')
  const body = await readBody(c.req.raw, limit)
  pay(body.byteLength)
  const text = decode(body)
  if (text.length > large) await breath()
  if (!textWithinDepth(text, limit.depth))
    throw new Refused('bad_request', `The body is nested deeper than ${limit.depth}.`)
  if (text.length > large) await breath()
  return shaped(schema, parse(text))
}

/** The query string, by a strict schema; the same name twice is refused. */
export function readQuery<T>(c: HttpContext, schema: z.ZodType<T>): T {
  const { searchParams } = new URL(c.req.url)
  const names = [...searchParams.keys()]
  if (new Set(names).size !== names.length) throw new Refused('bad_request', 'A parameter was given twice.')
  if ([...searchParams].some(([name, value]) => name.includes('\0') || value.includes('\0') || name === '__proto__'))
    throw new Refused('bad_request', 'A parameter holds what no parameter may hold.')
  return shaped(schema, Object.fromEntries(searchParams))
}

/** The document's id in the address. What can't be an id is answered like an id that doesn't exist. */
export function documentIdOf(c: HttpContext): string {
  const parsed = uuid.safeParse(c.req.param('id'))
  if (!parsed.success) throw notFound()
  return parsed.data
}

export function revisionOf(c: HttpContext): number {
  const text = c.req.param('revision') ?? ''
  const parsed = revisionNumber.safeParse(/^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined)
  if (!parsed.success) throw new Refused('bad_request', 'A revision is a whole number from 1 on.')
  return parsed.data
}

/** What a read model answers; where it or the database can't read them, the cursor or the bounds were none of ours. */
export async function asked<T>(question: Promise<T>): Promise<T> {
  try {
    return await question
  } catch (error) {
    if (error instanceof RangeError || isUnreadable(error))
      throw new Refused('bad_request', 'The cursor or the bounds are none of ours.')
    throw error
  }
}

/** The body's bytes, read no further than the limit. */
export async function readBody(request: Request, { bytes, tooLarge }: Omit<BodyLimit, 'depth'>): Promise<Uint8Array> {
  const refusal = () => new Refused(tooLarge, `The body is larger than ${bytes} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > bytes) throw refusal()
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    size += chunk.byteLength
    if (size > bytes) throw refusal()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused('bad_request', 'The body is not UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused('bad_request', 'The body is not JSON.')
  }
}

function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.length ? `${issue.path.join('.')}: ` : ''
  throw new Refused('bad_request', `${where}${issue?.message ?? 'wrong shape'}`.slice(0, 300))
}
