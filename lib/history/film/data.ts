import type { NodeJSON } from '@/lib/document/schema'
import type { Author } from '@/lib/protocol/people'

/** A document as it was at a revision: the first one of a film, and those after what was taken out for good. */
export type Keyframe = { revision: number; title: string; recordedAt: string; author: string; doc: NodeJSON }

/** What a film says around the document; `{}` are filled in. */
export type FilmWords = {
  play: string
  pause: string
  slider: string
  speed: string
  fitted: string
  position: string
  untitled: string
  somebody: string
  keys: string
}

type Head = {
  documentId: string
  from: number
  to: number
  authors: readonly Author[]
  keyframes: readonly Keyframe[]
  /** The first revisions of the pages. */
  starts: readonly number[]
  words: FilmWords
}
/** What a film is made of: the document it begins with, and pages of packed events. */
export type FilmData = Head & { pages: readonly Uint8Array[] }

/** As one piece of text, compressed. */
export async function packFilm({ pages, ...head }: FilmData): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(head))
  const sizes = new Uint32Array([text.length, ...pages.map(({ length }) => length)])
  const parts = [new Uint32Array([sizes.length]), sizes, text, ...pages] as Uint8Array<ArrayBuffer>[]
  const stream = new Blob(parts).stream().pipeThrough(new CompressionStream('gzip'))
  return base64(new Uint8Array(await new Response(stream).arrayBuffer()))
}

export async function unpackFilm(packed: string): Promise<FilmData> {
  const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const all = await new Response(stream).arrayBuffer()
  const [count] = new Uint32Array(all, 0, 1)
  const [text, ...sizes] = new Uint32Array(all, 4, count)
  let at = 4 + count! * 4
  const take = (size: number) => {
    at += size
    return new Uint8Array(all, at - size, size)
  }
  const head = JSON.parse(new TextDecoder().decode(take(text!))) as Head
  return { ...head, pages: sizes.map(take) }
}

/** In pieces: a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 30_000) text += String.fromCharCode(...bytes.subarray(i, i + 30_000))
  return btoa(text)
}
