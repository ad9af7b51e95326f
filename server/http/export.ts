import type { Node } from '@tiptap/pm/model'
import { documentNodes } from '@/lib/document/check'
import type { Document } from '@/lib/document/document'
import { blockHTML } from '@/lib/document/html'
import { blockMarkdown } from '@/lib/document/markdown'
import { schemaVersion } from '@/lib/document/schema'
import { plainText } from '@/lib/document/text'
import { attachment, exportName, mediaTypeOf } from '@/lib/export/file'
import { documentPage } from '@/lib/export/page'
import { type ExportedDocument, type ExportFormat, exportQuery } from '@/lib/protocol/http'
import type { Author } from '@/lib/protocol/people'
import { costs } from '../budget'
import { fewAtATime } from '../promises'
import type { HttpContext, HttpDependencies } from './context'
import { existing, inTurn, readable, versionOf } from './documents'
import { Refused } from './errors'
import { documentIdOf, readQuery } from './input'
import { caching, unchangedReply } from './reply'

/** `GET /api/documents/:id/export`: a document as a file, at any revision. */
export async function exported(c: HttpContext, { authorId }: Author, deps: HttpDependencies): Promise<Response> {
  const { format, revision: asked } = readQuery(c, exportQuery)
  const documentId = documentIdOf(c)
  const now = await readable(deps, documentId, asked)
  const revision = asked ?? now.revision
  if (revision > now.revision) throw new Refused('not_found', 'The document has no such revision yet.')
  const tag = `${versionOf(now)}.${revision}.${format}`
  const unchanged = unchangedReply(c, { tag })
  if (unchanged) return unchanged
  const nodes = documentNodes(now.doc)
  const cost = costs.exporting(nodes) + (revision === now.revision ? 0 : costs.past(nodes))
  return inTurn(deps, authorId, cost, async () => {
    const document = await existing(deps, documentId, revision)
    return new Response(await writers[format](document), {
      headers: {
        ...caching({ tag }),
        'content-type': mediaTypeOf(format),
        'content-disposition': attachment(exportName(document.title, revision, format)),
      },
    })
  })
}

const writers: Record<ExportFormat, (document: Document) => Promise<string>> = {
  html: async ({ title, revision, recordedAt, doc }) =>
    documentPage({ title, revision, recordedAt, html: (await blocks(doc, block => blockHTML(block, doc))).join('') }),
  markdown: async ({ doc }) => `${(await blocks(doc, (_, i) => blockMarkdown(doc, i))).join('\n\n')}\n`,
  json: async ({ title, revision, recordedAt, doc }) =>
    JSON.stringify({ title, revision, recordedAt, schemaVersion, doc: doc.toJSON() } satisfies ExportedDocument),
  text: async ({ doc }) => `${plainText(doc)}\n`,
}

const blocks = <T>(doc: Node, write: (block: Node, index: number) => T): Promise<T[]> =>
  fewAtATime(
    doc.children.map((block, i) => ({ block, i })),
    ({ block, i }) => write(block, i),
  )
