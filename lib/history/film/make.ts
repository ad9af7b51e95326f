import type { RecordedEvent } from '@/lib/document/events'
import { htmlPage } from '@/lib/export/page'
import { documentStyle } from '@/lib/export/style'
import type { Author } from '@/lib/protocol/people'
import { encodePage } from '../pages/encode'
import { mostEvents } from '../pages/layout'
import type { Source } from '../player'
import { type FilmData, type FilmWords, type Keyframe, packFilm } from './data'
import { filmStyle } from './style'

/** So often a film holds the document itself, so that one comes anywhere at once. */
const keyframeEvery = 10_000

type Wanted = {
  documentId: string
  from: number
  to: number
  title: string
  source: Source
  /** Those that are known; others come along with what is read. */
  authors: ReadonlyMap<string, Author>
  words: FilmWords
  /** The player's script (`player.ts`, bundled). */
  player: string
  signal?: AbortSignal
  /** Hears how much is done, from 0 to 1. */
  onProgress: (done: number) => void
}

/**
 * Makes one file of a document's making: the player, the document it begins with, and all events, packed. Opened from a disk, it
 * asks nobody for anything.
 * @throws what the source throws, and AbortError when `signal` is aborted
 */
export async function makeFilm(wanted: Wanted): Promise<Blob> {
  const { documentId, from, to, title, source, signal, words, player, onProgress } = wanted
  const known = new Map(wanted.authors)
  const meet = (authors: readonly Author[]) => {
    for (const author of authors) known.set(author.authorId, author)
  }
  const keyframe = async (revision: number): Promise<Keyframe> => {
    const { title, recordedAt, author, doc, authors } = await source.keyframe(revision, signal)
    meet(authors)
    return { revision, title, recordedAt, author, doc }
  }
  const keyframes = [await keyframe(from)]
  const pages: Uint8Array[] = []
  const starts: number[] = []
  const seen = new Set<string>([keyframes[0]!.author])
  let page: RecordedEvent[] = []
  const close = () => {
    if (page.length === 0) return
    starts.push(page[0]!.revision)
    pages.push(encodePage(page).page)
    page = []
  }
  for (let next = from; next <= to; ) {
    signal?.throwIfAborted()
    const { events, authors } = await source.events(next, to, signal)
    meet(authors)
    if (events.length === 0) throw new RangeError(`There is no revision ${next}`)
    for (const event of events) {
      if ('redacted' in event.data || (event.revision > from && (event.revision - from) % keyframeEvery === 0))
        keyframes.push(await keyframe(event.revision))
      seen.add(event.authorId)
      page.push(event)
      if (page.length === mostEvents) close()
    }
    next = events.at(-1)!.revision + 1
    onProgress((next - from) / (to - from + 1))
  }
  close()
  const authors = [...seen].flatMap(id => known.get(id) ?? [])
  const data: FilmData = { documentId, from, to, authors, keyframes, starts, words, pages }
  const packed = await packFilm(data)
  signal?.throwIfAborted()
  return new Blob([filmPage(title || words.untitled, packed, player)], { type: 'text/html' })
}

function filmPage(title: string, packed: string, player: string): string {
  // A script that isn't ours has no such word; what was written is never a script.
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  return htmlPage({
    title,
    style: `${documentStyle}\n${filmStyle}`,
    csp: `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`,
    body: '<noscript>JavaScript</noscript>',
    after: `<script type="text/plain" id="film">${packed}</script><script nonce="${nonce}">${player.replaceAll('</script', '<\\/script')}</script>`,
  })
}
