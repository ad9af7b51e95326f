import { Schema, type SchemaSpec } from '@tiptap/pm/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Document, evolve } from '@/lib/document/document'
import { canonicalJSON, schema } from '@/lib/document/schema'
import { type FilmWords, unpackFilm } from '@/lib/history/film/data'
import { described } from '@/lib/history/film/described'
import { makeFilm } from '@/lib/history/film/make'
import { Reel } from '@/lib/history/film/reel'
import type { Source } from '@/lib/history/player'
import { MemoryEventStore } from '@/server/event-store/memory'
import { filmPlayer } from '@/server/launch/film.mjs'
import { everything } from '../../support/sample'
import { Scribe } from '../../support/scribe'

const words = { untitled: 'Untitled' } as FilmWords

let scribe: Scribe
/** The document at each revision; the first one at 1. */
const documents: Document[] = []
const redactedAt = 1_207
beforeAll(async () => {
  scribe = new Scribe(new MemoryEventStore())
  await scribe.create('Diary', everything())
  for (let i = 2; i <= 1_300; i++)
    await (i % 100 === 0 ? scribe.restore(i - 60) : scribe.type('x', i % 3 === 0 ? 1 : scribe.doc.content.size - 1))
  let document: Document | null = null
  for (const event of scribe.events) {
    document = evolve(document, event)
    documents.push(document)
  }
})

/** As the history's source answers; of one revision the content was taken out for good. */
const source: Source = {
  keyframe: async revision => {
    const { title, recordedAt, doc } = documents[revision - 1]!
    return { revision, title, recordedAt, author: scribe.author, doc: doc.toJSON(), authors: [] }
  },
  events: async (from, to) => ({
    events: scribe.events
      .slice(from - 1, Math.min(to, from + 399))
      .map(event => (event.revision === redactedAt ? ({ ...event, data: { redacted: true } } as never) : event)),
    authors: [{ authorId: scribe.author, name: 'Ada', color: 'violet' }],
  }),
}

const made = (from: number, to: number, more: Partial<Parameters<typeof makeFilm>[0]> = {}) =>
  makeFilm({
    ...{ documentId: scribe.documentId, title: 'A </title> film', source, words, player: 'play("</script>")' },
    ...{ from, to, authors: new Map(), signal: new AbortController().signal, onProgress: () => {}, ...more },
  })
const packedIn = (html: string) => /id="film">([^<]*)</.exec(html)![1]!

describe('a film', () => {
  it.each([
    [1, 1_300],
    [950, 1_210],
    [redactedAt, 1_300],
  ])('[FM1] of revisions %i to %i holds the document at each of them', async (from, to) => {
    const data = await unpackFilm(packedIn(await (await made(from, to)).text()))
    expect(data.authors).toEqual([{ authorId: scribe.author, name: 'Ada', color: 'violet' }])
    const reel = new Reel(data)
    const wanted = [from, to, from + 1, Math.min(redactedAt, to), to - 1, from + 77, to, from]
    for (const revision of wanted) {
      const { title, recordedAt, doc } = reel.at(revision)
      const then = documents[revision - 1]!
      expect([revision, title, recordedAt]).toEqual([revision, then.title, then.recordedAt])
      expect(canonicalJSON(doc)).toBe(canonicalJSON(then.doc))
      expect(reel.timeOf(revision)).toBe(then.recordedAt)
    }
  })

  it('[FM2] runs no script but its own, whatever is written, and asks nobody for anything', async () => {
    const html = await (await made(1, 50)).text()
    const [, nonce] = /script-src &#39;nonce-(\w+)&#39;|script-src 'nonce-(\w+)'/.exec(html)!.filter(Boolean)
    expect(html).toContain(`<script nonce="${nonce}">play("<\\/script>")</script>`)
    expect(html.match(/<script/g)).toHaveLength(2)
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('<title>A &lt;/title&gt; film</title>')
    expect(html).not.toMatch(/<link|@import|url\(| src=|https?:/)
  })

  it('[FM4] says how far it is, and is not made when that is called off', async () => {
    const told: number[] = []
    await made(1, 1_300, { onProgress: done => told.push(done) })
    expect(told.at(-1)).toBe(1)
    expect(told.length).toBeGreaterThan(2)
    expect([...told].sort((a, b) => a - b)).toEqual(told)
    const abort = new AbortController()
    const making = made(1, 1_300, { signal: abort.signal, onProgress: () => abort.abort() })
    await expect(making).rejects.toThrow('abort')
  })

  it('[FM5] carries a player of less than 100 kB, which knows the schema without the editor', async () => {
    const player = await filmPlayer()
    expect(player.length).toBeLessThan(100_000)
    const own = new Schema(described(schema) as SchemaSpec)
    const doc = own.nodeFromJSON(everything().toJSON())
    doc.check()
    expect(doc.toJSON()).toEqual(everything().toJSON())
  })
})
