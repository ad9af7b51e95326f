import { Transform } from '@tiptap/pm/transform'
import { describe, expect, test } from 'vitest'
import type { Command } from '@/lib/document/commands'
import { decide } from '@/lib/document/decide'
import { type Document, evolve } from '@/lib/document/document'
import type { EventBody, RecordedEvent } from '@/lib/document/events'
import { defaultLimits } from '@/lib/document/limits'
import { canonicalJSON, type NodeJSON, schema, schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { documentOf, ids, verdict, wish } from '../../support/deciding'
import { paragraphs } from '../../support/scribe'

const doc = paragraphs('One', 'Two')
const past = paragraphs('One')
const context = { limits: defaultLimits, since: [], restored: past }
const typing = (text: string, at = 1) => new Transform(doc).insert(at, schema.text(text)).steps.map(stepJSON)
const wishes: Record<Command['type'], Command> = {
  EditContent: wish({ type: 'EditContent', steps: typing('x') }),
  RenameDocument: wish({ type: 'RenameDocument', title: 'Better plans' }),
  NameVersion: wish({ type: 'NameVersion', revision: 3, name: 'First' }),
  RestoreRevision: wish({ type: 'RestoreRevision', revision: 3 }),
  TrashDocument: wish({ type: 'TrashDocument' }),
  UntrashDocument: wish({ type: 'UntrashDocument' }),
  DeleteDocument: wish({ type: 'DeleteDocument' }),
}
const all = Object.values(wishes)
const judge = (command: Command, more: Partial<Document> = {}) =>
  verdict(decide(command, documentOf(doc, more), context))
const bodyOf = (command: Command, document = documentOf(doc)): EventBody => {
  const decision = decide(command, document, context)
  if ('refusal' in decision) throw new Error(decision.refusal.message)
  return decision.body
}

describe('decide', () => {
  test('[DC3] makes of each command its one event', () => {
    expect(bodyOf(wishes.EditContent)).toEqual({
      type: 'ContentEdited',
      data: { steps: typing('x'), origin: 'scripted' },
    })
    expect(bodyOf(wishes.RenameDocument)).toEqual({ type: 'DocumentRenamed', data: { title: 'Better plans' } })
    expect(bodyOf(wishes.NameVersion)).toEqual({ type: 'VersionNamed', data: { revision: 3, name: 'First' } })
    expect(bodyOf(wish({ type: 'NameVersion', revision: 5, name: null }))).toMatchObject({ data: { name: null } })
    expect(bodyOf(wishes.RestoreRevision)).toMatchObject({ type: 'RevisionRestored', data: { restoredFrom: 3 } })
    expect(bodyOf(wishes.TrashDocument)).toEqual({ type: 'DocumentTrashed', data: {} })
    expect(bodyOf(wishes.UntrashDocument, documentOf(doc, { status: 'trashed' }))).toEqual({
      type: 'DocumentUntrashed',
      data: {},
    })
    expect(bodyOf(wishes.DeleteDocument)).toEqual({ type: 'DocumentDeleted', data: {} })
  })

  test('[DC4] takes from the trash only the way back and the way out; from a deleted document nothing', () => {
    const verdicts = (status: Document['status']) => all.map(command => [command.type, judge(command, { status })])
    const taken = ['UntrashDocument', 'DeleteDocument']
    expect(verdicts('trashed')).toEqual(all.map(({ type }) => [type, taken.includes(type) ? 'accepted' : 'forbidden']))
    expect(verdicts('deleted')).toEqual(all.map(({ type }) => [type, 'not_found']))
    expect(verdicts('live')).toEqual(
      all.map(({ type }) => [type, type === 'UntrashDocument' ? 'bad_request' : 'accepted']),
    )
  })

  test('[DC5] knows no revision beyond the head', () => {
    for (const type of ['NameVersion', 'RestoreRevision'] as const) {
      expect(judge(wish({ type, revision: 5, ...(type === 'NameVersion' && { name: 'x' }) }))).toBe('accepted')
      expect(judge(wish({ type, revision: 6, ...(type === 'NameVersion' && { name: 'x' }) }))).toBe('future_revision')
    }
  })

  test('[DC6] restores against the head, and to exactly what was', () => {
    const decision = decide(wishes.RestoreRevision, documentOf(doc), context)
    expect('content' in decision && decision.content!.doc.eq(past)).toBe(true)
    expect(() => decide(wishes.RestoreRevision, documentOf(doc), { limits: defaultLimits, since: [] })).toThrow(
      RangeError,
    )
  })

  test('[DC7] keeps what the author says about an edit, and of the times those of the steps that survived', () => {
    const said = {
      origin: 'undone',
      undoes: [ids.anna],
      madeAt: '2026-01-01T09:00:00.000Z',
      source: { documentId: ids.ben, revision: 2, from: 0, to: 4 },
    }
    const both = new Transform(doc).insert(2, schema.text('lost')).insert(13, schema.text('kept'))
    const steps = both.steps.map(stepJSON)
    const command = wish({ type: 'EditContent', steps, stepTimes: [0, 250], ...said })
    const gone = new Transform(doc).delete(0, 5)
    const decision = decide(command, documentOf(gone.doc), { limits: defaultLimits, since: gone.mapping.maps })
    expect(decision).toMatchObject({ body: { data: { ...said, kept: [1], stepTimes: [250] } } })
    expect(bodyOf(wish({ type: 'EditContent', steps: typing('x'), ...said }))).toMatchObject({ data: said })
  })

  test('[DC8] wants a time for each step, or none', () => {
    expect(judge(wish({ type: 'EditContent', steps: typing('x'), stepTimes: [0] }))).toBe('accepted')
    expect(judge(wish({ type: 'EditContent', steps: typing('x'), stepTimes: [0, 1] }))).toBe('bad_request')
    expect(judge(wish({ type: 'EditContent', steps: typing('x'), stepTimes: [] }))).toBe('bad_request')
  })

  test('[DC9] makes an event also of an edit of which nothing survives', () => {
    const gone = new Transform(doc).delete(0, 5)
    const command = wish({ type: 'EditContent', steps: typing('lost', 2) })
    const decision = decide(command, documentOf(gone.doc), { limits: defaultLimits, since: gone.mapping.maps })
    expect(decision).toMatchObject({ body: { data: { steps: [], kept: [] } } })
  })
})

describe('evolve', () => {
  const created: EventBody = { type: 'DocumentCreated', data: { title: 'Plans', doc: doc.toJSON() as NodeJSON } }
  const event = (revision: number, body: EventBody | { type: string; data: unknown }) =>
    ({
      documentId: ids.document,
      revision,
      position: '',
      schemaVersion,
      commandId: ids.document,
      baseRevision: revision - 1,
      authorId: ids.anna,
      via: 'browser',
      recordedAt: `2026-01-01T10:00:0${revision}.000Z`,
      ...body,
    }) as RecordedEvent
  const first = evolve(null, event(1, created))

  test('[DC10] begins with the document that was made, whose maker owns it', () => {
    expect(first).toMatchObject({ revision: 1, title: 'Plans', ownerId: ids.anna, status: 'live' })
    expect(canonicalJSON(first.doc)).toBe(canonicalJSON(doc))
    for (const wrong of [event(2, created), event(1, { type: 'DocumentTrashed', data: {} })])
      expect(() => evolve(null, wrong)).toThrow(RangeError)
  })

  test('[DC11] takes one revision after the other, and nothing that does not fit', () => {
    const renamed = { type: 'DocumentRenamed', data: { title: 'x' } }
    for (const revision of [1, 3]) expect(() => evolve(first, event(revision, renamed))).toThrow(RangeError)
    expect(() => evolve(first, event(2, created))).toThrow(RangeError)
    const steps = typing('x').map(step => ({ ...step, from: 90, to: 95 }))
    expect(() => evolve(first, event(2, { type: 'ContentEdited', data: { steps, origin: 'typed' } }))).toThrow(
      RangeError,
    )
  })

  test('[DC12] says of each event what the document is after it, and leaves the one before as it was', () => {
    const was = { ...first }
    const then = (body: object) => evolve(first, event(2, body as EventBody))
    expect(then({ type: 'DocumentRenamed', data: { title: 'New' } })).toMatchObject({ title: 'New', revision: 2 })
    expect(then({ type: 'DocumentTrashed', data: {} }).status).toBe('trashed')
    expect(
      evolve(then({ type: 'DocumentTrashed', data: {} }), event(3, { type: 'DocumentUntrashed', data: {} })).status,
    ).toBe('live')
    expect(then({ type: 'DocumentDeleted', data: {} }).status).toBe('deleted')
    expect(then({ type: 'VersionNamed', data: { revision: 1, name: 'x' } })).toEqual({
      ...first,
      revision: 2,
      recordedAt: '2026-01-01T10:00:02.000Z',
    })
    expect(then({ type: 'ContentEdited', data: { steps: typing('x'), origin: 'typed' } }).doc.textContent).toBe(
      'xOneTwo',
    )
    expect(then({ type: 'RevisionRestored', data: { steps: typing('x'), restoredFrom: 1 } }).doc.textContent).toBe(
      'xOneTwo',
    )
    expect(first).toEqual(was)
  })

  test('[DC13] passes over a payload that was taken out: number and time go on', () => {
    const after = evolve(first, event(2, { type: 'ContentEdited', data: { redacted: true } }))
    expect(after).toEqual({ ...first, revision: 2, recordedAt: '2026-01-01T10:00:02.000Z' })
  })
})
