import { ByteWriter } from '../pages/bytes'
import { crc32 } from '../pages/crc32'
import { envelopeSize, weaveVersion } from './fault'
import { never, none } from './tokens'
import type { Weave } from './weave'

/**
 * A weave as bytes: column after column, each as differences or runs. Who keeps them does well to compress them: what's alike
 * stands together.
 */
export function encodeWeave(weave: Weave): Uint8Array<ArrayBuffer> {
  const to = new ByteWriter()
  writeRevisions(to, weave)
  writeTokens(to, weave)
  writeOrder(to, weave)
  writeTouches(to, weave)
  const body = to.end()
  const bytes = new Uint8Array(envelopeSize + body.length)
  bytes[0] = weaveVersion
  new DataView(bytes.buffer).setUint32(1, crc32(body))
  bytes.set(body, envelopeSize)
  return bytes
}

function writeRevisions(to: ByteWriter, { revisions, forms }: Weave): void {
  const { count, authors, ways, author, way, at } = revisions
  to.number(count)
  for (const texts of [authors, ways, forms.keys]) {
    const bytes = new TextEncoder().encode(JSON.stringify(texts))
    to.number(bytes.length)
    to.bytes(bytes)
  }
  writeRuns(to, author.subarray(1, count + 1))
  writeRuns(to, way.subarray(1, count + 1))
  for (let revision = 1; revision <= count; revision++) to.signed(at[revision]! - at[revision - 1]!)
}

function writeTokens(to: ByteWriter, { tokens, revision }: Weave): void {
  const { count, unit, form, birth, death, origin } = tokens
  to.number(count)
  let id = 0
  for (let r = 1; r <= revision; r++) {
    const first = id
    while (id < count && birth[id] === r) id++
    to.number(id - first)
  }
  for (let id = 0; id < count; id++) to.number(unit[id]!)
  writeRuns(to, form.subarray(0, count))
  writeRuns(
    to,
    death.subarray(0, count).map(revision => (revision === never ? 0 : 1)),
  )
  // Who types one after the other erases one before the other.
  let last = 0
  for (let id = 0; id < count; id++) {
    if (death[id] === never) continue
    to.signed(death[id]! - last)
    last = death[id]!
  }
  // A run of those that go on from such as follow each other too.
  const linked: number[][] = []
  for (let id = 0; id < count; id++) {
    if (origin[id] === none) continue
    const run = linked.at(-1)
    if (run && id === run[0]! + run[2]! && origin[id] === run[1]! + run[2]!) run[2]!++
    else linked.push([id, origin[id]!, 1])
  }
  to.number(linked.length)
  for (const run of linked) for (const number of run) to.number(number)
}

/** Runs of tokens whose numbers follow each other: what was typed in one go, before others typed into it. */
function writeOrder(to: ByteWriter, { order }: Weave): void {
  const { ids } = order
  const starts: number[] = []
  for (let i = 0; i < ids.length; i++) if (i === 0 || ids[i] !== ids[i - 1]! + 1) starts.push(i)
  to.number(starts.length)
  starts.forEach((start, k) => {
    to.number((starts[k + 1] ?? ids.length) - start)
  })
  for (const start of starts) to.signed(ids[start]! - (start === 0 ? 0 : ids[start - 1]!))
}

function writeTouches(to: ByteWriter, { touches }: Weave): void {
  to.number(touches.length)
  let last = { revision: 0, first: 0 }
  for (const touch of touches) {
    to.number(touch.revision - last.revision)
    to.signed(touch.first - last.first)
    to.number(touch.count)
    to.number(touch.before)
    to.number(touch.after)
    last = touch
  }
}

/** Values that stay for long: each with how often it comes. */
function writeRuns(to: ByteWriter, values: Int32Array): void {
  for (let i = 0, end = 0; i < values.length; i = end) {
    while (end < values.length && values[end] === values[i]) end++
    to.number(values[i]!)
    to.number(end - i)
  }
}
