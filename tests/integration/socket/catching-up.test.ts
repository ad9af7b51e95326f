import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { evolve } from '@/lib/document/document'
import type { RecordedEvent } from '@/lib/document/events'
import { contentOf, typing } from '../../support/http'
import { seed } from '../../support/log'
import {
  command,
  create,
  eventually,
  type Line,
  type Person,
  type SocketWorld,
  socketWorld,
} from '../../support/socket'

const MiB = 1024 * 1024
let world: SocketWorld
let ann: Person
let bob: Person

beforeAll(async () => {
  world = await socketWorld()
  ann = await world.person()
  bob = await world.person()
})
afterEach(() => world.hangUp())
afterAll(() => world.stop())

const revisions = (events: { revision: number }[]) => events.map(({ revision }) => revision)
const through = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

/** The rest that an answer named, over HTTP, up to its head. */
async function rest(documentId: string, next: number | undefined, head: number): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for (let from = next; from !== undefined && from <= head; ) {
    const { json } = await ann.call('GET', `/api/documents/${documentId}/events?from=${from}`)
    events.push(...(json.events as RecordedEvent[]))
    from = json.next as number | undefined
  }
  return events.filter(({ revision }) => revision <= head)
}

/** Renames a document over and over. @returns how to stop; it answers the last revision */
function keepWriting(line: Line, documentId: string, baseRevision: number): () => Promise<number> {
  let done = false
  const writing = (async () => {
    for (let last = baseRevision; ; )
      if (done) return last
      else {
        const rename = command(documentId, 'RenameDocument', { baseRevision: last, title: `${last + 1}` })
        last = (await line.get('document:command', rename)).revision
      }
  })()
  return () => {
    done = true
    return writing
  }
}

it('[SK15] more than 1,000 events behind, the rest comes over HTTP and the room goes on where it ends', async () => {
  const documentId = await seed(world.databaseUrl, ann.authorId, 2_600)
  const [late, writer] = [await ann.connect(), await bob.connect()]
  const stop = keepWriting(writer, documentId, 2_600)
  await writer.open(documentId)
  await eventually(() => writer.events(documentId).length).toBeGreaterThan(3)
  const opened = await late.open(documentId, { since: 2, historyEpoch: 1 })
  expect(opened).not.toHaveProperty('snapshot')
  expect(revisions(opened.events)).toEqual(through(3, 1_002))
  expect(opened.next).toBe(1_003)
  const fetched = await rest(documentId, opened.next, opened.revision)
  await eventually(() => late.events(documentId).length).toBeGreaterThan(3)
  const head = await stop()
  await eventually(() => revisions(late.events(documentId)).at(-1)).toBe(head)
  const all = [...opened.events, ...fetched, ...late.events(documentId)]
  expect(revisions(all)).toEqual(through(3, head))
  const { events: first } = (await ann.call('GET', `/api/documents/${documentId}/events?limit=2`)).json
  const folded = [...(first as RecordedEvent[]), ...all].reduce<Parameters<typeof evolve>[0]>(
    (document, event) => evolve(document, event),
    null,
  )
  expect(folded).toMatchObject({ revision: head, title: `${head}` })
})

it('[SK15] exactly 1,000 events come at once, whether they rest in memory or in the log', async () => {
  const documentId = await seed(world.databaseUrl, ann.authorId, 1_500)
  const line = await bob.connect()
  for (const [since, next] of [
    [500, undefined],
    [499, 1_500],
  ] as const) {
    const opened = await line.open(documentId, { since })
    expect(revisions(opened.events)).toEqual(through(since + 1, since + 1_000))
    expect(opened.next).toBe(next)
  }
  const writer = await ann.connect()
  const wishes = through(1, 1_100).map(() => command(documentId, 'RenameDocument', { baseRevision: 1_500, title: 'x' }))
  await Promise.all(wishes.map(wish => writer.get('document:command', wish)))
  for (const [since, next] of [
    [1_600, undefined],
    [1_599, 2_600],
  ] as const) {
    const opened = await line.open(documentId, { since })
    expect(revisions(opened.events)).toEqual(through(since + 1, since + 1_000))
    expect(opened.next).toBe(next)
  }
})

it('[SK15] at most 4 MiB come at once, but never less than one event', async () => {
  // A control character is six bytes of JSON.
  const content = contentOf('\u0001'.repeat(800_000))
  const documentId = await create(ann, { content })
  const [line, writer] = [await bob.connect(), await ann.connect()]
  for (let i = 0; i < 6; i++) {
    // The text goes again before it comes again: a document takes no more of it.
    const wide = typing(documentId, '\u0001'.repeat(150_000), 1 + 2 * i)
    const steps = [{ stepType: 'replace', from: 1, to: 150_001 }]
    await writer.get('document:command', wide)
    const narrow = command(documentId, 'EditContent', { steps, baseRevision: 2 + 2 * i })
    await writer.get('document:command', narrow)
  }
  const whole = await line.open(documentId, { since: 0 })
  expect([revisions(whole.events), whole.next, whole.revision]).toEqual([[1], 2, 13])
  const most = await line.open(documentId, { since: 1 })
  expect(most.next).toBe(most.events.length + 2)
  const bytes = Buffer.byteLength(JSON.stringify(most.events))
  expect(bytes).toBeGreaterThan(2.5 * MiB)
  expect(bytes).toBeLessThan(4.01 * MiB)
  const fetched = await rest(documentId, most.next, most.revision)
  expect(revisions([...most.events, ...fetched])).toEqual(through(2, 13))
  expect(await line.open(documentId, { since: 11 })).not.toHaveProperty('next')
})
