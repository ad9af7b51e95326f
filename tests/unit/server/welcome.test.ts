import { describe, expect, it } from 'vitest'
import { type Document, evolve } from '@/lib/document/document'
import { eventBody } from '@/lib/document/events'
import { plainText } from '@/lib/document/text'
import type { NewEvent } from '@/server/event-store/event-store'
import { welcomeId } from '@/server/welcome/id'
import { Play } from '@/server/welcome/perform'
import { ana, ben, firstTitle, story, title, versions } from '@/server/welcome/story'

const now = Date.parse('2026-11-24T20:00:00.000Z')
const events = new Play(welcomeId).perform(firstTitle, story(now))
const documentAt = (upTo: number) =>
  events.slice(0, upTo).reduce<Document | null>((document, event) => evolve(document, event), null)!
const of = (type: NewEvent['type']) => events.filter(event => event.type === type)

describe('the welcome document', () => {
  it('[LP2] has a past of some thousand single changes by two people, over days, in the order of time', () => {
    expect(events.length).toBeGreaterThan(2_000)
    expect(events.length).toBeLessThan(4_000)
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, i) => i + 1))
    for (const event of events) eventBody.parse({ type: event.type, data: event.data })
    expect(new Set(events.map(({ authorId, commandId }) => `${authorId} ${commandId}`)).size).toBe(events.length)
    const times = events.map(({ recordedAt }) => Date.parse(recordedAt))
    expect(times.findIndex((time, i) => time < (times[i - 1] ?? 0))).toBe(-1)
    expect(times.at(-1)).toBeLessThan(now)
    expect(new Set(events.map(({ recordedAt }) => recordedAt.slice(0, 10))).size).toBe(7)
    expect(new Set(events.map(({ authorId }) => authorId))).toEqual(new Set([ana.authorId, ben.authorId]))
    expect(events.every(({ via }) => via === 'seed')).toBe(true)
  })

  it('[LP2] has two people in it who write in the same minute', () => {
    const turns = events.filter((event, i) => i > 0 && event.authorId !== events[i - 1]!.authorId)
    expect(turns.length).toBeGreaterThan(100)
  })

  it('[LP2] says at its end what it is to say, without a mistake that was mended on the way', () => {
    const document = documentAt(events.length)
    const text = plainText(document.doc)
    expect(document.title).toBe(title)
    expect(document.ownerId).toBe(ana.authorId)
    for (const words of [
      'Write together',
      'Hello from Ben!',
      'Go back in time',
      'What “Saved” means',
      'All the other keys',
    ])
      expect(text).toContain(words)
    for (const words of ['brocken', 'Helo', 'too long', '**', '==', '`', '## ', '{', '|'])
      expect(text).not.toContain(words)
  })

  it('[LP2] has named versions that it speaks of, and a restore that brought half of it back', () => {
    expect(of('VersionNamed').map(({ data }) => data)).toEqual([
      { revision: expect.any(Number), name: versions.whole },
      { revision: events.length - 2, name: versions.welcome },
    ])
    const [restore] = of('RevisionRestored')
    const { restoredFrom } = restore!.data as { restoredFrom: number }
    expect(plainText(documentAt(restore!.revision - 1).doc)).not.toContain('Go back in time')
    expect(documentAt(restore!.revision).doc.eq(documentAt(restoredFrom).doc)).toBe(true)
  })
})
