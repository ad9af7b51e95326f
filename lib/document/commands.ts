import { z } from 'zod'
import { isCleanText, isWellFormed } from './attributes'
import type { StepJSON } from './steps'

// Overrides and isolates can make a name read as another one; direction marks of single characters stay.
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/gu

/** A line that people read: well-formed, no control characters, bidi overrides taken out. */
export const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine(isCleanText, 'must be text without control characters')
    .transform(text => text.replace(bidiControls, ''))

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, {
  message: 'must be an RFC 9562 UUID in lower case',
})
export const revisionNumber = z.int().min(1).max(2_147_483_647)
const time = z.iso.datetime()

/** How a change came about, as the client declares it. */
export const origin = z.enum([
  'typed',
  'pasted',
  'dropped',
  'imported',
  'restored',
  'undone',
  'redone',
  'scripted',
  'agent',
])
export type Origin = z.infer<typeof origin>

/** A step as an event keeps it. */
export const step = z.looseObject({ stepType: z.string().max(40) }).transform(json => json as StepJSON)

// By a loop that stops at the first fault: a schema would look into each of half a million wrong ones, for seconds.
// `every` would pass over holes.
const listOf = <T>(isOne: (item: unknown) => boolean, what: string) =>
  z.custom<T[]>(value => Array.isArray(value) && value.findIndex(item => !isOne(item)) < 0, `must be a list of ${what}`)

// What a step says is judged by `readStep`.
const steps = listOf<StepJSON>(
  json => typeof json === 'object' && json !== null && typeof (json as StepJSON).stepType === 'string',
  'steps',
).refine(steps => steps.length > 0, 'must have a step at least')
const times = listOf<number>(
  time => Number.isInteger(time) && (time as number) >= 0 && (time as number) < 2 ** 31,
  'ms',
)

export const source = z.strictObject({
  documentId: uuid,
  revision: revisionNumber,
  from: z.int().min(0),
  to: z.int().min(0),
})
export type Source = z.infer<typeof source>

const envelope = {
  documentId: uuid,
  baseRevision: revisionNumber,
  schemaVersion: z.int().min(1).max(32_767),
  commandId: uuid,
}

export const editContent = z.strictObject({
  ...envelope,
  type: z.literal('EditContent'),
  steps,
  origin: origin.optional(),
  undoes: z.array(uuid).max(1_000).optional(),
  madeAt: time.optional(),
  stepTimes: times.optional(),
  source: source.optional(),
})
const renameDocument = z.strictObject({ ...envelope, type: z.literal('RenameDocument'), title: line(500) })
const nameVersion = z.strictObject({
  ...envelope,
  type: z.literal('NameVersion'),
  revision: revisionNumber,
  name: line(200).refine(isWellFormed).nullable(),
})
const restoreRevision = z.strictObject({ ...envelope, type: z.literal('RestoreRevision'), revision: revisionNumber })
const trashDocument = z.strictObject({ ...envelope, type: z.literal('TrashDocument') })
const untrashDocument = z.strictObject({ ...envelope, type: z.literal('UntrashDocument') })
const deleteDocument = z.strictObject({ ...envelope, type: z.literal('DeleteDocument') })

/** A wish about one document, as it comes over the wire; strict, and after parsing trusted for its shape. */
export const command = z.discriminatedUnion('type', [
  editContent,
  renameDocument,
  nameVersion,
  restoreRevision,
  trashDocument,
  untrashDocument,
  deleteDocument,
])
export type Command = z.infer<typeof command>
export type EditContent = Extract<Command, { type: 'EditContent' }>
export type CommandType = Command['type']
