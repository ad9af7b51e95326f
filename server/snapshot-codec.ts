import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import type { NodeType } from '@tiptap/pm/model'
import { Blocks, type UnreadBlock } from '@/lib/document/blocks'
import { Course } from '@/lib/document/course'
import type { Document } from '@/lib/document/document'
import { type NodeJSON, schema } from '@/lib/document/schema'

/**
 * JSON lines, compressed by brotli: what a document is but for its content, then each of its blocks, with commas between them.
 * So a block is only parsed where somebody needs it, and many of them are told as they stand here.
 */
const linesCodec = 2
/** One JSON text of all; of an earlier version of this program. */
const jsonCodec = 1

type Standing = Omit<Document, 'doc'>
/** `doc`: the document's own node; `sizes`: of its blocks, as ProseMirror counts; `types`: which of `names` they are. */
type Head = { standing: Standing; doc: NodeJSON; sizes: number[]; names: string[]; types: number[] }

/** So much is decompressed in one turn of a thread; by Node's own measure it would be sixteen times as many. */
const atOnce = 256 * 1024

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

export async function pack({ doc, ...standing }: Document): Promise<{ codec: number; payload: Uint8Array }> {
  const blocks = doc.content.content
  const names = [...new Set(blocks.map(({ type }) => type.name))]
  const types = blocks.map(({ type }) => names.indexOf(type.name))
  const sizes = blocks.map(({ nodeSize }) => nodeSize)
  const head: Head = { standing, doc: doc.copy().toJSON(), sizes, names, types }
  const lines = blocks.map(block => JSON.stringify(block.toJSON()))
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
  return { codec: linesCodec, payload: await compress(`${JSON.stringify(head)}\n${lines.join(',\n')}`, options) }
}

/** @throws where the payload isn't what `pack` made */
export async function unpack(codec: number, payload: Uint8Array): Promise<Course> {
  const source = await decompress(payload, { chunkSize: atOnce })
  if (codec === jsonCodec) {
    const { doc, ...standing } = JSON.parse(source.toString()) as Standing & { doc: NodeJSON }
    return Course.from({ ...standing, doc: schema.nodeFromJSON(doc) })
  }
  if (codec !== linesCodec) throw new RangeError(`Unknown codec ${codec}`)
  let start = source.indexOf(newline) + 1
  const head = JSON.parse(source.toString('utf8', 0, start)) as Head
  const types = head.names.map(typeNamed)
  const blocks = head.sizes.map((size, i) => {
    const next = source.indexOf(newline, start)
    const end = next < 0 ? source.length : next - 1
    const block = new StoredBlock(types[head.types[i]!]!, size, source, start, end)
    start = next + 1
    return block
  })
  return Course.at(head.standing, new Blocks(schema.nodeFromJSON(head.doc), blocks))
}

function typeNamed(name: string): NodeType {
  if (!Object.hasOwn(schema.nodes, name)) throw new RangeError('Not a block')
  return schema.nodes[name]!
}

const newline = '\n'.charCodeAt(0)

/** A block as it stands in a snapshot. */
class StoredBlock implements UnreadBlock {
  constructor(
    readonly type: NodeType,
    readonly nodeSize: number,
    readonly source: Buffer,
    readonly start: number,
    readonly end: number,
  ) {}

  get text(): string {
    return this.source.toString('utf8', this.start, this.end)
  }
}

/** A document's JSON in one piece. What stood together in a snapshot is copied together, unread. */
export function bytesOf(parts: readonly (string | UnreadBlock)[]): Buffer<ArrayBuffer> {
  const pieces: Buffer[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    if (!(part instanceof StoredBlock)) {
      pieces.push(Buffer.from(typeof part === 'string' ? part : part.text))
      continue
    }
    let last = part
    // Every other part is the comma that stands in the snapshot too.
    for (let next = parts[i + 2]; follows(last, next); next = parts[i + 2]) {
      last = next
      i += 2
    }
    pieces.push(part.source.subarray(part.start, last.end))
  }
  return Buffer.concat(pieces)
}

function follows(block: StoredBlock, next: string | UnreadBlock | undefined): next is StoredBlock {
  return next instanceof StoredBlock && next.source === block.source && next.start === block.end + 2
}
