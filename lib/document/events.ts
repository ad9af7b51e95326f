import { z } from 'zod'
import { origin, revisionNumber, source, step, uuid } from './commands'
import type { NodeJSON } from './schema'

const nodeJSON = z.looseObject({ type: z.string() }).transform(json => json as NodeJSON)

/** The facts, by type. A fact is never changed: a new form is a new schemaVersion with an upcaster (`upcast`). */
const bodies = [
  z.strictObject({
    type: z.literal('DocumentCreated'),
    data: z.strictObject({
      title: z.string(),
      doc: nodeJSON,
      source: z.strictObject({ documentId: uuid, revision: revisionNumber }).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('ContentEdited'),
    data: z.strictObject({
      steps: z.array(step),
      origin,
      /** Indexes of the steps that survived the rebase; absent when all did. */
      kept: z.array(z.int().min(0)).optional(),
      undoes: z.array(uuid).optional(),
      madeAt: z.iso.datetime().optional(),
      stepTimes: z.array(z.int().min(0)).optional(),
      source: source.optional(),
    }),
  }),
  z.strictObject({ type: z.literal('DocumentRenamed'), data: z.strictObject({ title: z.string() }) }),
  z.strictObject({
    type: z.literal('VersionNamed'),
    data: z.strictObject({ revision: revisionNumber, name: z.string().nullable() }),
  }),
  z.strictObject({
    type: z.literal('RevisionRestored'),
    data: z.strictObject({ steps: z.array(step), restoredFrom: revisionNumber }),
  }),
  z.strictObject({ type: z.literal('DocumentTrashed'), data: z.strictObject({}) }),
  z.strictObject({ type: z.literal('DocumentUntrashed'), data: z.strictObject({}) }),
  z.strictObject({ type: z.literal('DocumentDeleted'), data: z.strictObject({}) }),
] as const
export const eventBody = z.discriminatedUnion('type', bodies)
export type EventBody = z.infer<typeof eventBody>
export type EventType = EventBody['type']

const header = {
  documentId: uuid,
  revision: revisionNumber,
  /** Opaque; ordered as text. */
  position: z.string(),
  schemaVersion: z.int().min(1),
  commandId: uuid,
  baseRevision: z.int().min(0),
  authorId: uuid,
  via: z.enum(['browser', 'api', 'seed']),
  recordedAt: z.iso.datetime(),
}
export type EventHeader = z.infer<z.ZodObject<typeof header>>
export type Via = EventHeader['via']

/** An event as it rests in the log and travels: immutable, numbered. */
export const recordedEvent = z.discriminatedUnion(
  'type',
  bodies.map(body => body.extend(header)) as unknown as [(typeof bodies)[0], ...(typeof bodies)[number][]],
)
export type RecordedEvent = EventHeader & EventBody

/** What stands in place of a payload that was taken out for good; number, time and author stay. */
export const redacted = { redacted: true } as const
