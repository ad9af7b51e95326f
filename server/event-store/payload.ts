import type { StepJSON } from '@/lib/document/steps'

/**
 * Codec 1 of the log: JSON or, for what people do all day, a tenth of it. An edit of a few plain insertions and deletions
 * that were typed is a list, in JSON without its brackets: for each step where it begins, how much it takes out unless
 * that's nothing, the text that it puts in unless there's none: `12,"a"`, `12,3`, `12,3,"abc",15,1`. In front, where it's
 * known, a text: when the first one was made, in ms to base 36, and unless they are all 0 the times of the steps: `"mj4k2x1c+0+250"`.
 * What's written under it stays for ever, so this is never changed: another form is another codec.
 */
export function writePayload(data: unknown): string {
  return shortOf(data) ?? JSON.stringify(data)
}

/** @throws RangeError or SyntaxError where that's no payload of this codec */
export function readPayload(payload: string): unknown {
  return payload.startsWith('{') ? JSON.parse(payload) : readShort(JSON.parse(`[${payload}]`) as unknown[])
}

/** Few enough that what's read is never much more than what's stored. */
const mostSteps = 8

const keysAre = (value: object, ...names: string[]): boolean => {
  const keys = Object.keys(value)
  return keys.length === names.length && names.every(name => keys.includes(name))
}
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWhole = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31

function shortOf(data: unknown): string | null {
  if (!isRecord(data) || data.origin !== 'typed' || !Array.isArray(data.steps)) return null
  const { steps } = data
  const timed = keysAre(data, 'steps', 'origin', 'madeAt', 'stepTimes')
  if (steps.length === 0 || steps.length > mostSteps || !(timed || keysAre(data, 'steps', 'origin'))) return null
  const times = timed ? shortTimes(data.madeAt, data.stepTimes, steps.length) : []
  const short = times && steps.map(shortStep)
  return short?.every(step => step !== null) ? [...times!, ...short].join(',') : null
}

function shortTimes(madeAt: unknown, stepTimes: unknown, count: number): string[] | null {
  const ms = typeof madeAt === 'string' ? Date.parse(madeAt) : Number.NaN
  if (!(ms >= 0) || new Date(ms).toISOString() !== madeAt) return null
  if (!Array.isArray(stepTimes) || stepTimes.length !== count || !stepTimes.every(isWhole)) return null
  const later = stepTimes.some(time => time > 0) ? stepTimes.map(time => `+${time.toString(36)}`).join('') : ''
  return [`"${ms.toString(36)}${later}"`]
}

function shortStep(step: unknown): string | null {
  if (!isRecord(step) || step.stepType !== 'replace') return null
  const { from, to, slice } = step
  if (!isWhole(from) || !isWhole(to) || from > to) return null
  const text = slice === undefined ? '' : plainText(slice)
  const known = slice === undefined ? ['stepType', 'from', 'to'] : ['stepType', 'from', 'to', 'slice']
  if (text === null || !keysAre(step, ...known) || (text === '' && (slice !== undefined || from === to))) return null
  return [from, ...(to > from ? [to - from] : []), ...(text === '' ? [] : [JSON.stringify(text)])].join(',')
}

/** The text of a slice that's nothing but one unmarked piece of it. */
function plainText(slice: unknown): string | null {
  if (!isRecord(slice) || !keysAre(slice, 'content') || !Array.isArray(slice.content)) return null
  const [node] = slice.content as unknown[]
  if (slice.content.length !== 1 || !isRecord(node) || !keysAre(node, 'type', 'text')) return null
  return node.type === 'text' && typeof node.text === 'string' ? node.text : null
}

function readShort(tokens: unknown[]): unknown {
  const times = typeof tokens[0] === 'string' ? String(tokens.shift()).split('+') : null
  const steps: StepJSON[] = []
  while (tokens.length > 0) {
    const from = tokens.shift()
    const taken = typeof tokens[0] === 'number' ? tokens.shift() : 0
    const text = typeof tokens[0] === 'string' ? tokens.shift() : undefined
    if (!isWhole(from) || !isWhole(taken) || (taken === 0 && text === undefined)) throw new RangeError('Not a payload')
    const slice = text === undefined ? {} : { slice: { content: [{ type: 'text', text }] } }
    steps.push({ stepType: 'replace', from, to: from + taken, ...slice })
  }
  if (steps.length === 0) throw new RangeError('Not a payload')
  if (!times) return { steps, origin: 'typed' }
  const [madeAt, ...later] = times.map(time => Number.parseInt(time, 36))
  const stepTimes = later.length > 0 ? later : steps.map(() => 0)
  if (stepTimes.length !== steps.length || !stepTimes.every(isWhole)) throw new RangeError('Not a payload')
  return { steps, origin: 'typed', madeAt: new Date(madeAt!).toISOString(), stepTimes }
}
