import { ByteReader, PageFault } from '../pages/bytes'
import { crc32 } from '../pages/crc32'
import { envelopeSize, WeaveFault, weaveVersion } from './fault'
import type { Revisions } from './revisions'
import { Weave } from './weave'

export { WeaveFault }

/**
 * A weave from its bytes, to be asked or to go on from.
 * @throws WeaveFault where these aren't a weave that this program reads, or not all of one
 */
export function decodeWeave(bytes: Uint8Array): Weave {
  if (bytes.length < envelopeSize) throw new WeaveFault('it ends too early')
  if (bytes[0] !== weaveVersion)
    throw new WeaveFault(`it is of version ${bytes[0]}; this program reads ${weaveVersion}`)
  const body = bytes.subarray(envelopeSize)
  if (new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(1) !== crc32(body))
    throw new WeaveFault('its bytes have been changed or cut off')
  try {
    const from = new ByteReader(body)
    const weave = new Weave()
    readRevisions(from, weave)
    readTokens(from, weave)
    readOrder(from, weave)
    readTouches(from, weave)
    if (from.left > 0) throw new WeaveFault('there is more behind its end')
    return weave
  } catch (error) {
    if (error instanceof PageFault) throw new WeaveFault(error.message, { cause: error })
    throw error
  }
}

function readRevisions(from: ByteReader, { revisions, forms }: Weave): void {
  const count = from.count()
  const [authors, ways, keys] = [texts(from), texts(from), texts(from)]
  for (const [i, key] of keys.entries()) {
    try {
      if (forms.read(key) === i) continue
    } catch (cause) {
      throw new WeaveFault('it has a form that there is not', { cause })
    }
    throw new WeaveFault('its forms are not what they were')
  }
  const [author, way] = [readRuns(from, count, authors.length), readRuns(from, count, ways.length)]
  let at = 0
  for (let i = 0; i < count; i++) {
    at += from.signed()
    revisions.add(authors[author[i]!]!, ways[way[i]!]!, at)
  }
}

function readTokens(from: ByteReader, { tokens, revision, forms }: Weave): void {
  const count = from.count()
  const births = new Int32Array(count)
  let born = 0
  for (let r = 1; r <= revision; r++) {
    const more = from.number()
    if (more > count - born) throw new WeaveFault('more is born than there is')
    births.fill(r, born, born + more)
    born += more
  }
  if (born < count) throw new WeaveFault('less is born than there is')
  const units = Uint16Array.from({ length: count }, () => from.index(0x10000))
  const form = readRuns(from, count, forms.list.length)
  for (let id = 0; id < count; id++) tokens.add(units[id]!, form[id]!, births[id]!)
  const died = readRuns(from, count, 2)
  let last = 0
  for (let id = 0; id < count; id++) {
    if (died[id] === 0) continue
    last += from.signed()
    if (last < births[id]! || last > revision) throw new WeaveFault('something dies out of its time')
    tokens.death[id] = last
  }
  for (let runs = from.count(3); runs > 0; runs--) {
    const [id, origin, length] = [from.index(count), from.number(), from.number()]
    if (origin + length > count || origin >= id || id + length > count)
      throw new WeaveFault('something goes on from nothing')
    for (let i = 0; i < length; i++) tokens.origin[id + i] = origin + i
  }
}

function readOrder(from: ByteReader, { tokens, order }: Weave): void {
  const lengths = Array.from({ length: from.count(2) }, () => from.number())
  const ids = new Int32Array(tokens.count)
  const seen = new Uint8Array(tokens.count)
  let [at, last] = [0, 0]
  for (const length of lengths) {
    last += from.signed()
    if (length > ids.length - at || last < 0 || last + length > ids.length) throw new WeaveFault('its order is none')
    for (let i = 0; i < length; i++, last++) {
      if (seen[last] === 1) throw new WeaveFault('a token stands in two places')
      seen[last] = 1
      ids[at++] = last
    }
    last--
  }
  if (at < ids.length) throw new WeaveFault('a token stands nowhere')
  order.begin(ids)
}

function readTouches(from: ByteReader, { touches, tokens, forms, revision: head }: Weave): void {
  let [revision, first] = [0, 0]
  for (let left = from.count(5); left > 0; left--) {
    revision += from.number()
    first += from.signed()
    const count = from.number()
    if (revision > head || first < 0 || first + count > tokens.count) throw new WeaveFault('it forms what is not there')
    touches.push({
      revision,
      first,
      count,
      before: from.index(forms.list.length),
      after: from.index(forms.list.length),
    })
  }
}

function texts(from: ByteReader): Revisions['authors'] {
  const bytes = from.bytes(from.number())
  let list: unknown
  try {
    list = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    throw new WeaveFault('its texts are none', { cause })
  }
  if (!Array.isArray(list) || list.some(text => typeof text !== 'string')) throw new WeaveFault('its texts are none')
  return list
}

/** @param kinds values are less than that */
function readRuns(from: ByteReader, count: number, kinds: number): Int32Array {
  const values = new Int32Array(count)
  for (let at = 0; at < count; ) {
    const value = from.index(kinds)
    const length = from.number()
    if (length === 0 || length > count - at) throw new WeaveFault('runs are longer than what they are of')
    values.fill(value, at, at + length)
    at += length
  }
  return values
}
