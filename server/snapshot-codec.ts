import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { Blocks, UnreadBlock } from '@/lib/document/blocks'
import { Course } from '@/lib/document/course'
import type { Document } from '@/lib/document/document'
import { type NodeJSON, schema } from '@/lib/document/schema'

/**
 * JSON lines, compressed by brotli: what a document is but for its content, then each of its blocks. So a block is only parsed
 * where somebody needs it, and told as it stands here.
 */
const linesCodec = 2
/** One JSON text of all; of an earlier version of this program. */
const jsonCodec = 1

type Standing = Omit<Document, 'doc'>
/** `doc`: the document's own node; `sizes`: of its blocks, as ProseMirror counts. */
type Head = { standing: Standing; doc: NodeJSON; sizes: number[] }

/** So much is decompressed in one turn of a thread; by Node's own measure it would be sixteen times as many. */
const atOnce = 256 * 1024

const compress = promisify(brotliCompress)
const decompress = promisify(brotliDecompress)

export async function pack({ doc, ...standing }: Document): Promise<{ codec: number; payload: Uint8Array }> {
  const blocks = doc.content.content
  const head: Head = { standing, doc: doc.copy().toJSON(), sizes: blocks.map(({ nodeSize }) => nodeSize) }
  const lines = [head, ...blocks.map(block => block.toJSON())].map(line => JSON.stringify(line))
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }
  return { codec: linesCodec, payload: await compress(lines.join('\n'), options) }
}

/** @throws where the payload isn't what `pack` made */
export async function unpack(codec: number, payload: Uint8Array): Promise<Course> {
  const text = (await decompress(payload, { chunkSize: atOnce })).toString('utf8')
  if (codec === jsonCodec) {
    const { doc, ...standing } = JSON.parse(text) as Standing & { doc: NodeJSON }
    return Course.from({ ...standing, doc: schema.nodeFromJSON(doc) })
  }
  if (codec !== linesCodec) throw new RangeError(`Unknown codec ${codec}`)
  const [first, ...lines] = text.split('\n')
  const { standing, doc, sizes } = JSON.parse(first!) as Head
  if (lines.length !== sizes.length) throw new RangeError('A block is missing')
  const blocks = lines.map((line, i) => new UnreadBlock(typeOf(line), sizes[i]!, line))
  return Course.at(standing, new Blocks(schema.nodeFromJSON(doc), blocks))
}

const typeBegins = '{"type":"'

// ProseMirror writes the type of a node before everything else.
function typeOf(line: string) {
  const name = line.slice(typeBegins.length, line.indexOf('"', typeBegins.length))
  if (!line.startsWith(typeBegins) || !Object.hasOwn(schema.nodes, name)) throw new RangeError('Not a block')
  return schema.nodes[name]!
}
