import { z } from 'zod'

/**
 * What the server may say on the socket, word for word: strict, so that nothing leaves it unnoticed. Written from the wire
 * contract, not from the code.
 */

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const revision = z.int().min(1)
const place = z.int().min(0)
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const position = z.string().regex(/^[0-9a-f-]+$/)
const attrs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.number())]))

const mark = z.strictObject({ type: z.string(), attrs: attrs.optional() })
const node = z.strictObject({
  type: z.string(),
  attrs: attrs.optional(),
  get content() {
    return z.array(node).min(1).optional()
  },
  marks: z.array(mark).min(1).optional(),
  text: z.string().min(1).optional(),
})

const slice = z.strictObject({
  content: z.array(node).min(1),
  openStart: place.optional(),
  openEnd: place.optional(),
})
const range = { from: place, to: place }
const step = z.discriminatedUnion('stepType', [
  z.strictObject({
    stepType: z.literal('replace'),
    ...range,
    slice: slice.optional(),
    structure: z.literal(true).optional(),
  }),
  z.strictObject({
    stepType: z.literal('replaceAround'),
    ...range,
    gapFrom: place,
    gapTo: place,
    insert: place,
    slice: slice.optional(),
    structure: z.literal(true).optional(),
  }),
  z.strictObject({ stepType: z.literal('addMark'), mark, ...range }),
  z.strictObject({ stepType: z.literal('removeMark'), mark, ...range }),
  z.strictObject({ stepType: z.literal('attr'), pos: place, attr: z.string(), value: z.unknown() }),
])

const origins = ['typed', 'pasted', 'dropped', 'imported', 'restored', 'undone', 'redone', 'scripted', 'agent'] as const
const header = {
  documentId: uuid,
  revision,
  position,
  schemaVersion: revision,
  commandId: uuid,
  baseRevision: place,
  authorId: uuid,
  via: z.enum(['browser', 'api', 'seed']),
  recordedAt: time,
}
const nothing = z.strictObject({})
const fact = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({ ...header, type: z.literal(type), data })

const event = z.discriminatedUnion('type', [
  fact(
    'DocumentCreated',
    z.strictObject({
      title: z.string(),
      doc: node,
      source: z.strictObject({ documentId: uuid, revision }).optional(),
    }),
  ),
  fact(
    'ContentEdited',
    z.strictObject({
      steps: z.array(step),
      origin: z.enum(origins),
      kept: z.array(place).optional(),
      undoes: z.array(uuid).optional(),
      madeAt: z.iso.datetime().optional(),
      stepTimes: z.array(place).optional(),
      source: z.strictObject({ documentId: uuid, revision, ...range }).optional(),
    }),
  ),
  fact('DocumentRenamed', z.strictObject({ title: z.string() })),
  fact('VersionNamed', z.strictObject({ revision, name: z.string().nullable() })),
  fact('RevisionRestored', z.strictObject({ steps: z.array(step), restoredFrom: revision })),
  fact('DocumentTrashed', nothing),
  fact('DocumentUntrashed', nothing),
  fact('DocumentDeleted', nothing),
])

const author = z.strictObject({ authorId: uuid, name: z.string().min(1), color: z.string().regex(/^[a-z]+$/) })
const authors = z.array(author)
const member = z.strictObject({
  clientId: uuid,
  authorId: uuid,
  revision,
  selection: z.strictObject({ anchor: place, head: place }).nullable(),
  idle: z.boolean(),
})
const role = z.enum(['owner', 'editor', 'viewer'])

const refused = <C extends string>(codes: readonly C[], more: z.ZodRawShape = {}) =>
  z.strictObject({ code: z.enum(codes), message: z.string().min(1), ...more })
/** The closed list of errors, each with exactly what belongs to it. */
const refusal = z.union([
  refused([
    ...(['bad_request', 'not_signed_in', 'not_found', 'forbidden', 'invalid_steps', 'future_revision'] as const),
    ...(['too_far_behind', 'document_too_large', 'command_too_large'] as const),
  ]),
  refused(['rate_limited', 'busy'], { retryInMs: z.number().positive() }),
  refused(['client_too_old'], { schemaVersion: revision }),
  refused(['internal'], { id: uuid }),
])

/** What an acknowledgement holds besides `ok: true`. */
export const answers = {
  'document:open': z.strictObject({
    ok: z.literal(true),
    revision,
    role,
    clientId: uuid,
    historyEpoch: revision,
    schemaVersion: revision,
    members: z.array(member).min(1),
    authors,
    snapshot: z.strictObject({ revision, title: z.string(), trashed: z.boolean(), doc: node }).optional(),
    events: z.array(event).max(1_000),
    next: revision.optional(),
  }),
  'document:command': z.strictObject({ ok: z.literal(true), revision, position }),
  'document:check': z.strictObject({ ok: z.literal(true), resync: z.literal(true).optional() }),
  'document:close': z.strictObject({ ok: z.literal(true) }),
}
export const refusedAnswer = z.strictObject({ ok: z.literal(false), error: refusal })

const consecutive = (events: { revision: number }[]) =>
  events.every(({ revision }, i) => i === 0 || revision === events[i - 1]!.revision + 1)

/** What comes unasked. */
export const messages = {
  'document:events': z
    .strictObject({ documentId: uuid, events: z.array(event).min(1), authors: authors.optional() })
    .refine(({ documentId, events }) => events.every(event => event.documentId === documentId), 'of one document')
    .refine(({ events }) => consecutive(events), 'consecutive revisions'),
  presence: z.strictObject({
    documentId: uuid,
    updates: z.array(member),
    left: z.array(uuid),
    authors: authors.optional(),
  }),
  'author:changed': author,
  'document:access': z.strictObject({ documentId: uuid, role: role.nullable() }),
  'session:ended': nothing,
  'server:draining': z.strictObject({ reconnectInMs: z.number().positive() }),
}
