import { Transform } from '@tiptap/pm/transform'
import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '@/lib/document/events'
import { schema } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { changedBy } from '@/lib/history/changed'
import { runsOf } from '@/lib/history/runs'
import type { Bucket } from '@/lib/protocol/http'
import { MemoryEventStore } from '@/server/event-store/memory'
import { paragraphs, Scribe } from '../../support/scribe'

const scribe = async (...texts: string[]) => {
  const scribe = new Scribe(new MemoryEventStore())
  await scribe.create('', paragraphs(...texts))
  return scribe
}

const bucketsOf = (events: readonly RecordedEvent[]): Bucket[] =>
  events.map(({ revision, recordedAt, authorId }) => ({
    from: revision,
    to: revision,
    start: recordedAt,
    end: recordedAt,
    by: [{ authorId, edits: 1, inserted: 1, deleted: 0 }],
  }))

const runs = ({ events }: Scribe) =>
  runsOf(bucketsOf(events), events).map(({ from, to, text, event }) => [from, to, event?.type ?? text])

describe('runs of changes', () => {
  it('[HL4] end where somebody else goes on, after a rest, and at what is no edit', async () => {
    const it = await scribe('')
    for (const letter of 'one') await it.type(letter)
    const first = it.author
    it.author = crypto.randomUUID()
    await it.type('!')
    it.author = first
    await it.type('?')
    it.now += 60_000
    await it.type('x')
    await it.name(3, 'Good')
    await it.type('y')
    expect(runs(it)).toEqual([
      [1, 1, 'DocumentCreated'],
      [2, 4, 'one'],
      [5, 5, '!'],
      [6, 6, '?'],
      [7, 7, 'x'],
      [8, 8, 'VersionNamed'],
      [9, 9, 'y'],
    ])
    expect(runsOf(bucketsOf(it.events), it.events)[1]).toMatchObject({ inserted: 3, edits: 3, authorId: first })
  })

  it('[HL4] tell what was written, without what was taken back at once', async () => {
    const it = await scribe('')
    for (const letter of 'foe') await it.type(letter)
    await it.edit(transform => transform.delete(3, 4))
    await it.edit(transform => transform.split(3))
    for (const letter of 'bar') await it.type(letter)
    await it.edit(transform => transform.insert(1, schema.text('Ah ')))
    expect(runs(it).at(-1)).toEqual([2, it.events.length, 'fo bar … Ah '])
  })

  it('[HL4] go without words where events are missing', async () => {
    const it = await scribe('')
    await it.type('a')
    await it.type('b')
    expect(runsOf(bucketsOf(it.events), [])).toMatchObject([{ from: 1, to: 3, text: '', inserted: 3 }])
  })
})

describe('what an event changed', () => {
  const edited = (change: (transform: Transform) => void) => {
    const transform = new Transform(paragraphs('one two', 'three'))
    change(transform)
    const data = { steps: transform.steps.map(stepJSON), origin: 'typed' }
    return changedBy({ type: 'ContentEdited', data } as unknown as RecordedEvent)
  }

  it('[PY3] is told as places in the document after it', () => {
    expect(edited(tr => tr.insert(4, schema.text('ab')))).toEqual([{ from: 4, to: 6 }])
    expect(edited(tr => tr.delete(2, 4))).toEqual([{ from: 2, to: 2 }])
    expect(edited(tr => tr.addMark(1, 4, schema.mark('bold')))).toEqual([{ from: 1, to: 4 }])
    // A later step of the same event moves what an earlier one did.
    expect(edited(tr => tr.insert(11, schema.text('x')).insert(1, schema.text('yy')))).toEqual([
      { from: 1, to: 3 },
      { from: 13, to: 14 },
    ])
    expect(edited(tr => tr.insert(1, schema.text('a')).insert(2, schema.text('b')))).toEqual([{ from: 1, to: 3 }])
  })

  it('[PY3] is nothing where no content was changed or it was taken out for good', () => {
    expect(changedBy({ type: 'DocumentRenamed', data: { title: 'x' } } as unknown as RecordedEvent)).toEqual([])
    expect(changedBy({ type: 'ContentEdited', data: { redacted: true } } as unknown as RecordedEvent)).toEqual([])
  })
})
