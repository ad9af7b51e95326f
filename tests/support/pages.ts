import type { RecordedEvent } from '@/lib/document/events'
import { schemaVersion } from '@/lib/document/schema'
import { stepJSON } from '@/lib/document/steps'
import { commandIds } from '@/lib/replica/command-ids'
import { toPosition } from '@/server/event-store/position'
import { randomEdits } from './habits'
import { mutate } from './mutate'
import type { Random } from './random'
import { everything } from './sample'

/** A random UUID of version 4, seeded. */
export function uuidOf(random: Random): string {
  const hex = Array.from(random.bytes(16), byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

const origins = ['typed', 'typed', 'typed', 'pasted', 'undone', 'scripted'] as const

/**
 * A stretch of a document's history as it may be: some people who type, paste, format, rename, restore, with and without
 * times of their own, in whatever order; JSON throughout.
 */
export function someHistory(random: Random, count: number): RecordedEvent[] {
  const documentId = uuidOf(random)
  const people = Array.from({ length: 1 + random.below(3) }, () => ({
    authorId: uuidOf(random),
    newId: random.chance(0.8) ? commandIds(random.bytes(10)) : () => uuidOf(random),
    timed: random.chance(0.5),
  }))
  let doc = everything()
  let [who, at, transaction, sequence] = [random.pick(people), Date.UTC(2026, 0, 1), 700n, BigInt(random.below(9_000))]
  const first = random.chance(0.3) ? 1 : 1 + random.below(200_000)
  return Array.from({ length: count }, (_, i) => {
    if (random.chance(0.1)) who = random.pick(people)
    at += random.below(random.chance(0.02) ? 10_000_000_000 : 400)
    transaction += BigInt(random.below(3))
    sequence += BigInt(1 + random.below(2))
    const made = randomEdits(doc, random, random.chance(0.9) ? 1 : random.below(6))
    doc = made.doc.content.size > 5_000 ? everything() : made.doc
    const steps = made.steps.map(stepJSON)
    const times = who.timed && {
      madeAt: new Date(at - random.below(90)).toISOString(),
      stepTimes: steps.map((_, j) => j * random.below(40)),
    }
    const revision = first + i
    const header = {
      documentId,
      revision,
      position: toPosition({ logEpoch: 1, xid: transaction, sequence }),
      schemaVersion,
      commandId: who.newId(),
      baseRevision: Math.max(0, revision - 1 - (random.chance(0.1) ? random.below(5) : 0)),
      authorId: who.authorId,
      via: random.pick(['browser', 'browser', 'api'] as const),
      recordedAt: new Date(at).toISOString(),
    }
    const dice = random.next()
    const body =
      dice < 0.9
        ? { type: 'ContentEdited', data: { steps, origin: random.pick(origins), ...times, ...more(random) } }
        : dice < 0.94
          ? { type: 'DocumentRenamed', data: { title: random.text(9) } }
          : dice < 0.97
            ? { type: 'RevisionRestored', data: { steps, restoredFrom: 1 + random.below(revision) } }
            : { type: 'ContentEdited', data: { redacted: true } }
    return JSON.parse(JSON.stringify({ ...header, ...body })) as RecordedEvent
  })
}

function more(random: Random): object {
  if (random.chance(0.05)) return { kept: [0, 2] }
  if (random.chance(0.05)) return { undoes: [uuidOf(random)] }
  return random.chance(0.03) ? { somethingNew: { of: ['a', 'later', 'version'], deep: [null, 0.5, -1] } } : {}
}

/** The same with things in places where nobody expects them; still objects of JSON. */
export function strangeHistory(random: Random, count: number): RecordedEvent[] {
  return someHistory(random, count).map(event => {
    const other: unknown = random.chance(0.3) ? JSON.parse(JSON.stringify(mutate(event, random)) ?? 'null') : event
    return (typeof other === 'object' && other !== null ? other : event) as RecordedEvent
  })
}
