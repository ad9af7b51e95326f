import type { Node } from '@tiptap/pm/model'
import type { Step, StepMap } from '@tiptap/pm/transform'
import { checkChange, documentNodes } from './check'
import type { Command, EditContent } from './commands'
import type { Document } from './document'
import type { EventBody } from './events'
import type { Limits } from './limits'
import { type Refusal, refuse } from './refusal'
import { stepsBetween } from './restore'
import { applyStep, growth, type Rebased, readStep, rebase, stepJSON } from './steps'

/** What `decide` may look at besides the command and the document. */
export type Context = {
  limits: Limits
  /** Maps of the steps recorded after the command's `baseRevision`, in order. */
  since: readonly StepMap[]
  /** The document at the revision that a RestoreRevision names. */
  restored?: Node
}

/** A decided command: the fact, and for facts about content the steps and the document they lead to. */
export type Decided = { body: EventBody; content?: { steps: Step[]; doc: Node } }
export type Decision = Decided | { refusal: Refusal }

/**
 * The rules: what a command makes of a document. Pure: no clock, no ids, no waiting.
 * The steps of an edit are first rebased over what came since its base revision.
 */
export function decide(command: Command, document: Document, context: Context): Decision {
  if (document.status === 'deleted') return refuse('not_found', 'There is no such document.')
  if (document.status === 'trashed' && command.type !== 'UntrashDocument' && command.type !== 'DeleteDocument')
    return refuse('forbidden', 'The document is in the trash. Take it back first.')
  switch (command.type) {
    case 'EditContent':
      return decideEdit(command, document, context)
    case 'RestoreRevision': {
      if (command.revision > document.revision) return beyondHead(document)
      if (!context.restored) throw new RangeError('A restore is decided with the document that it restores')
      const steps = stepsBetween(document.doc, context.restored)
      const body: EventBody = {
        type: 'RevisionRestored',
        data: { steps: steps.map(stepJSON), restoredFrom: command.revision },
      }
      return { body, content: { steps, doc: context.restored } }
    }
    case 'NameVersion':
      if (command.revision > document.revision) return beyondHead(document)
      return { body: { type: 'VersionNamed', data: { revision: command.revision, name: command.name } } }
    case 'RenameDocument':
      return { body: { type: 'DocumentRenamed', data: { title: command.title } } }
    case 'TrashDocument':
      return { body: { type: 'DocumentTrashed', data: {} } }
    case 'UntrashDocument':
      if (document.status !== 'trashed') return refuse('bad_request', 'The document is not in the trash.')
      return { body: { type: 'DocumentUntrashed', data: {} } }
    case 'DeleteDocument':
      return { body: { type: 'DocumentDeleted', data: {} } }
    default:
      return command satisfies never
  }
}

function beyondHead(document: Document): Decision {
  return refuse('future_revision', `The document's last revision is ${document.revision}.`)
}

function decideEdit(command: EditContent, document: Document, { limits, since }: Context): Decision {
  if (command.steps.length > limits.steps)
    return refuse('command_too_large', `A command takes at most ${limits.steps} steps. Send the rest in the next one.`)
  if (command.stepTimes && command.stepTimes.length !== command.steps.length)
    return refuse('bad_request', 'stepTimes needs one time for each step.')
  let rebased: Rebased
  const [size, count] = [document.doc.content.size, documentNodes(document.doc)]
  let nodes = count
  try {
    const steps = readSteps(command, size - growth(since))
    rebased =
      since.length === 0
        ? applyAll(document.doc, steps, (before, after) => (nodes += checkChange(before, after, limits)))
        : rebase(document.doc, steps, since, (before, after) => {
            try {
              nodes += checkChange(before, after, limits)
              return true
            } catch {
              return false
            }
          })
  } catch (error) {
    if (error instanceof RangeError) return refuse('invalid_steps', error.message)
    throw error
  }
  // Marks make nodes without a character more. What's too large already may shrink.
  const newSize = rebased.doc.content.size
  if ((newSize > limits.characters && newSize > size) || (nodes > limits.nodes && nodes > count))
    return refuse('document_too_large', 'The document has reached its largest size. Go on in a new one.')
  documentNodes(rebased.doc, nodes)
  return { body: edited(command, rebased), content: { steps: rebased.steps, doc: rebased.doc } }
}

function readSteps(command: EditContent, size: number): Step[] {
  return command.steps.map(json => {
    const step = readStep(json, size)
    size += growth([step.getMap()])
    return step
  })
}

function applyAll(doc: Node, steps: Step[], check: (before: Node, after: Node) => void): Rebased {
  for (const step of steps) {
    const after = applyStep(doc, step)
    if (!after) throw new RangeError('A step does not fit the document at its base revision')
    check(doc, after)
    doc = after
  }
  return { steps, kept: steps.map((_, i) => i), doc }
}

function edited(command: EditContent, { steps, kept }: Rebased): EventBody {
  const { origin = 'scripted', undoes, madeAt, stepTimes, source } = command
  return {
    type: 'ContentEdited',
    data: {
      steps: steps.map(stepJSON),
      origin,
      ...(kept.length < command.steps.length && { kept }),
      ...(undoes && { undoes }),
      ...(madeAt && { madeAt }),
      ...(stepTimes && { stepTimes: kept.map(i => stepTimes[i]!) }),
      ...(source && { source }),
    },
  }
}
