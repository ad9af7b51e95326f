import { randomUUID } from 'node:crypto'
import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { commandIds } from '@/lib/replica/command-ids'
import type { NewEvent } from '@/server/event-store/event-store'
import { toPosition } from '@/server/event-store/position'
import { isConcurrent } from '../support/traces/format'
import { recording } from '../support/traces/read'
import { Typist, toDocument } from '../support/traces/text'
import { timesOf } from '../tools/replay/pace'

/** A pause after which the other one of the two goes on. */
const turn = 2_000

/**
 * The history of `automerge-paper`: one command a transaction, by two authors who take turns, each with ids as our client
 * makes them, and with the replay's made times. Each event comes with the document after it.
 */
export function* paper(say: (line: string) => void, most = Number.POSITIVE_INFINITY) {
  const { trace } = recording('automerge-paper', 20_000, say)
  if (isConcurrent(trace)) throw new Error('It is by one author')
  const { due } = timesOf(trace)
  const people = [0, 1].map(() => ({ authorId: randomUUID(), newId: commandIds() }))
  const documentId = randomUUID()
  const typist = new Typist(toDocument(trace.startContent))
  const start = Date.UTC(2026, 0, 1)
  let [who, last, revision] = [0, 0, 1]
  const header = (commandId: string, at: number) => ({
    documentId,
    revision,
    schemaVersion,
    commandId,
    baseRevision: revision - 1,
    authorId: people[who]!.authorId,
    via: 'browser' as const,
    recordedAt: new Date(start + Math.round(at)).toISOString(),
  })
  const created = { type: 'DocumentCreated', data: { title: 'Paper', doc: typist.doc.toJSON() } } as const
  yield { event: { ...header(documentId, 0), ...created } as NewEvent, doc: typist.doc }
  for (const [i, { patches }] of trace.txns.slice(0, most - 1).entries()) {
    const at = due[i]!
    if (at - last > turn) who = 1 - who
    last = at
    revision++
    const steps = typist.type(patches).map(({ step }) => stepJSON(step))
    const body = { type: 'ContentEdited', data: { steps, origin: 'typed' } } as const
    yield { event: { ...header(people[who]!.newId(), at), ...body } as NewEvent, doc: typist.doc }
  }
}

/** Events as they'd be after they were appended, so many in each commit. */
export function asRecorded(events: readonly NewEvent[], inCommit = 500): RecordedEvent[] {
  return events.map((event, i) => {
    const position = toPosition({ logEpoch: 1, xid: BigInt(800 + Math.floor(i / inCommit)), sequence: BigInt(1 + i) })
    return { ...event, position } as RecordedEvent
  })
}
