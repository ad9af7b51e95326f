import type { Node } from '@tiptap/pm/model'
import type { Step, StepMap, Transform } from '@tiptap/pm/transform'
import { type Command, command as commandSchema } from '@/lib/document/commands'
import { type Decided, type Decision, decide } from '@/lib/document/decide'
import type { Document } from '@/lib/document/document'
import { defaultLimits, type Limits } from '@/lib/document/limits'
import type { RefusalCode } from '@/lib/document/refusal'
import { schemaVersion } from '@/lib/document/schema'
import { type StepJSON, stepJSON } from '@/lib/document/steps'

export const ids = {
  document: '00000000-0000-4000-8000-000000000001',
  anna: '00000000-0000-4000-8000-00000000000a',
  ben: '00000000-0000-4000-8000-00000000000b',
}

/** A live document at some revision. */
export function documentOf(doc: Node, more: Partial<Document> = {}): Document {
  return {
    documentId: ids.document,
    revision: 5,
    ownerId: ids.anna,
    title: 'Plans',
    doc,
    status: 'live',
    recordedAt: '2026-01-01T10:00:00.000Z',
    ...more,
  }
}

/** A command as it comes out of the door: read by the schema of the wire. */
export function wish(fields: { type: Command['type']; [field: string]: unknown }): Command {
  const commandId = '00000000-0000-8000-8000-000000000000'
  return commandSchema.parse({ documentId: ids.document, baseRevision: 5, schemaVersion, commandId, ...fields })
}

type About = { limits?: Partial<Limits>; since?: readonly StepMap[] }

/** What's decided about steps that come from outside, whatever they are. */
export function decideSteps(doc: Node, steps: unknown[], { limits, since = [] }: About = {}): Decision {
  const parsed = wish({ type: 'EditContent', steps: steps as StepJSON[] })
  return decide(parsed, documentOf(doc), { limits: { ...defaultLimits, ...limits }, since })
}

/** The code of a refusal; 'accepted' where there's none. */
export function verdict(decision: Decision): RefusalCode | 'accepted' {
  return 'refusal' in decision ? decision.refusal.code : 'accepted'
}

/** What an edit made, decided against a document at which others' steps have arrived before it. */
export function rebased(doc: Node, mine: Transform, theirs?: Transform): Decided & { doc: Node; steps: Step[] } {
  const decision = decideSteps(theirs?.doc ?? doc, mine.steps.map(stepJSON), { since: theirs?.mapping.maps ?? [] })
  if ('refusal' in decision) throw new Error(decision.refusal.message)
  return { ...decision, ...decision.content! }
}
