import { type ByteReader, type ByteWriter, PageFault } from './bytes'
import { knownWords } from './known'

/** The texts of a page, each held once; and behind them all that people wrote, as one text. */
export class StringWriter {
  private readonly indexes = new Map(knownWords.map((word, i) => [word, i]))
  private readonly own: string[] = []
  private readonly written: string[] = []

  /** The number by which a text is referred to. */
  index(text: string): number {
    const found = this.indexes.get(text)
    if (found !== undefined) return found
    const index = knownWords.length + this.own.push(text) - 1
    this.indexes.set(text, index)
    return index
  }

  /** Adds to what people wrote; read again by its length alone. */
  write(text: string): void {
    this.written.push(text)
  }

  end(to: ByteWriter): void {
    to.number(this.own.length)
    for (const { length } of this.own) to.number(length)
    const bytes = new TextEncoder().encode(this.own.join('') + this.written.join(''))
    to.number(bytes.length)
    to.bytes(bytes)
  }
}

/** A page's decoded texts cost so much at most, however often it refers to each. */
const mostExpanded = 64 * 1024 * 1024

export class StringReader {
  private readonly strings: string[]
  private readonly written: string
  private at = 0
  private expanded = 0

  constructor(from: ByteReader) {
    const lengths = Array.from({ length: from.count() }, () => from.number())
    const text = decoded(from.bytes(from.number()))
    let start = 0
    const own = lengths.map(length => {
      start += length
      if (start > text.length) throw new PageFault('its texts are longer than they are')
      return text.slice(start - length, start)
    })
    this.strings = [...knownWords, ...own]
    this.written = text.slice(start)
  }

  string(index: number): string {
    const text = this.strings[index]
    if (text === undefined) throw new PageFault('it refers to what it has not')
    return text
  }

  /** The value that a JSON text says, made anew for whoever asks. */
  json(text: string): unknown {
    this.expand(text.length)
    try {
      return JSON.parse(text)
    } catch {
      throw new PageFault('a text that should be JSON is none')
    }
  }

  /** Counts what is made of the page. @throws PageFault where that's more than any page is worth */
  expand(size: number): void {
    this.expanded += size
    if (this.expanded > mostExpanded) throw new PageFault('it is more than can be unpacked')
  }

  /** The next so many UTF-16 units of what people wrote. */
  take(length: number): string {
    if (length > this.written.length - this.at) throw new PageFault('what was written ends too early')
    this.at += length
    return this.written.slice(this.at - length, this.at)
  }

  end(): void {
    if (this.at !== this.written.length) throw new PageFault('more was written than it says')
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new PageFault('a text is not UTF-8')
  }
}
