import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromMarkdown } from '@/app/_components/editor/paste/from-markdown'
import { renderHTML } from '@/lib/document/html'
import { schema, schemaVersion } from '@/lib/document/schema'
import { nameIn } from '@/lib/export/file'
import { codeOf, contentOf, type guest, type HttpWorld, httpWorld, typing } from '../../support/http'
import { everything, plain } from '../../support/sample'

let world: HttpWorld
let ann: Awaited<ReturnType<typeof guest>>
beforeAll(async () => {
  world = await httpWorld()
  ann = await world.guest()
})
afterAll(() => world.close())

const made = async (content: object, title = 'Title'): Promise<string> =>
  (await ann.call('POST', '/api/documents', { title, content })).json.documentId as string
const exported = (documentId: string, query: string) => ann.call('GET', `/api/documents/${documentId}/export?${query}`)

describe('GET /api/documents/:id/export', () => {
  it('[EX1] is a download in each format, whose type nobody has to guess', async () => {
    const documentId = await made(contentOf('one & <two>'))
    for (const [format, type, extension, body] of [
      ['html', 'text/html; charset=utf-8', 'html', '<p>one &amp; &lt;two&gt;</p>'],
      ['markdown', 'text/markdown; charset=utf-8', 'md', 'one & <two>\n'],
      ['text', 'text/plain; charset=utf-8', 'txt', 'one & <two>\n'],
      ['json', 'application/json', 'json', '"text":"one & <two>"'],
    ] as const) {
      const { status, headers, text } = await exported(documentId, `format=${format}`)
      expect([format, status, headers.get('content-type')]).toEqual([format, 200, type])
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('private, no-cache')
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="Title, revision 1.${extension}"; filename*=UTF-8''Title%2C%20revision%201.${extension}`,
      )
      expect(text).toContain(body)
    }
  })

  it('[EX2] is of the latest revision, or of that which is asked for', async () => {
    const documentId = await made(contentOf('one'))
    await ann.call('POST', `/api/documents/${documentId}/commands`, typing(documentId, 'two '))
    const latest = await exported(documentId, 'format=text')
    const first = await exported(documentId, 'format=text&revision=1')
    expect([latest.text, first.text]).toEqual(['two one\n', 'one\n'])
    const etag = first.headers.get('etag')!
    expect(etag).not.toBe(latest.headers.get('etag'))
    const path = `/api/documents/${documentId}/export?format=text&revision=1`
    expect((await ann.call('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304)
    for (const [query, status, code] of [
      ['format=text&revision=3', 404, 'not_found'],
      ['format=text&revision=0', 400, 'bad_request'],
      ['format=pdf', 400, 'bad_request'],
      ['', 400, 'bad_request'],
    ] as const) {
      const answer = await exported(documentId, query)
      expect([query, answer.status, codeOf(answer)]).toEqual([query, status, code])
    }
    expect((await exported(randomUUID(), 'format=text')).status).toBe(404)
  })

  it('[EX3] is named after the title, as any system takes it', async () => {
    for (const [title, name] of [
      ['a/b\\c:d "e" <f>|?*', 'a b c d e f, revision 1.txt'],
      ['../../etc/passwd', 'etc passwd, revision 1.txt'],
      ['Übersicht 漢字 😀', 'Übersicht 漢字 😀, revision 1.txt'],
      ['', 'Untitled, revision 1.txt'],
      ['‮exe.', 'exe., revision 1.txt'],
      ['x'.repeat(300), `${'x'.repeat(80)}, revision 1.txt`],
    ] as const) {
      const { headers } = await exported(await made(contentOf('a'), title), 'format=text')
      const header = headers.get('content-disposition')!
      expect([title, nameIn(header)]).toEqual([title, name])
      expect(header).toMatch(/^attachment; filename="[ -!#-~]+"; filename\*=UTF-8''[\w.!~%-]+$/)
    }
  })

  it('[EX4] as HTML needs nothing else, and runs nothing', async () => {
    const documentId = await made(everything().toJSON(), '</title><script>alert(1)</script>')
    const { text } = await exported(documentId, 'format=html')
    expect(text).toContain(`<article class="prose" dir="auto">${renderHTML(everything())}</article>`)
    expect(text).toContain("default-src 'none'; style-src 'unsafe-inline'")
    expect(text).not.toMatch(/<script|<link|@import|url\(| src=/)
  })

  it('[EX5] as Markdown and as JSON is the same document, where Markdown can say it', async () => {
    const sayable = plain()
    const documentId = await made(sayable.toJSON())
    const markdown = await exported(documentId, 'format=markdown')
    expect(fromMarkdown(markdown.text)!.toString()).toBe(sayable.toString())
    expect(fromMarkdown(markdown.text)!.eq(sayable)).toBe(true)
    const all = await made(everything().toJSON())
    const { json } = await exported(all, 'format=json')
    expect(json).toEqual({
      title: 'Title',
      revision: 1,
      recordedAt: expect.any(String),
      schemaVersion,
      doc: everything().toJSON(),
    })
    expect(schema.nodeFromJSON(json.doc).eq(everything())).toBe(true)
  })
})
