import { beforeEach, describe, expect, test } from 'vitest'
import { canonicalJSON, type NodeJSON } from '@/lib/document/schema'
import { MemoryEventStore } from '@/server/event-store/memory'
import { paragraphs, Scribe } from '../../support/scribe'
import { tokenOf } from '../people/writer'
import { History, type Op } from './history'
import { judge, type Truth } from './judge'

const tokens = [1, 2, 3].map(n => tokenOf('c00', n))
let scribe: Scribe
let history: History
let truth: Truth & { logs: Map<string, Scribe['events']> }
let ops: Op[]

/** A world in which all is well: one client wrote three tokens, was told so and saw it. */
beforeEach(async () => {
  scribe = new Scribe(new MemoryEventStore())
  await scribe.create('Told', paragraphs(''))
  history = new History()
  for (const token of tokens) {
    const event = await scribe.type(token)
    history.invoked({ ...event, client: 'c00' }, token)
    history.answered(event.authorId, event.commandId, 'ok', event.revision)
  }
  ops = [...history.ops.values()]
  const { documentId, events, doc } = scribe
  history.sawEvents('c00', events)
  history.sawDocument('c00', documentId, 4, doc.toJSON() as NodeJSON)
  truth = {
    logs: new Map([[documentId, structuredClone(events)]]),
    held: [{ by: 'c00', documentId, json: canonicalJSON(doc) }],
    unconfirmed: [{ by: 'c00', count: 0 }],
    projections: [],
    recoveries: [500],
    patience: 10_000,
  }
})

const misfit = { steps: [{ stepType: 'replace', from: 500, to: 600 }], origin: 'typed' }
const found = () => [...new Set(judge(history, truth).map(breach => breach.slice(0, 2)))].sort()
const log = () => truth.logs.get(scribe.documentId)!
/** What the log would be without its end. */
const lose = (events: number) => {
  truth.logs.set(scribe.documentId, log().slice(0, -events))
}

test('[FT9] the checker finds nothing where all is well', () => {
  expect(judge(history, truth)).toEqual([])
})

describe('the checker finds', () => {
  test('[FT9] an acknowledged command that is gone', () => {
    lose(1)
    expect(found()).toEqual(expect.arrayContaining(['I1', 'I2']))
  })

  test('[FT9] an acknowledgement that named another revision, or of which the words are missing', () => {
    ops[0]!.revisions = [3]
    expect(found()).toEqual(['I1'])
    ops[0]!.revisions = [2]
    Object.assign(log()[3]!, { data: { steps: [], origin: 'typed' } })
    expect(found()).toContain('I1')
  })

  test('[FT9] two acknowledgements of one command that do not agree', () => {
    ops[0]!.revisions.push(4)
    expect(found()).toEqual(['I1'])
  })

  test('[FT9] a command that was stored twice', () => {
    Object.assign(log()[2]!, { commandId: ops[0]!.commandId, data: log()[1]!.data })
    expect(found()).toContain('I2')
  })

  test('[FT9] a command that was refused for good, and is stored', () => {
    Object.assign(ops[1]!, { outcome: 'fail', revisions: [] })
    expect(found()).toEqual(['I2'])
  })

  test('[FT9] a command that was sent until its end, and is not stored; one that was given up may be or not', () => {
    Object.assign(ops[2]!, { outcome: 'info', revisions: [], abandoned: true })
    expect(judge(history, truth)).toEqual([])
    const events = scribe.events.slice(0, -1)
    const rest = new History()
    rest.sawEvents('c00', events)
    for (const op of ops) rest.ops.set(`${op.authorId} ${op.commandId}`, op)
    history = rest
    lose(1)
    truth.held = []
    expect(judge(history, truth)).toEqual([])
    ops[2]!.abandoned = false
    expect(found()).toEqual(['I2'])
  })

  test('[FT9] a word that stands in the document twice', async () => {
    const event = await scribe.type(tokens[0]!)
    truth.logs.set(scribe.documentId, [...log(), event])
    truth.held = []
    expect(found()).toEqual(['I2'])
  })

  test('[FT9] a hole in the revisions, and a log that cannot be folded', () => {
    const last = log().at(-1)!
    truth.logs.set(scribe.documentId, [...log().slice(0, -1), { ...last, revision: 5 }])
    expect(found()).toEqual(expect.arrayContaining(['I3', 'I5']))
    truth.logs.set(scribe.documentId, [...scribe.events.slice(0, -1), { ...last, data: misfit } as typeof last])
    expect(found()).toContain('I5')
  })

  test('[FT9] somebody who saw what the log has not: another event, another document', () => {
    const event = { ...scribe.events[3]!, recordedAt: '2027-01-01T00:00:00.000Z' }
    history.sawEvents('c01', [event])
    expect(found()).toEqual(['I4'])
  })

  test('[FT9] a snapshot that the log does not make', () => {
    history.sawDocument('c01', scribe.documentId, 3, paragraphs('other').toJSON() as NodeJSON)
    expect(found()).toEqual(['I4'])
  })

  test('[FT9] a replica or a server that holds another document, and one that is not done', () => {
    truth.held.push({ by: 'server 1', documentId: scribe.documentId, json: canonicalJSON(paragraphs('other')) })
    expect(found()).toEqual(['I5'])
    truth.held.pop()
    truth.unconfirmed[0]!.count = 2
    expect(found()).toEqual(['I5'])
  })

  test('[FT9] commands of one client that overtook each other', () => {
    const [first, second, third] = ops as [Op, Op, Op]
    history.ops.clear()
    for (const op of [second, first, third]) history.ops.set(`${op.authorId} ${op.commandId}`, op)
    expect(found()).toEqual(['I6'])
  })

  test('[FT9] a room that skipped or repeated a revision, rows that are not what the log makes, a late recovery', () => {
    history.wireFaults.push('c00 was told 5 where 4 was due')
    truth.projections.push('document of d: document_view d text is not what the log makes')
    truth.recoveries.push(10_001)
    expect(found()).toEqual(['I6', 'I7', 'I9'])
  })
})
