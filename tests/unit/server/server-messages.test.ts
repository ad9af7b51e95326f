import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { answers, messages, refusedAnswer } from '../../support/server-messages'

// What every test of the socket holds the server against is held itself: it must know the contract, and nothing else.

const documentId = randomUUID()
const author = { authorId: randomUUID(), name: 'Ann', color: 'teal' }
const member = {
  clientId: randomUUID(),
  authorId: author.authorId,
  revision: 2,
  selection: { anchor: 1, head: 2 },
  idle: false,
}
const doc = {
  type: 'doc',
  content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [{ type: 'bold' }] }] }],
}
const step = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'a' }] } }
const header = (revision: number) => ({
  documentId,
  revision,
  position: '0001-0000000000000001-0000000000000001',
  schemaVersion: 1,
  commandId: randomUUID(),
  baseRevision: revision - 1,
  authorId: author.authorId,
  via: 'browser',
  recordedAt: '2026-01-01T10:00:00.000Z',
})
const source = { documentId, revision: 1, from: 0, to: 1 }
const edited = { steps: [step], origin: 'typed', kept: [0], undoes: [randomUUID()], stepTimes: [3], source }
const events = [
  { ...header(1), type: 'DocumentCreated', data: { title: '', doc } },
  { ...header(2), type: 'ContentEdited', data: edited },
  { ...header(3), type: 'VersionNamed', data: { revision: 1, name: null } },
  { ...header(4), type: 'DocumentTrashed', data: {} },
]
const snapshot = { revision: 4, title: '', trashed: true, doc }
const opened = { ok: true, revision: 4, role: 'owner', clientId: member.clientId, historyEpoch: 1, schemaVersion: 1 }

const good = {
  opened: [answers['document:open'], { ...opened, members: [member], authors: [author], snapshot, events, next: 5 }],
  accepted: [answers['document:command'], { ok: true, revision: 2, position: 'a1' }],
  checked: [answers['document:check'], { ok: true, resync: true }],
  closed: [answers['document:close'], { ok: true }],
  refused: [refusedAnswer, { ok: false, error: { code: 'busy', message: 'Later.', retryInMs: 5 } }],
  events: [messages['document:events'], { documentId, events, authors: [author] }],
  presence: [messages.presence, { documentId, updates: [member], left: [member.clientId], authors: [author] }],
  author: [messages['author:changed'], author],
  access: [messages['document:access'], { documentId, role: null }],
  ended: [messages['session:ended'], {}],
  draining: [messages['server:draining'], { reconnectInMs: 5 }],
} as const

/** Copies of a value, each with a field more in one of its objects. */
function* withStrays(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield { ...value, stray: 1 }
  for (const [key, inner] of Object.entries(value))
    for (const changed of withStrays(inner))
      yield Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }
}

describe('what the tests of the socket hold the server against', () => {
  for (const [name, [schema, message]] of Object.entries(good))
    it(`[SK39] knows ${name}, and notices any field more, wherever it is`, () => {
      expect(schema.safeParse(message).error).toBeUndefined()
      const strays = [...withStrays(message)]
      expect(strays.length).toBeGreaterThan(0)
      expect(strays.filter(stray => schema.safeParse(stray).success)).toEqual([])
    })

  it('[SK39] notices a hole between events, and an error without what belongs to it', () => {
    const [first, , third] = events
    expect(messages['document:events'].safeParse({ documentId, events: [first, third] }).success).toBe(false)
    const elsewhere = { documentId: randomUUID(), events }
    expect(messages['document:events'].safeParse(elsewhere).success).toBe(false)
    for (const error of [
      { code: 'busy', message: 'Later.' },
      { code: 'not_found', message: 'No.', retryInMs: 5 },
      { code: 'internal', message: 'Oops.', id: 'SELECT' },
      { code: 'teapot', message: 'No.' },
    ])
      expect([error, refusedAnswer.safeParse({ ok: false, error }).success]).toEqual([error, false])
  })
})
