import type { RecordedEvent } from '@/lib/document/events'
import { ByteReader, PageFault } from './bytes'
import { SymbolReader } from './coder'
import { readExceptions, readSized, readSizes } from './columns'
import { crc32 } from './crc32'
import { type Head, readHeads } from './heads'
import { highest, highestCount, Numbered, readId, timeOf, transactionText } from './identity'
import { envelopeSize, mostEvents, mostSteps, pageVersion } from './layout'
import { readSteps, StepMaker } from './steps'
import { StringReader } from './strings'

export { PageFault }

/**
 * The events of a page, as they were recorded. Needs no more than its bytes, once HTTP has unpacked them.
 * @throws PageFault where that isn't a page that this program reads, or not all of one
 */
export function decodePage(page: Uint8Array): RecordedEvent[] {
  if (page.length < envelopeSize) throw new PageFault('it ends too early')
  if (page[0] !== pageVersion) throw new PageFault(`it is of version ${page[0]}; this program reads ${pageVersion}`)
  const body = page.subarray(envelopeSize)
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength)
  if (view.getUint32(1) !== crc32(body)) throw new PageFault('its bytes have been changed or cut off')
  const from = new ByteReader(body)
  const count = from.number()
  if (count > mostEvents) throw new PageFault('it has more events than a page takes')
  const documentId = readId(from)
  const first = from.number()
  const heads = readHeads(from, count)
  const usual = heads.filter(head => head !== null)
  const symbols = new SymbolReader(from.bytes(from.number()))
  const columns = readColumns(from, symbols, heads, usual)
  const edits = usual.filter(head => head.edit)
  const stepCounts = readExceptions(from, edits.length).map(more => more + 1)
  if (stepCounts.some(steps => steps < 0) || sum(stepCounts) > mostSteps) throw new PageFault('it has no such steps')
  const madeAt = usual.filter(head => head.madeAt).map(() => from.signed())
  const timed = edits.map((head, i) => (head.stepTimes ? stepCounts[i]! : 0))
  const stepTimes = readExceptions(from, sum(timed))
  const steps = readSteps(from, symbols, sum(stepCounts))
  const strings = new StringReader(from)
  if (from.left > 0) throw new PageFault('there is more behind its end')
  const events = build({
    documentId,
    first,
    heads,
    columns,
    stepCounts,
    madeAt,
    stepTimes,
    strings,
    steps: new StepMaker(steps, strings),
  })
  strings.end()
  return events
}

type Columns = ReturnType<typeof readColumns>

function readColumns(from: ByteReader, symbols: SymbolReader, heads: readonly (Head | null)[], usual: readonly Head[]) {
  const { length } = usual
  const counted = usual.filter(head => head.replica !== null).length
  const columns = {
    times: readTimes(from, symbols, length),
    epochs: readExceptions(from, length),
    transactions: readExceptions(from, length),
    sequences: readExceptions(from, length),
    bases: readExceptions(from, length),
    counts: readExceptions(from, counted),
    ids: Array.from({ length: length - counted }, () => readId(from)),
  }
  const rests = heads.filter(head => head === null || head.rest).map(() => from.number())
  return { ...columns, rests }
}

function readTimes(from: ByteReader, symbols: SymbolReader, count: number): number[] {
  return count === 0 ? [] : [from.number(), ...readSized(from, readSizes(symbols, count - 1))]
}

type Parts = {
  documentId: string
  first: number
  heads: readonly (Head | null)[]
  columns: Columns
  stepCounts: readonly number[]
  madeAt: readonly number[]
  stepTimes: readonly number[]
  strings: StringReader
  steps: StepMaker
}

function build(parts: Parts): RecordedEvent[] {
  const { heads, columns, strings, first } = parts
  const counts = new Map<string, number>()
  const at = { usual: 0, counted: 0, id: 0, rest: 0, edit: 0, made: 0, stepTime: 0 }
  const place = { epoch: 0, transaction: 0, sequence: 0 }
  const [ids, positions] = [new Numbered(12), new Numbered(16)]
  let [time, before] = [0, '']

  const rest = () => strings.json(strings.string(columns.rests[at.rest++]!))
  const commandId = ({ replica }: Head) => {
    if (replica === null) return columns.ids[at.id++]!
    const count = (counts.get(replica) ?? -1) + 1 + columns.counts[at.counted++]!
    counts.set(replica, count)
    return ids.text(replica, within(count, highestCount))
  }
  const edit = (head: Head) => {
    const count = parts.stepCounts[at.edit++]!
    const steps = count === 1 ? [parts.steps.next()] : Array.from({ length: count }, () => parts.steps.next())
    const data: Record<string, unknown> = { steps, origin: strings.string(head.origin) }
    if (head.madeAt) data.madeAt = timeOf(within(time - parts.madeAt[at.made++]!))
    if (head.stepTimes) {
      let last = 0
      data.stepTimes = steps.map(() => (last += parts.stepTimes[at.stepTime++]!))
    }
    return head.rest ? { ...data, ...record(rest()) } : data
  }

  return heads.map((head, i) => {
    if (!head) return record(rest()) as RecordedEvent
    const index = at.usual++
    time = within(time + columns.times[index]!)
    if (index === 0 || columns.epochs[index] !== 0 || columns.transactions[index] !== 0) {
      place.epoch = within(place.epoch + columns.epochs[index]!, 0xffff)
      place.transaction = within(place.transaction + columns.transactions[index]!)
      before = transactionText(place)
    }
    place.sequence = within(place.sequence + columns.sequences[index]! + (index > 0 ? 1 : 0))
    return {
      documentId: parts.documentId,
      revision: first + i,
      position: positions.text(before, place.sequence),
      schemaVersion: head.schemaVersion,
      commandId: commandId(head),
      baseRevision: within(first + i - 1 - columns.bases[index]!),
      authorId: head.authorId,
      via: strings.string(head.via),
      recordedAt: timeOf(time),
      type: strings.string(head.type),
      data: head.edit ? edit(head) : rest(),
    } as RecordedEvent
  })
}

function record(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new PageFault('an event is none')
  return value
}

function within(value: number, most = highest): number {
  if (value < 0 || value > most) throw new PageFault('a number is out of its range')
  return value
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
