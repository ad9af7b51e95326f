import type { StepJSON } from '@/lib/document/steps'
import { type ByteReader, type ByteWriter, PageFault } from './bytes'
import { Model, type SymbolReader, type SymbolWriter } from './coder'
import { type Form, knownForms } from './known'
import { deletion, insertion, type ParsedStep, parseStep } from './parse'
import type { StringReader, StringWriter } from './strings'

/**
 * Steps are said by what they are (their form), where they begin (mostly where the hand is: behind the last insertion, or
 * around the last deletion), and how long they are (mostly one letter). Those three together are one small number.
 */
const whereabouts = { here: 0, endsHere: 1, elsewhere: 2 }
const kinds = 6

/** The frequent ones are a symbol each, which the one before it makes likely; all others are one, and a number elsewhere. */
const other = 15
class Operations {
  readonly model = new Model(4, 16)
  context = 0
}

export function writeSteps(
  to: ByteWriter,
  symbols: SymbolWriter,
  steps: readonly StepJSON[],
  strings: StringWriter,
): void {
  const forms = new FormTable()
  const operations = new Operations()
  const [unusual, places, lengths]: [number[], number[], number[]] = [[], [], []]
  let hand = 0
  for (const json of steps) {
    const step = parseStep(json)
    const { from, length, text } = step
    const index = forms.index(step)
    const form = forms.all[index]!
    const at = !step.span || from === hand ? 'here' : from + length === hand ? 'endsHere' : 'elsewhere'
    const usual = length === usualLength(form) && (text === null || text.length === 1)
    const operation = index * kinds + whereabouts[at] * 2 + (usual ? 0 : 1)
    symbols.write(operations.model, Math.min(operation, other), operations.context)
    operations.context = Math.min(operation, other)
    if (operation >= other) unusual.push(operation - other)
    if (at === 'elsewhere') places.push(from - hand)
    if (!usual) {
      lengths.push(length)
      if (text !== null) lengths.push(text.length)
    }
    if (text !== null) strings.write(text)
    if (step.span) hand = from + form.advance + (text?.length ?? 0)
  }
  to.number(forms.all.length - knownForms.length)
  for (const form of forms.all.slice(knownForms.length)) {
    to.number(strings.index(form.rest))
    to.number(form.advance * 4 + (form.span ? 2 : 0) + (form.text ? 1 : 0))
  }
  for (const operation of unusual) to.number(operation)
  for (const place of places) to.signed(place)
  for (const length of lengths) to.number(length)
}

/** A deletion is of one letter, anything else stands at one place. */
const usualLength = (form: Form): number => (form.rest === deletion ? 1 : 0)

/** The forms that a page's steps have, the known ones first. */
class FormTable {
  readonly all: Form[] = [...knownForms]
  private readonly indexes = new Map(knownForms.map((form, i) => [keyOf(form), i]))

  index({ rest, span, text }: ParsedStep): number {
    const key = keyOf({ rest, span, text: text !== null })
    const found = this.indexes.get(key)
    if (found !== undefined) return found
    const form = { rest, span, text: text !== null, advance: span ? advanceOf(rest) : 0 }
    this.indexes.set(key, this.all.length)
    return this.all.push(form) - 1
  }
}

const keyOf = ({ rest, span, text }: Pick<Form, 'rest' | 'span' | 'text'>) => `${span ? 1 : 0}${text ? 1 : 0}${rest}`

/** About the size of what a step puts in; being wrong costs some bytes and nothing else. */
function advanceOf(rest: string): number {
  const { slice } = JSON.parse(rest) as { slice?: { content?: unknown; openStart?: unknown } }
  const sizeOf = (content: unknown): number =>
    Array.isArray(content)
      ? content.reduce(
          (sum, node) => sum + (node?.text === undefined ? 2 + sizeOf(node?.content) : node.text.length),
          0,
        )
      : 0
  const size = sizeOf(slice?.content) - 2 * Number(slice?.openStart ?? 0)
  return Number.isSafeInteger(size) && size > 0 && size < 2 ** 30 ? size : 0
}

/** Steps as numbers, read before the texts that they refer to. */
export type StepColumns = {
  forms: (Form & { index: number })[]
  operations: number[]
  places: number[]
  lengths: number[]
}

export function readSteps(from: ByteReader, symbols: SymbolReader, count: number): StepColumns {
  const forms = knownForms.map(form => ({ ...form, index: -1 }))
  for (let left = from.count(2); left > 0; left--) {
    const index = from.number()
    const flags = from.number()
    forms.push({ rest: '', index, span: (flags & 2) !== 0, text: (flags & 1) !== 0, advance: Math.floor(flags / 4) })
  }
  const learned = new Operations()
  const operations = Array.from({ length: count }, () => {
    learned.context = symbols.read(learned.model, learned.context)
    return learned.context
  })
  for (const [i, operation] of operations.entries()) if (operation === other) operations[i] = other + from.number()
  let [places, lengths] = [0, 0]
  for (const operation of operations) {
    const form = forms[Math.floor(operation / kinds)]
    if (!form) throw new PageFault('it refers to what it has not')
    if (operation % kinds >= 2 * whereabouts.elsewhere) places++
    if (operation % 2 === 1) lengths += form.text ? 2 : 1
  }
  if (places + lengths > from.left) throw new PageFault('it promises more than it holds')
  return {
    forms,
    operations,
    places: Array.from({ length: places }, () => from.signed()),
    lengths: Array.from({ length: lengths }, () => from.number()),
  }
}

/** Makes the steps, one at a time, in their order. */
export class StepMaker {
  private step = 0
  private place = 0
  private length = 0
  private hand = 0

  constructor(
    private readonly columns: StepColumns,
    private readonly strings: StringReader,
  ) {
    for (const form of columns.forms) if (form.index >= 0) form.rest = strings.string(form.index)
  }

  next(): StepJSON {
    const { forms, operations, places, lengths } = this.columns
    const operation = operations[this.step++]!
    const form = forms[Math.floor(operation / kinds)]!
    const usual = operation % 2 === 0
    const length = usual ? usualLength(form) : lengths[this.length++]!
    const text = form.text ? this.strings.take(usual ? 1 : lengths[this.length++]!) : ''
    const at = Math.floor((operation % kinds) / 2)
    if (!form.span) return this.made(form, 0, 0, text)
    let from = this.hand
    if (at === whereabouts.endsHere) from -= length
    else if (at === whereabouts.elsewhere) from += places[this.place++]!
    if (from < 0 || !Number.isSafeInteger(from + length)) throw new PageFault('a step stands outside of any document')
    this.hand = from + form.advance + text.length
    return this.made(form, from, from + length, text)
  }

  private made(form: Form, from: number, to: number, text: string): StepJSON {
    this.strings.expand(form.rest.length)
    if (form.rest === insertion && form.span && form.text)
      return { stepType: 'replace', from, to, slice: { content: [{ type: 'text', text }] } }
    if (form.rest === deletion && form.span) return { stepType: 'replace', from, to }
    const step = this.strings.json(form.rest) as StepJSON
    if (typeof step !== 'object' || step === null) throw new PageFault('a step is none')
    if (form.span) Object.assign(step, { from, to })
    if (form.text) textNodeOf(step).text = text
    return step
  }
}

function textNodeOf(step: StepJSON): Record<string, unknown> {
  const node = (step.slice as { content?: unknown[] } | undefined)?.content?.[0]
  if (typeof node !== 'object' || node === null) throw new PageFault('a step has no place for its text')
  return node as Record<string, unknown>
}
