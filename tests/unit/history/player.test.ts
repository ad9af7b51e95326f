import { Slice } from '@tiptap/pm/model'
import { ReplaceStep } from '@tiptap/pm/transform'
import { describe, expect, it } from 'vitest'
import { type Document, evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { canonicalJSON, emptyDoc, schema } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { Player, type Source } from '@/lib/history/player'

const documentId = '00000000-0000-4000-8000-000000000001'
const authorId = '00000000-0000-4000-8000-000000000002'

function header(revision: number) {
  const recordedAt = new Date(Date.UTC(2026, 4, 3, 14, 0, revision)).toISOString()
  const commandId = documentId
  return {
    documentId,
    revision,
    position: '',
    schemaVersion: 1,
    commandId,
    baseRevision: 0,
    authorId,
    via: 'seed' as const,
    recordedAt,
  }
}

/** A document in which every revision but a few types one letter at the end of the paragraph. */
function story(length: number): RecordedEvent[] {
  const events: RecordedEvent[] = [
    { ...header(1), type: 'DocumentCreated', data: { title: 'Story', doc: emptyDoc().toJSON() } },
  ]
  let typed = 0
  for (let revision = 2; revision <= length; revision++) {
    if (revision % 97 === 0) {
      events.push({ ...header(revision), type: 'DocumentRenamed', data: { title: `Story ${revision}` } })
      continue
    }
    const at = 1 + typed++
    const slice = new Slice(schema.node('paragraph', null, [schema.text('abcdefghij'[typed % 10]!)]).content, 0, 0)
    const steps = [stepJSON(new ReplaceStep(at, at, slice))]
    events.push({ ...header(revision), type: 'ContentEdited', data: { steps, origin: 'typed' } })
  }
  return events
}

function documents(events: RecordedEvent[]): Document[] {
  const all: Document[] = []
  for (const event of events) all.push(evolve(all.at(-1) ?? null, event))
  return all
}

/** A source that counts what's asked of it, and keeps back what comes after `visible`. */
function sourceOf(events: RecordedEvent[], most = 1_000) {
  const states = documents(events)
  const asked = { keyframes: [] as number[], events: [] as number[] }
  const source: Source = {
    keyframe: async revision => {
      asked.keyframes.push(revision)
      const { doc, title, recordedAt } = states[revision - 1]!
      return { revision, doc: doc.toJSON(), title, recordedAt, author: authorId, authors: [] }
    },
    events: async (from, to) => {
      asked.events.push(from)
      return { events: events.slice(from - 1, Math.min(to, from + most - 1)), authors: [] }
    },
  }
  return { source, asked, states }
}

describe('the player', () => {
  it('[UI1] shows every revision exactly as it was', async () => {
    const { source, states } = sourceOf(story(2_300))
    const player = new Player(source, 2_300)
    for (const revision of [1, 2_300, 999, 1_000, 1_001, 97, 98, 1_550, 1_549, 2_001]) {
      const frame = await player.load(revision)
      await player.surround(revision)
      for (const near of [revision, Math.max(1, revision - 1), Math.min(2_300, revision + 1)]) {
        const shown = near === revision ? frame : await player.load(near)
        expect(canonicalJSON(shown.doc)).toBe(canonicalJSON(states[near - 1]!.doc))
        expect(shown.title).toBe(states[near - 1]!.title)
        expect(shown.recordedAt).toBe(states[near - 1]!.recordedAt)
      }
    }
  })

  it('[UI2] needs one document for a far jump, and nothing for steps around where it rests', async () => {
    const { source, asked } = sourceOf(story(5_000))
    const player = new Player(source, 5_000)
    expect(player.at(3_500)).toBeNull()
    await player.load(3_500)
    expect(asked).toEqual({ keyframes: [3_500], events: [] })
    await player.surround(3_500)
    expect(asked).toEqual({ keyframes: [3_500, 3_001], events: [3_001] })
    for (const near of [3_001, 3_499, 3_501, 3_999, 4_000]) expect(player.at(near)?.revision).toBe(near)
    expect(asked.keyframes).toHaveLength(2)
  })

  it('[UI3] says what a revision did', async () => {
    const { source } = sourceOf(story(200))
    const player = new Player(source, 200)
    await player.surround(50)
    expect(player.at(50)).toMatchObject({ amount: { inserted: 1, deleted: 0 }, authorId })
    expect(player.at(97)?.event).toMatchObject({ type: 'DocumentRenamed' })
    expect(player.at(97)?.amount).toEqual({ inserted: 0, deleted: 0 })
  })

  it('[UI1] puts a page together from several answers, and goes on when the history has grown', async () => {
    const { source, asked, states } = sourceOf(story(1_200), 300)
    const player = new Player(source, 700)
    await player.surround(700)
    expect(asked.events).toEqual([1, 301, 601])
    player.extend(1_200)
    await player.surround(900)
    expect(canonicalJSON(player.at(900)!.doc)).toBe(canonicalJSON(states[899]!.doc))
  })

  it('[UI4] asks for a document after what was taken out for good', async () => {
    const events = story(60)
    const { states } = sourceOf(events)
    const holed = events.map(event =>
      event.revision === 30 ? ({ ...event, data: { redacted: true } } as unknown as RecordedEvent) : event,
    )
    const { source, asked } = sourceOf(events)
    const player = new Player({ ...source, events: async from => ({ events: holed.slice(from - 1), authors: [] }) }, 60)
    await player.surround(10)
    expect(player.at(29)).not.toBeNull()
    expect(player.at(31)).toBeNull()
    expect(canonicalJSON((await player.load(31)).doc)).toBe(canonicalJSON(states[30]!.doc))
    expect(asked.keyframes).toEqual([1, 31])
  })
})
