import type { RecordedEvent } from '@/lib/document/events'
import { ByteWriter } from './bytes'
import { SymbolWriter } from './coder'
import { writeExceptions, writeSizes } from './columns'
import { crc32 } from './crc32'
import { writeHeads } from './heads'
import { isUuid, writeId } from './identity'
import { envelopeSize, mostEvents, mostSteps, pageVersion } from './layout'
import { isWhole, type Parsed, parseEvent } from './parse'
import { writeSteps } from './steps'
import { StringWriter } from './strings'

const nobody = '00000000-0000-0000-0000-000000000000'

/** A page; what stands before `texts` is dense already, so who compresses it does well to treat what follows apart. */
export type EncodedPage = { page: Uint8Array<ArrayBuffer>; texts: number }

/**
 * Packs consecutive events of one document. Nothing is lost, of whatever is JSON; what isn't as expected is only larger.
 * @throws RangeError where there are more events or steps than a page takes
 */
export function encodePage(events: readonly RecordedEvent[]): EncodedPage {
  const documentId = events.find(event => isUuid(event.documentId))?.documentId ?? nobody
  const first = isWhole(events[0]?.revision) ? events[0].revision : 1
  const parsed = inOrder(events.map((event, i) => parseEvent(event, documentId, first + i)))
  const usual = parsed.filter(event => event !== null)
  const edits = usual.flatMap(({ edit }) => edit ?? [])
  const steps = edits.flatMap(edit => edit.steps)
  if (events.length > mostEvents || steps.length > mostSteps) throw new RangeError('More than a page of history takes')

  const strings = new StringWriter()
  const front = new ByteWriter()
  front.number(events.length)
  writeId(front, documentId)
  front.number(first)
  const replicas = writeHeads(front, parsed, strings)

  const symbols = new SymbolWriter()
  const back = new ByteWriter()
  writeTimes(
    back,
    symbols,
    usual.map(({ at }) => at),
  )
  writeEnvelopes(back, parsed, replicas, first)
  for (const [i, event] of parsed.entries()) {
    if (!event) back.number(strings.index(JSON.stringify(events[i])))
    else if (event.rest !== null) back.number(strings.index(event.rest))
  }
  writeExceptions(
    back,
    edits.map(edit => edit.steps.length - 1),
  )
  for (const { edit, at } of usual) if (edit && edit.madeAt !== null) back.signed(at - edit.madeAt)
  writeExceptions(
    back,
    edits.flatMap(({ stepTimes }) => (stepTimes ? gaps(stepTimes) : [])),
  )
  writeSteps(back, symbols, steps, strings)

  const coded = symbols.end()
  front.number(coded.length)
  front.bytes(coded)
  front.bytes(back.end())
  const texts = envelopeSize + front.size
  strings.end(front)
  return { page: enveloped(front.end()), texts }
}

/** Where an event was recorded before the one before it, which no server of ours does, it's kept whole. */
function inOrder(parsed: (Parsed | null)[]): (Parsed | null)[] {
  let last = 0
  return parsed.map(event => {
    if (!event || event.at < last) return null
    last = event.at
    return event
  })
}

function writeTimes(to: ByteWriter, symbols: SymbolWriter, times: readonly number[]): void {
  const [first, ...others] = gaps(times)
  if (first !== undefined) to.number(first)
  writeSizes(to, symbols, others)
}

function writeEnvelopes(
  to: ByteWriter,
  parsed: readonly (Parsed | null)[],
  replicas: readonly (string | null)[],
  first: number,
): void {
  const usual = parsed.filter(event => event !== null)
  const places = usual.map(({ place }) => place)
  writeExceptions(to, gaps(places.map(({ epoch }) => epoch)))
  writeExceptions(to, gaps(places.map(({ transaction }) => transaction)))
  writeExceptions(to, gaps(places.map(({ sequence }, i) => sequence - i)))
  writeExceptions(
    to,
    parsed.flatMap((event, i) => (event ? [first + i - 1 - event.baseRevision] : [])),
  )
  const counts = new Map<string, number>()
  writeExceptions(
    to,
    parsed.flatMap((event, i) => {
      const replica = replicas[i]
      if (!event || !replica) return []
      const expected = (counts.get(replica) ?? -1) + 1
      counts.set(replica, event.count)
      return [event.count - expected]
    }),
  )
  for (const [i, event] of parsed.entries()) if (event && !replicas[i]) writeId(to, event.commandId)
}

/** The differences of each to the one before; the first one's to 0. */
function gaps(values: readonly number[]): number[] {
  return values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]!))
}

function enveloped(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const page = new Uint8Array(envelopeSize + body.length)
  page[0] = pageVersion
  new DataView(page.buffer).setUint32(1, crc32(body))
  page.set(body, envelopeSize)
  return page
}
