import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { takes } from './accept-encoding'

const prefix = '/_next/static/'
/** Each part begins with what no ".." does. */
const name = /^(?:[\w-][\w.~-]*\/)*[\w-][\w.~-]*\.(js|css)$/
const types = { js: 'application/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const

// Made once for all readers: worth some time, but not the second that the last per cent take.
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
const encoders = {
  br: (content: Buffer) => promisify(brotliCompress)(content, quality),
  gzip: (content: Buffer) => promisify(gzip)(content, { level: 9 }),
} as const
type Encoding = keyof typeof encoders

/**
 * The scripts and styles of a build, compressed when they're first asked for and kept: there are so many and no more of them,
 * and each has its content's hash in its name.
 */
export class PageFiles {
  private readonly kept = new Map<string, Promise<Buffer>>()

  /** @param folder what Next serves under `/_next/static` */
  constructor(private readonly folder: string) {}

  /** Answers where it can. @returns whether it did; otherwise nothing was sent */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const [address = ''] = request.url?.split('?', 1) ?? []
    const encoding = encodingFor(request.headers['accept-encoding'])
    if (!encoding || !address.startsWith(prefix) || (request.method !== 'GET' && request.method !== 'HEAD'))
      return false
    const file = address.slice(prefix.length)
    const type = types[name.exec(file)?.[1] as keyof typeof types]
    if (!type) return false
    const content = await this.compressed(file, encoding).catch(() => null)
    if (!content) return false
    response.writeHead(200, {
      'content-type': type,
      'content-encoding': encoding,
      'content-length': content.length,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    response.end(request.method === 'HEAD' ? undefined : content)
    return true
  }

  private compressed(file: string, encoding: Encoding): Promise<Buffer> {
    const key = `${encoding} ${file}`
    const known = this.kept.get(key)
    if (known) return known
    const made = readFile(path.join(this.folder, file)).then(encoders[encoding])
    this.kept.set(key, made)
    // What isn't there isn't remembered: anybody can ask for as many names as they like.
    made.catch(() => this.kept.delete(key))
    return made
  }
}

function encodingFor(accepted = ''): Encoding | null {
  if (takes(accepted, 'br')) return 'br'
  return takes(accepted, 'gzip') ? 'gzip' : null
}
