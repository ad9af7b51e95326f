import type { Node } from '@tiptap/pm/model'
import { type Command, command as commandSchema } from '@/lib/document/commands'
import { type Decided, decide } from '@/lib/document/decide'
import { type Document, evolve } from '@/lib/document/document'
import type { EventBody } from '@/lib/document/events'
import { defaultLimits } from '@/lib/document/limits'
import { emptyDoc, type NodeJSON, schemaVersion } from '@/lib/document/schema'
import { stepJSON, storedStep } from '@/lib/document/steps'
import { Weave } from '@/lib/history/weave/weave'
import { weaveEvent } from '@/lib/history/weave/weaver'
import type { NewEvent } from '@/server/event-store/event-store'
import { ids } from './deciding'
import { randomEdits } from './habits'
import { uuidOf } from './pages'
import type { Random } from './random'
import { everything } from './sample'
import { paragraphs } from './scribe'

/** A document's whole past, with the document at each revision; `documents[0]` is nothing. */
export type MadeHistory = { events: NewEvent[]; documents: Document[]; people: string[] }

/**
 * A document's past as the rules make it: some people who edit at once, without knowing of each other's last words, who restore,
 * rename, name, throw away and take back, and undo what they did.
 */
export function madeHistory(random: Random, start: Node, revisions: number): MadeHistory {
  const people = Array.from({ length: 1 + random.below(4) }, () => uuidOf(random))
  const events: NewEvent[] = []
  const documents: Document[] = [null as unknown as Document]
  const record = (body: EventBody, authorId: string, baseRevision: number) => {
    const revision = events.length + 1
    const header = { documentId: ids.document, schemaVersion, commandId: uuidOf(random), via: 'browser' as const }
    const recordedAt = new Date(Date.UTC(2026, 0, 1) + revision * 1_000).toISOString()
    const event = { ...header, revision, baseRevision, authorId, recordedAt, ...body } as NewEvent
    // As it comes out of the log.
    events.push(JSON.parse(JSON.stringify(event)) as NewEvent)
    documents.push(evolve(documents[revision - 1] ?? null, events.at(-1)!))
  }
  record({ type: 'DocumentCreated', data: { title: '', doc: start.toJSON() as NodeJSON } }, people[0]!, 0)
  while (events.length < revisions) {
    const authorId = random.pick(people)
    const base = Math.max(1, events.length - random.below(5))
    const fields = someWish(random, documents, base, events)
    const command = commandSchema.parse({
      documentId: ids.document,
      schemaVersion,
      commandId: ids.document,
      baseRevision: base,
      ...fields,
    }) as Command
    const decided = decide(command, documents.at(-1)!, {
      limits: defaultLimits,
      since: events.slice(base).flatMap(mapsOf),
      ...(command.type === 'RestoreRevision' && { restored: documents[command.revision]!.doc }),
    })
    if ('refusal' in decided) continue
    record((decided as Decided).body, authorId, base)
  }
  return { events, documents, people }
}

function someWish(random: Random, documents: Document[], base: number, events: NewEvent[]): object {
  const dice = random.next()
  const head = documents.at(-1)!
  if (head.status === 'trashed') return { type: 'UntrashDocument' }
  if (dice < 0.02) return { type: 'TrashDocument' }
  if (dice < 0.04) return { type: 'RenameDocument', title: random.text(5) }
  if (dice < 0.06) return { type: 'NameVersion', revision: 1 + random.below(base), name: 'A name' }
  if (dice < 0.12) return { type: 'RestoreRevision', revision: 1 + random.below(base) }
  const before = documents[base]!.doc
  if (dice < 0.2) {
    const undone = events[base - 1]!
    if (undone.type === 'ContentEdited' && !('redacted' in undone.data) && undone.data.steps.length > 0) {
      let doc = documents[base - 1]!.doc
      const steps = undone.data.steps.map(storedStep).map(step => {
        const inverse = step.invert(doc)
        doc = step.apply(doc).doc!
        return inverse
      })
      return {
        type: 'EditContent',
        steps: steps.reverse().map(stepJSON),
        origin: 'undone',
        undoes: [undone.commandId],
      }
    }
  }
  const { steps } = randomEdits(before, random, 1 + random.below(4))
  if (steps.length === 0) return { type: 'RenameDocument', title: random.text(5) }
  return { type: 'EditContent', steps: steps.map(stepJSON), origin: random.pick(['typed', 'typed', 'pasted']) }
}

function mapsOf(event: NewEvent) {
  return 'steps' in event.data ? event.data.steps.map(json => storedStep(json).getMap()) : []
}

/** A past of some document, and its weave. */
export function somePast(random: Random, most = 60) {
  const start = random.pick([everything(), emptyDoc(), paragraphs('One two', 'three', 'four')])
  const past = madeHistory(random, start, 2 + random.below(most))
  return { ...past, weave: woven(past.events) }
}

export function woven(events: readonly NewEvent[]): Weave {
  const weave = new Weave()
  for (const event of events) weaveEvent(weave, event)
  return weave
}
