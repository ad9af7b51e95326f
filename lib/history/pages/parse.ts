import { isWellFormed } from '@/lib/document/attributes'
import type { RecordedEvent } from '@/lib/document/events'
import type { StepJSON } from '@/lib/document/steps'
import { countOf, highest, isUuid, millisecondsOf, type Place, placeOf } from './identity'

/** An event taken apart into what has columns. `rest` is JSON of what hasn't; null where there's nothing of it. */
export type Parsed = {
  authorId: string
  via: string
  schemaVersion: number
  type: string
  commandId: string
  count: number
  baseRevision: number
  at: number
  place: Place
  edit: Edit | null
  rest: string | null
}

export type Edit = { origin: string; steps: StepJSON[]; madeAt: number | null; stepTimes: number[] | null }

/** Whether a value is a whole number that stays exact when it's added up and doubled. */
export const isWhole = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= highest && !Object.is(value, -0)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isWord = (value: unknown): value is string => typeof value === 'string' && isWellFormed(value)

/** How many fields an event has of which all are known. */
const fields = 11

/** Takes an event apart; null where something about its envelope is unusual: then it's kept whole, as JSON. */
export function parseEvent(event: RecordedEvent, documentId: string, revision: number): Parsed | null {
  const { authorId, via, schemaVersion, type, commandId, baseRevision } = event
  if (event.documentId !== documentId || event.revision !== revision) return null
  if (!isUuid(authorId) || !isUuid(commandId) || !isWord(via) || !isWord(type)) return null
  if (!isWhole(schemaVersion) || !isWhole(baseRevision)) return null
  const at = millisecondsOf(event.recordedAt)
  const place = placeOf(event.position)
  if (at === null || place === null || event.data === undefined || Object.keys(event).length !== fields) return null
  const edit = parseEdit(event.data)
  const rest = edit ? restOf(event.data as Record<string, unknown>, edit) : JSON.stringify(event.data)
  const count = countOf(commandId)
  return { authorId, via, schemaVersion, type, commandId, count, baseRevision, at, place, edit, rest }
}

/** Only what edits say has columns: there are thousands of them for each other event. */
function parseEdit(data: unknown): Edit | null {
  if (!isRecord(data)) return null
  const { steps, origin, madeAt, stepTimes } = data
  if (!Array.isArray(steps) || !steps.every(isRecord) || !isWord(origin)) return null
  const timed = Array.isArray(stepTimes) && stepTimes.length === steps.length && stepTimes.every(isWhole)
  return {
    origin,
    steps: steps as StepJSON[],
    madeAt: millisecondsOf(madeAt),
    stepTimes: timed ? (stepTimes as number[]) : null,
  }
}

/** JSON of what else an edit says; null for nothing. */
function restOf(data: Record<string, unknown>, { madeAt, stepTimes }: Edit): string | null {
  const known = 2 + (madeAt === null ? 0 : 1) + (stepTimes === null ? 0 : 1)
  if (Object.keys(data).length === known) return null
  const others = Object.entries(data).filter(
    ([name]) =>
      name !== 'steps' &&
      name !== 'origin' &&
      !(name === 'madeAt' && madeAt !== null) &&
      !(name === 'stepTimes' && stepTimes !== null),
  )
  return JSON.stringify(Object.fromEntries(others))
}

/** A step taken apart. `from` and `length` are 0 where it has no span, `text` is empty where it has none of its own. */
export type ParsedStep = { rest: string; span: boolean; from: number; length: number; text: string | null }

export const insertion = '{"stepType":"replace","slice":{"content":[{"type":"text"}]}}'
export const deletion = '{"stepType":"replace"}'

export function parseStep(step: StepJSON): ParsedStep {
  const { from, to } = step
  if (!isWhole(from) || !isWhole(to) || from > to) {
    const [rest, text] = withoutText(step)
    return { rest: JSON.stringify(rest), span: false, from: 0, length: 0, text }
  }
  const length = to - from
  const typed = typedText(step)
  if (typed !== null)
    return { rest: typed === '' ? deletion : insertion, span: true, from, length, text: typed === '' ? null : typed }
  const { from: _, to: __, ...others } = step
  const [rest, text] = withoutText(others)
  return { rest: JSON.stringify(rest), span: true, from, length, text }
}

/** The quick way for what people do all day: the plain text that a step puts in, '' for none; null for any other step. */
function typedText(step: Record<string, unknown>): string | null {
  if (step.stepType !== 'replace') return null
  const size = Object.keys(step).length
  if (size === 3) return ''
  const { slice } = step
  if (size !== 4 || !isRecord(slice) || !Array.isArray(slice.content) || slice.content.length !== 1) return null
  const node: unknown = slice.content[0]
  if (!isRecord(node) || node.type !== 'text' || Object.keys(node).length !== 2 || Object.keys(slice).length !== 1)
    return null
  return isWord(node.text) && node.text !== '' ? node.text : null
}

/** A step whose slice is one piece of text, without that text. */
function withoutText(step: Record<string, unknown>): [rest: unknown, text: string | null] {
  const { slice } = step
  const node: unknown =
    isRecord(slice) && Array.isArray(slice.content) && slice.content.length === 1 ? slice.content[0] : null
  if (!isRecord(node) || !isWord(node.text)) return [step, null]
  const { text, ...others } = node
  return [{ ...step, slice: { ...(slice as object), content: [others] } }, text]
}
